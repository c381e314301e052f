// The sign-in for an approval came back: the grant's own user, and nobody else, sees the call.
import type { FinishedAuthorization } from '../../downstream/contract.ts'
import { isOpenIdProvider } from '../../downstream/scopes.ts'
import type { OAuthCall } from '../authorization/contract.ts'
import type { Issuer } from '../configuration/configuration.ts'
import type { OwnSignIn } from '../own-sign-ins/begin-own-sign-in.ts'
import type { OwnAnswer } from '../own-sign-ins/contract.ts'
import { checkFresh } from './check-fresh.ts'
import { reviewCall } from './review-call.ts'
import { loadWaiting, type ConfirmationParts } from './waiting-call.ts'

/** The new tokens are dropped: they were asked for to know who is here. Throws PageRefusal. */
export async function reviewConfirmation(
  parts: ConfirmationParts,
  call: OAuthCall,
  issuer: Issuer,
  { purpose, startedAt }: OwnSignIn,
  { identity, tokens }: FinishedAuthorization,
): Promise<OwnAnswer> {
  if (purpose.kind !== 'confirmation') throw new Error('a sign-in for something else')
  const waiting = await loadWaiting(parts, purpose.confirmationId)
  checkFresh(tokens.idToken, startedAt, isOpenIdProvider(issuer.gateway))
  const isUnproven = tokens.idToken === null
  return reviewCall(parts, call, issuer, { waiting, identity, issuerKey: issuer.key, isUnproven })
}
