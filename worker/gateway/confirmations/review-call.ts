// The call itself, shown to whoever signed in for it, when it is theirs to approve.
import { randomToken } from '../../crypto/random-id.ts'
import type { OAuthCall } from '../authorization/contract.ts'
import { recordStep } from '../authorization/record-step.ts'
import { PageRefusal } from '../authorization/refusal.ts'
import type { Identity } from '../contract.ts'
import type { OwnAnswer } from '../own-sign-ins/contract.ts'
import { ownCookie } from '../own-sign-ins/own-cookie.ts'
import { putStep } from '../own-sign-ins/sealed-steps.ts'
import type { WaitingCall } from './confirmations.ts'
import { isApprover } from './is-approver.ts'
import { confirmAction, type CallPlace, type ConfirmationParts } from './waiting-call.ts'

/** What the form on the page leads back to. */
export interface ConfirmationForm {
  confirmationId: string
  /** Empty for a sign-in at the deployment. */
  issuerKey: string
  identity: Identity
}

const FORM_MS = 10 * 60_000

/** Throws PageRefusal. */
export async function reviewCall(
  parts: ConfirmationParts,
  call: OAuthCall,
  place: CallPlace,
  {
    waiting,
    identity,
    issuerKey,
    isUnproven = false,
  }: { waiting: WaitingCall; identity: Identity; issuerKey: string; isUnproven?: boolean },
): Promise<OwnAnswer> {
  if (!isApprover(identity, waiting.approver)) {
    recordStep(parts, call, place, 'confirmation', {
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
  const form: ConfirmationForm = { confirmationId: waiting.id, issuerKey, identity }
  const expiresAt = Math.min(waiting.expiresAt, Date.now() + FORM_MS)
  await putStep(parts, 'confirmation_form', handle, form, expiresAt)
  return {
    kind: 'review',
    cookies: [await ownCookie('form', handle, FORM_MS / 1_000)],
    view: {
      handle,
      action: confirmAction(parts, place),
      serverName: place.server.name,
      clientName: waiting.clientName,
      tool: waiting.tool,
      arguments: waiting.arguments,
      expiresAt: waiting.expiresAt,
      account: identity.email ?? identity.displayName ?? identity.subject,
      isUnproven,
    },
  }
}
