// Clients that an admin refuses at this Gateway. The order and the end of what the client holds are one synchronous
// step; only the downstream is waited for.
import { deleteSelectedTokens } from '../authorization/exchange/embedded-tokens.ts'
import type { AuthorizationParts } from '../authorization/parts.ts'
import type { BlockedClient, BlockOptions, UnblockOptions } from '../contract.ts'
import { blockNow, unblockNow } from './block-now.ts'
import { NOTHING_ENDED, type Ended } from './revoke-grants.ts'

export async function blockClient(
  { storage: { sql }, vault }: Pick<AuthorizationParts, 'storage' | 'vault'>,
  clientId: string,
  { actor, askedAt }: BlockOptions,
): Promise<Ended> {
  if (!blockNow(sql, { target: { clientId }, actor, askedAt })) return NOTHING_ENDED
  const embedded = deleteSelectedTokens(sql, { clientId })
  const result = await vault.end(vault.select({ clientId }), 'revoked_by_person', { downstream: false })
  return { ...result, embedded }
}

export function unblockClient(sql: SqlStorage, clientId: string, { askedAt }: UnblockOptions): void {
  unblockNow(sql, { target: { clientId }, askedAt })
}

/** Newest first. */
export function selectBlockedClients(sql: SqlStorage): BlockedClient[] {
  return sql
    .exec<{ clientId: string; blockedAt: number; actor: string }>(
      'SELECT client_id AS clientId, blocked_at AS blockedAt, actor FROM blocked_clients ORDER BY blocked_at DESC',
    )
    .toArray()
}
