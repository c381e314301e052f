// Grants, and the tokens without one, that a person ends.
import type { AuthorizationParts } from '../authorization/parts.ts'
import { deleteSelectedTokens } from '../authorization/exchange/embedded-tokens.ts'
import type { RevocationOptions, RevocationSelector } from '../contract.ts'

export interface Ended {
  /** Grants. */
  ended: number
  revokedDownstream: number
  /** Tokens without a grant, which end here only. */
  embedded: number
}

export const NOTHING_ENDED: Ended = { ended: 0, revokedDownstream: 0, embedded: 0 }

export async function revokeGrants(
  parts: Pick<AuthorizationParts, 'storage' | 'vault' | 'expireAt'>,
  selector: RevocationSelector,
  { askedAt, downstream }: RevocationOptions,
): Promise<Ended> {
  const { vault, storage } = parts
  const grantIds = vault.select(selector, askedAt)
  const embedded = deleteSelectedTokens(storage.sql, selector, askedAt)
  const result = await vault.end(grantIds, 'revoked_by_person', { downstream })
  // It may be the end of the Gateway: the next alarm finds out.
  if ('all' in selector) parts.expireAt(Date.now())
  return { ...result, embedded }
}
