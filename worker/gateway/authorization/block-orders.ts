// When each client and user was last ordered to be blocked or unblocked. Orders wait in D1, are repeated, and may arrive
// in any sequence: the one asked for last counts (P8), so the time stays also after an unblock. Where both were asked
// for in the same millisecond, the block wins.
import type { UserKey } from '../contract.ts'

export interface BlockOrder {
  target: { clientId: string } | UserKey
  isBlock: boolean
  /** Milliseconds since 1970. */
  askedAt: number
}

/**
 * False: a later order has been taken, so this one must be ignored. True: it is remembered as the last; carry it out in
 * the same synchronous step.
 */
export function takeBlockOrder(sql: SqlStorage, { target, isBlock, askedAt }: BlockOrder): boolean {
  const key = JSON.stringify(
    'clientId' in target ? ['client', target.clientId] : ['user', target.userIssuer, target.userSubject],
  )
  const [last] = sql
    .exec<{ askedAt: number }>('SELECT asked_at AS askedAt FROM block_orders WHERE target = ?', key)
    .toArray()
  if (last && (isBlock ? askedAt < last.askedAt : askedAt <= last.askedAt)) return false
  sql.exec('INSERT OR REPLACE INTO block_orders (target, asked_at) VALUES (?, ?)', key, askedAt)
  return true
}
