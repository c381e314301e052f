// Users that an admin refuses at this Gateway (P8), in the same synchronous step as the end of what they hold.
import { deleteSelectedTokens } from '../authorization/exchange/embedded-tokens.ts'
import type { AuthorizationParts } from '../authorization/parts.ts'
import type { BlockOptions, UnblockOptions, UserKey } from '../contract.ts'
import { blockNow, unblockNow } from './block-now.ts'
import { NOTHING_ENDED, type Ended } from './revoke-grants.ts'

export async function blockUser(
  { storage: { sql }, vault }: Pick<AuthorizationParts, 'storage' | 'vault'>,
  user: UserKey,
  { actor, askedAt, downstream }: BlockOptions & { downstream: boolean },
): Promise<Ended> {
  if (!blockNow(sql, { target: user, actor, askedAt })) return NOTHING_ENDED
  const { userIssuer, userSubject } = user
  const grantIds = vault.select({ userIssuer, userSubject })
  const embedded = deleteSelectedTokens(sql, { userIssuer, userSubject })
  const result = await vault.end(grantIds, 'revoked_by_person', { downstream })
  return { ...result, embedded }
}

export function unblockUser(sql: SqlStorage, user: UserKey, { askedAt }: UnblockOptions): void {
  unblockNow(sql, { target: user, askedAt })
}
