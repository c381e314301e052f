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
  let unknown = 0
  let ended = 0
  // One row after the other: with their tokens, all of a large Gateway are more than an object's memory.
  for (const id of vault.store.selectIds("state <> 'revoked'", [])) {
    const row = vault.store.find(id)
    if (!row) continue
    if (ending.has(id)) ended += endGrant(vault, row, 'restored') ? 1 : 0
    else if (isLive(row) && row.refresh_ct !== null) {
      doubt(vault, row, restoredTo)
      unknown += 1
    }
  }
  if (unknown > 0) vault.hooks.schedule(now)
  return { unknown, ended }
}

/** A request that is under way keeps its mark: what it brings is stored (P3). */
function doubt(vault: VaultContext, row: GrantRow, restoredTo: number): void {
  vault.store.update(
    row.id,
    { version: row.version },
    {
      state: 'refreshing',
      unknown_since: unknownSince(row) ?? restoredTo,
      failures: 0,
      backoff_until: null,
      timer_at: vault.now(),
    },
  )
}
