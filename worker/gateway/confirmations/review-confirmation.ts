// The sign-in for an approval came back: the grant's own user, and nobody else, sees the call.
import { randomToken } from '../../crypto/random-id.ts'
import type { FinishedAuthorization } from '../../downstream/contract.ts'
import type { OAuthCall } from '../authorization/contract.ts'
import { recordStep } from '../authorization/record-step.ts'
import { PageRefusal } from '../authorization/refusal.ts'
import type { Issuer } from '../configuration/configuration.ts'
import type { Identity } from '../contract.ts'
import type { OwnSignIn } from '../own-sign-ins/begin-own-sign-in.ts'
import type { OwnAnswer } from '../own-sign-ins/contract.ts'
import { ownCookie } from '../own-sign-ins/own-cookie.ts'
import { putStep } from '../own-sign-ins/sealed-steps.ts'
import { checkFresh } from './check-fresh.ts'
import { confirmAction, loadWaiting, type ConfirmationParts } from './waiting-call.ts'
import type { Approver } from './contract.ts'

/** What the form on the page leads back to. */
export interface ConfirmationForm {
  confirmationId: string
  issuerKey: string
  identity: Identity
}

const FORM_MS = 10 * 60_000

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
  checkFresh(tokens.idToken, startedAt)
  if (!isApprover(identity, waiting.approver)) {
    recordStep(parts, call, issuer, 'confirmation', {
      outcome: 'refused',
      status: 403,
      identity,
      ruleId: 'other_account',
      detail: 'Somebody else signed in than the user whose call it is.',
    })
    throw new PageRefusal(
      'other_account',
      'The call belongs to another account than the one you signed in with.',
    )
  }
  const handle = randomToken(32)
  const form: ConfirmationForm = { confirmationId: waiting.id, issuerKey: issuer.key, identity }
  const expiresAt = Math.min(waiting.expiresAt, Date.now() + FORM_MS)
  await putStep(parts, 'confirmation_form', handle, form, expiresAt)
  return {
    kind: 'review',
    cookies: [await ownCookie('form', handle, FORM_MS / 1_000)],
    view: {
      handle,
      action: confirmAction(parts, issuer.gateway.id),
      serverName: issuer.server.name,
      clientName: waiting.clientName,
      tool: waiting.tool,
      arguments: waiting.arguments,
      expiresAt: waiting.expiresAt,
      account: identity.email ?? identity.displayName ?? identity.subject,
    },
  }
}

/** Identity is (issuer, subject, organization); nothing else makes two accounts the same (product.md §1). */
function isApprover(identity: Identity, approver: Approver): boolean {
  return (
    identity.issuer === approver.issuer &&
    identity.subject === approver.subject &&
    identity.organization === approver.organization
  )
}
