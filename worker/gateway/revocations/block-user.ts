// Users that an admin refuses at this Gateway (P8), in the same synchronous step as the end of what they hold.
import { takeBlockOrder } from '../authorization/block-orders.ts'
import { deleteBlockedUser, insertBlockedUser } from '../authorization/blocked-users.ts'
import { deleteSelectedTokens } from '../authorization/exchange/embedded-tokens.ts'
import type { AuthorizationParts } from '../authorization/parts.ts'
import type { BlockOptions, UnblockOptions, UserKey } from '../contract.ts'
import { NOTHING_ENDED, type Ended } from './revoke-grants.ts'

export async function blockUser(
  { storage: { sql }, vault }: Pick<AuthorizationParts, 'storage' | 'vault'>,
  user: UserKey,
  { actor, askedAt, downstream }: BlockOptions & { downstream: boolean },
): Promise<Ended> {
  if (!takeBlockOrder(sql, { target: user, isBlock: true, askedAt })) return NOTHING_ENDED
  insertBlockedUser(sql, { ...user, blockedAt: askedAt, actor })
  const { userIssuer, userSubject } = user
  const grantIds = vault.select({ userIssuer, userSubject })
  const embedded = deleteSelectedTokens(sql, { userIssuer, userSubject })
  const result = await vault.end(grantIds, 'revoked_by_person', { downstream })
  return { ...result, embedded }
}

export function unblockUser(sql: SqlStorage, user: UserKey, { askedAt }: UnblockOptions): void {
  if (takeBlockOrder(sql, { target: user, isBlock: false, askedAt })) deleteBlockedUser(sql, user)
}
