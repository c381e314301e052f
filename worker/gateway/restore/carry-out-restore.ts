// Makes a storage that went back in time safe (security.md §3, last line): what ended stays ended, what was used stays
// used, and of every refresh token that is left nobody knows whether it is still the last one.
import { blockNow, unblockNow } from '../revocations/block-now.ts'
import { newRequestId } from '../../http/request-id.ts'
import { deleteFamily } from '../authorization/families.ts'
import type { AuthorizationParts } from '../authorization/parts.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Vault } from '../vault/contract.ts'
import type { LostOrder } from './lost-order.ts'
import type { RestoreOrder } from './read-restore.ts'
import { knowsRestore, rememberRestore, type RestoreResult } from './restore-facts.ts'

export interface RestoreParts extends Pick<
  AuthorizationParts,
  'storage' | 'usedAssertions' | 'record' | 'expireAt'
> {
  id: string
  vault: Vault
  outbox: Outbox
}

/** Everything in one transaction, and durable before anything goes on. A storage that knows the order is left alone. */
export async function carryOutRestore(parts: RestoreParts, order: RestoreOrder): Promise<void> {
  const { storage } = parts
  storage.transactionSync(() => {
    if (!knowsRestore(storage.sql, order.restore.id)) carryOut(parts, order)
  })
  await storage.sync()
}

function carryOut(parts: RestoreParts, { restore, grantIds, assertions, orders }: RestoreOrder): void {
  const { storage, vault, outbox, usedAssertions } = parts
  const { sql } = storage
  outbox.beginAnew(restore.createdAt)
  const ending = new Set([...grantIds, ...endCodes(parts), ...orders.flatMap((lost) => repeat(parts, lost))])
  forgetShortLived(sql)
  for (const assertion of assertions) usedAssertions.store(assertion)
  const result = vault.restore(restore.restoredTo, ending)
  rememberRestore(sql, restore.id, result)
  recordRestore(parts, restore.restoredTo, result)
  // What was to be deleted then is due again.
  parts.expireAt(Date.now())
}

/** A code may have been used since. Answers the grants of those that had not been used then. */
function endCodes({ storage: { sql }, vault }: RestoreParts): string[] {
  const families = sql
    .exec<{ issuerKey: string; userId: string; authorizationId: string }>(
      `SELECT issuer_key AS issuerKey, user_id AS userId, authorization_id AS authorizationId
       FROM authorizations WHERE redeemed_at IS NULL`,
    )
    .toArray()
  return families.flatMap((family) => {
    deleteFamily(sql, family)
    return vault.findByAuthorization(family.userId, family.authorizationId)?.id ?? []
  })
}

/** Answers the grants that end with it. */
function repeat({ storage: { sql }, vault }: RestoreParts, order: LostOrder): string[] {
  if (order.kind === 'revoke') return vault.select(order.selector, order.askedAt)
  if (!order.isBlock) {
    unblockNow(sql, order)
    return []
  }
  return blockNow(sql, order) ? vault.select(order.target) : []
}

/**
 * Each of these may have been used, answered or taken back since. Clients get new access tokens with their refresh token;
 * a sign-in or an approval under way begins anew.
 */
function forgetShortLived(sql: SqlStorage): void {
  sql.exec("DELETE FROM oauth_store WHERE kind IN ('transaction', 'token')")
  for (const table of ['confirmations', 'sealed_steps', 'embedded_tokens', 'consent_answers'])
    sql.exec(`DELETE FROM ${table}`)
}

function recordRestore(
  { id, record }: RestoreParts,
  restoredTo: number,
  { unknown, ended }: RestoreResult,
): void {
  record({
    kind: 'authorization',
    at: Date.now(),
    requestId: newRequestId(),
    gatewayId: id,
    method: 'restored',
    outcome: 'ok',
    detail: `The storage is that of ${new Date(restoredTo).toISOString()}: ${ended} grants ended, ${unknown} are refreshed to see whether they live.`,
  })
}
