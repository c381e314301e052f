// The end of one grant, which is the end of its MCP authorization in the same transaction (product.md §5).
import type { GrantRow } from '../../../schema/objects/vault.ts'
import type { VaultContext } from './context.ts'
import type { EndReason } from './contract.ts'
import { recordGrant } from './record-grant.ts'

export const CIPHERTEXT_KEPT_MS = 24 * 3_600_000
export const ROW_KEPT_MS = 30 * 24 * 3_600_000

/** These leave the user to sign in again; every other end is somebody's decision. */
const NEEDS_REAUTH: ReadonlySet<EndReason> = new Set([
  'superseded',
  'invalid_grant',
  'access_expired',
  'access_refused',
])

/**
 * Ends a grant here and now. Synchronous: call it inside a transaction. `revokeDownstream` keeps the tokens until the
 * downstream has been told. Returns whether the grant was there to be ended.
 */
export function endGrant(
  vault: VaultContext,
  row: GrantRow,
  reason: EndReason,
  options: { revokeDownstream: boolean } = { revokeDownstream: false },
): boolean {
  const now = vault.now()
  const state = NEEDS_REAUTH.has(reason) ? 'needs_reauth' : 'revoked'
  const keepsCiphertext = state === 'needs_reauth' || options.revokeDownstream
  const timerAt = options.revokeDownstream ? now : now + (keepsCiphertext ? CIPHERTEXT_KEPT_MS : ROW_KEPT_MS)
  const isEnded = vault.store.update(
    row.id,
    { version: row.version, isLive: state === 'needs_reauth' },
    {
      state,
      end_reason: reason,
      ended_at: now,
      timer_at: timerAt,
      backoff_until: null,
      revocation_due: options.revokeDownstream ? 1 : 0,
      ...(keepsCiphertext ? {} : { access_ct: null, refresh_ct: null }),
    },
  )
  if (!isEnded) return false
  vault.hooks.endAuthorization({
    issuerKey: row.issuer_key,
    userId: row.user_id,
    authorizationId: row.authorization_id,
  })
  recordGrant(vault, row, { method: 'grant_ended', outcome: 'refused', detail: reason })
  vault.hooks.schedule(timerAt)
  vault.uses.delete(row.id)
  return true
}
