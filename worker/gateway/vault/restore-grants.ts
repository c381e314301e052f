// The grants of a storage that went back in time (security.md §3, last line).
import type { GrantRow } from '../../../schema/objects/vault.ts'
import { isLive, unknownSince, type VaultContext } from './context.ts'
import { endGrant } from './end-grant.ts'

/**
 * Ends those named; every other live one with a refresh token may have an older one, and is refreshed by the alarm.
 * Synchronous: call it inside a transaction.
 */
export function restoreGrants(
  vault: VaultContext,
  restoredTo: number,
  ending: ReadonlySet<string>,
): { unknown: number; ended: number } {
  const now = vault.now()
  const rows = vault.store.selectIds("state <> 'revoked'", []).flatMap((id) => vault.store.find(id) ?? [])
  let unknown = 0
  let ended = 0
  for (const row of rows) {
    if (ending.has(row.id)) ended += endGrant(vault, row, 'restored') ? 1 : 0
    else if (isLive(row) && row.refresh_ct !== null) {
      doubt(vault, row, restoredTo)
      unknown += 1
    }
  }
  if (unknown > 0) vault.hooks.schedule(now)
  return { unknown, ended }
}

function doubt(vault: VaultContext, row: GrantRow, restoredTo: number): void {
  vault.store.update(
    row.id,
    { version: row.version },
    {
      state: 'refreshing',
      attempt_id: null,
      attempt_at: null,
      unknown_since: unknownSince(row) ?? restoredTo,
      failures: 0,
      backoff_until: null,
      timer_at: vault.now(),
    },
  )
}
