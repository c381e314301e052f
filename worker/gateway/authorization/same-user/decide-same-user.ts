// Is the account that signed in the one that the app spoke of? (product.md §5) Pure.
import type { Identity } from '../../contract.ts'
import type { HostHints } from './host-hints.ts'

export type SameUserVerdict =
  | 'same'
  /** The person may switch to the account that was meant. */
  | 'other_account'
  /** The right account, or no account was named, in another organization or in none. */
  | 'other_organization'

/** By subject; by e-mail only where no subject was named, and only one that its source vouches for. */
export function decideSameUser(hints: HostHints | undefined, identity: Identity): SameUserVerdict {
  if (!hints) return 'same'
  if (!isSameAccount(hints, identity)) return 'other_account'
  const { organizationId } = hints
  return organizationId === null || organizationId === identity.organization ? 'same' : 'other_organization'
}

function isSameAccount({ subject, email }: HostHints, identity: Identity): boolean {
  if (subject !== null) return subject === identity.subject
  if (email === null) return true
  return identity.emailVerified && identity.email !== null && isSameEmail(email, identity.email)
}

function isSameEmail(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase()
}
