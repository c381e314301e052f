// Ends several grants at once, and tells the downstream where a person asked for it and nobody else's grant can suffer.
import type { GrantRow } from '../../../schema/objects/vault.ts'
import { isLive, type VaultContext } from './context.ts'
import type { EndReason, TellDownstream } from './contract.ts'
import { endGrant } from './end-grant.ts'
import { revokeDue } from './revoke-due.ts'

/** Somebody's decision; replacement, expiry and replay never reach the downstream (product.md §5). */
const BY_DECISION: ReadonlySet<EndReason> = new Set([
  'revoked_by_person',
  'revoked_by_client',
  'detached',
  'deleted',
])

/** A kill switch may end thousands: these are told before it answers, the others by timer. */
const TOLD_AT_ONCE_MAX = 20

export async function endGrants(
  vault: VaultContext,
  grantIds: readonly string[],
  reason: EndReason,
  options: { downstream: TellDownstream },
): Promise<{ ended: number; revokedDownstream: number }> {
  const mayRevoke = options.downstream !== false && BY_DECISION.has(reason)
  const ended = vault.store.transaction(() => {
    const rows = grantIds
      .map((id) => vault.store.find(id))
      .filter((row): row is GrantRow => row !== undefined && row.state !== 'revoked')
    return rows
      .map((row) => {
        const isTold = mayRevoke && hasToken(row) && !keepsAnother(vault, row, grantIds)
        return { id: row.id, isTold, isEnded: endGrant(vault, row, reason, { revokeDownstream: isTold }) }
      })
      .filter((result) => result.isEnded)
  })
  await vault.store.durable()
  const atOnceMax = options.downstream === 'by_timer' ? 0 : TOLD_AT_ONCE_MAX
  const toTell = ended.filter((result) => result.isTold).slice(0, atOnceMax)
  const told = await Promise.all(toTell.map(({ id }) => revokeDue(vault, id)))
  return { ended: ended.length, revokedDownstream: told.filter((isDone) => isDone).length }
}

function hasToken(row: GrantRow): boolean {
  const isAlreadyDead = row.state === 'needs_reauth' && row.end_reason === 'invalid_grant'
  return !isAlreadyDead && (row.refresh_ct !== null || row.access_ct !== null)
}

/** A provider may drop every token of that user and client together with one (product.md §5). */
function keepsAnother(vault: VaultContext, row: GrantRow, ending: readonly string[]): boolean {
  return vault.store
    .liveOfPerson(row.issuer, row.subject)
    .some((other) => isLive(other) && other.id !== row.id && !ending.includes(other.id))
}
