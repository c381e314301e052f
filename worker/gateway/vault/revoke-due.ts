// Tells the downstream about a revocation that a person asked for, again after a failure for up to 24 h (P10).
import { revokeDownstream } from '../../downstream/revoke.ts'
import type { GrantRow } from '../../../schema/objects/vault.ts'
import { isIssuedTo, placeOf, type VaultContext } from './context.ts'
import { CIPHERTEXT_KEPT_MS, ROW_KEPT_MS } from './end-grant.ts'
import { recordGrant } from './record-grant.ts'

const RETRY_MS = 60_000

/** Returns whether the downstream was told. Rejects only where nothing is recorded any more (`hooks.record`). */
export async function revokeDue(vault: VaultContext, grantId: string): Promise<boolean> {
  // A refresh under way may bring a newer token: that is the one to revoke.
  await vault.flights.get(grantId)
  const row = vault.store.find(grantId)
  if (!row || row.revocation_due === 0) return false
  const outcome = await tell(vault, row).catch(() => 'failed' as const)
  const now = vault.now()
  const endedAt = row.ended_at ?? now
  const isOver = outcome !== 'failed' || now >= endedAt + CIPHERTEXT_KEPT_MS
  const timerAt = isOver ? endedAt + ROW_KEPT_MS : now + RETRY_MS
  vault.store.update(
    row.id,
    { version: row.version },
    {
      timer_at: timerAt,
      ...(isOver ? { revocation_due: 0, access_ct: null, refresh_ct: null } : {}),
    },
  )
  vault.hooks.schedule(timerAt)
  recordGrant(vault, row, {
    method: 'downstream_revocation',
    outcome: outcome === 'done' ? 'ok' : 'runtime_error',
    detail: outcome === 'done' ? null : outcome,
  })
  return outcome === 'done'
}

async function tell(vault: VaultContext, row: GrantRow): Promise<'done' | 'unsupported' | 'failed'> {
  const profile = await vault.profile()
  if (profile === 'needs_review' || !isIssuedTo(profile, row)) return 'failed'
  const kind = row.refresh_ct === null ? 'access' : 'refresh'
  const envelope = row.refresh_ct ?? row.access_ct
  if (envelope === null) return 'unsupported'
  const value = await vault.secrets.open(placeOf(row), kind, envelope)
  return revokeDownstream(profile, { value, kind: `${kind}_token` }, vault.io)
}
