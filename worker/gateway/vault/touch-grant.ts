// Use of a grant: kept in memory, written at most once a minute.
import type { VaultContext } from './context.ts'

const WRITE_EVERY_MS = 60_000

export function touchGrant(vault: VaultContext, grantId: string): void {
  const at = vault.now()
  const known = vault.uses.get(grantId)
  const isDue = !known || at - known.writtenAt >= WRITE_EVERY_MS
  if (isDue && !vault.store.update(grantId, { isLive: true }, { last_used_at: at })) return
  vault.uses.set(grantId, { at, writtenAt: isDue ? at : known.writtenAt })
}
