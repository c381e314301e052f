// Approve or decline: by the browser that has just signed in, once.
import type { OAuthCall } from '../authorization/contract.ts'
import { recordStep } from '../authorization/record-step.ts'
import { PageRefusal } from '../authorization/refusal.ts'
import type { OwnAnswer } from '../own-sign-ins/contract.ts'
import { isOwnBrowser } from '../own-sign-ins/own-cookie.ts'
import { findStep, takeStep } from '../own-sign-ins/sealed-steps.ts'
import type { ConfirmationForm } from './review-call.ts'
import { loadWaiting, type CallPlace, type ConfirmationParts } from './waiting-call.ts'

/** `requirePlace` throws where the form's sign-in counts no longer. Throws PageRefusal. */
export async function decideConfirmation(
  parts: ConfirmationParts,
  call: OAuthCall,
  { handle, decision }: { handle: string; decision: 'approve' | 'decline' },
  requirePlace: (form: ConfirmationForm) => Promise<CallPlace>,
): Promise<OwnAnswer> {
  const known = await findStep<ConfirmationForm>(parts, 'confirmation_form', handle)
  if (!known) throw answered()
  if (!(await isOwnBrowser(call.cookie, 'form', handle))) {
    throw new PageRefusal('other_browser', 'This page was not opened in this browser.')
  }
  const place = await requirePlace(known)
  const waiting = await loadWaiting(parts, known.confirmationId)
  const form = await takeStep<ConfirmationForm>(parts, 'confirmation_form', handle)
  const state = decision === 'approve' ? 'approved' : 'declined'
  if (!form || !parts.confirmations.answer(form.confirmationId, state)) throw answered()
  const { identity } = form
  recordStep(parts, call, place, 'confirmation', {
    outcome: 'ok',
    status: 200,
    identity,
    ...(waiting.grantId === null ? {} : { grantId: waiting.grantId }),
    ruleId: `confirmation:${waiting.tool}`.slice(0, 256),
    detail: `The call was ${state}.`,
  })
  const account = identity.email ?? identity.displayName ?? identity.subject
  return { kind: 'done', what: state, serverName: place.server.name, account, cookies: [] }
}

function answered(): PageRefusal {
  return new PageRefusal('already_answered', 'This call was already answered, or its ten minutes are over.')
}
