// What is due without a caller: refresh ahead, orphans, expiry, leftovers. One token request per grant and run.
import type { GrantRow } from '../../../schema/objects/vault.ts'
import { isLive, lastUseOf, type VaultContext } from './context.ts'
import { CIPHERTEXT_KEPT_MS, endGrant, ROW_KEPT_MS } from './end-grant.ts'
import { refreshOnce } from './refresh.ts'
import { revokeDue } from './revoke-due.ts'

/** As many as the pace lets through without a queue. */
const GRANTS_PER_RUN = 20
/** Only grants that somebody uses are renewed ahead (product.md §5). */
const USED_WITHIN_MS = 24 * 3_600_000
/** A grant that could not be worked on (Gateway in review, configuration away) is looked at again after this. */
const OBSTACLE_RETRY_MS = 60_000
const NEXT_RUN_MS_MIN = 1_000

/** Answers when the next timer is due, ms since 1970, or null. */
export async function runTimers(vault: VaultContext): Promise<number | null> {
  const due = vault.store.due(vault.now(), GRANTS_PER_RUN)
  await Promise.all(due.map((row) => runTimer(vault, row)))
  const next = vault.store.nextTimer()
  return next === null ? null : Math.max(next, vault.now() + NEXT_RUN_MS_MIN)
}

async function runTimer(vault: VaultContext, row: GrantRow): Promise<void> {
  if (!isLive(row)) return runEnded(vault, row)
  if (row.refresh_ct === null) {
    vault.store.transaction(() => endGrant(vault, row, 'access_expired'))
    return
  }
  const isOrphan = row.state === 'refreshing'
  if (!isOrphan && vault.now() - lastUseOf(vault, row) > USED_WITHIN_MS) {
    vault.store.update(row.id, { version: row.version }, { timer_at: null })
    return
  }
  await refreshOnce(vault, row.id)
  postpone(vault, row.id)
}

/** Nothing was sent, so nothing moved the timer. */
function postpone(vault: VaultContext, grantId: string): void {
  const row = vault.store.find(grantId)
  const now = vault.now()
  if (!row || row.timer_at === null || row.timer_at > now) return
  vault.store.update(grantId, { version: row.version }, { timer_at: now + OBSTACLE_RETRY_MS })
}

async function runEnded(vault: VaultContext, row: GrantRow): Promise<void> {
  if (row.revocation_due === 1) {
    await revokeDue(vault, row.id)
    return
  }
  const age = vault.now() - (row.ended_at ?? 0)
  if (age >= ROW_KEPT_MS) return vault.store.delete(row.id)
  const timerAt = (row.ended_at ?? 0) + (age >= CIPHERTEXT_KEPT_MS ? ROW_KEPT_MS : CIPHERTEXT_KEPT_MS)
  const leftovers = age >= CIPHERTEXT_KEPT_MS ? { access_ct: null, refresh_ct: null } : {}
  vault.store.update(row.id, { version: row.version }, { timer_at: timerAt, ...leftovers })
}
