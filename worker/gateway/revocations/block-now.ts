// Blocks and unblocks as one synchronous step, without the end of what is signed in. An order that is older than the last
// for the same client or user changes nothing (P8).
import { takeBlockOrder, type BlockOrder } from '../authorization/block-orders.ts'
import { deleteBlockedUser, insertBlockedUser } from '../authorization/blocked-users.ts'

type Order = Pick<BlockOrder, 'target' | 'askedAt'>

/** Whether the order counts: then its caller ends what the client or user holds, in the same step. */
export function blockNow(sql: SqlStorage, { target, askedAt, actor }: Order & { actor: string }): boolean {
  if (!takeBlockOrder(sql, { target, isBlock: true, askedAt })) return false
  if ('clientId' in target) {
    sql.exec(
      'INSERT OR REPLACE INTO blocked_clients (client_id, blocked_at, actor) VALUES (?, ?, ?)',
      target.clientId,
      askedAt,
      actor,
    )
  } else {
    insertBlockedUser(sql, { ...target, blockedAt: askedAt, actor })
  }
  return true
}

export function unblockNow(sql: SqlStorage, { target, askedAt }: Order): void {
  if (!takeBlockOrder(sql, { target, isBlock: false, askedAt })) return
  if ('clientId' in target) sql.exec('DELETE FROM blocked_clients WHERE client_id = ?', target.clientId)
  else deleteBlockedUser(sql, target)
}
