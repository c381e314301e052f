// How a list names a user, and how far a user's own names are to be believed (product.md §6). Pure.
import type { GroupMember } from '../../schema/tables/groups.ts'
import type { KnownUser } from './caller.ts'

/** `named`: by a name that is not vouched for. It matches what restricts and nothing that allows (S20). */
export type Match = 'none' | 'named' | 'trusted'

/** A name of a user as it stands in compiled lists. */
export interface UserKey {
  key: string
  isTrusted: boolean
}

/** The key of an entry. E-mails and domains have no case. */
export function keyOf(entry: GroupMember): string {
  if ('email' in entry) return `e ${entry.email.toLowerCase()}`
  if ('domain' in entry) return `d ${entry.domain.toLowerCase()}`
  return `s ${entry.issuer} ${entry.subject}`
}

/**
 * Every name of this user. A claimed one is trusted only where the server accepts claims; an e-mail that its source does
 * not vouch for is never, nor is its domain.
 */
export function keysOfUser(user: KnownUser, acceptClaimed: boolean): UserKey[] {
  const isClaimed = user.level === 'claimed'
  const keys: UserKey[] = []
  if (user.issuer !== null && user.subject !== null) {
    const key = keyOf({ issuer: user.issuer, subject: user.subject })
    keys.push({ key, isTrusted: !isClaimed || acceptClaimed })
  }
  if (user.email !== null) {
    const isTrusted = isClaimed ? acceptClaimed : user.emailVerified
    keys.push({ key: keyOf({ email: user.email }), isTrusted })
    const at = user.email.lastIndexOf('@')
    if (at > 0) keys.push({ key: keyOf({ domain: user.email.slice(at + 1) }), isTrusted })
  }
  return keys
}

/** The best match of a user in a list. */
export function matchIn(list: ReadonlySet<string>, keys: readonly UserKey[]): Match {
  let match: Match = 'none'
  for (const { key, isTrusted } of keys) {
    if (!list.has(key)) continue
    if (isTrusted) return 'trusted'
    match = 'named'
  }
  return match
}
