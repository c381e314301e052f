// The approval of a call to a server without a Gateway: by the very person its access token is bound to, who signs in at
// the deployment for it (product.md §6). Nothing is shown before, and opening the page approves nothing.
import { randomToken } from '../../crypto/random-id.ts'
import { checkSameSite } from '../authorization/check-same-site.ts'
import type { OAuthCall } from '../authorization/contract.ts'
import { readParameters } from '../authorization/parameters.ts'
import { PageRefusal } from '../authorization/refusal.ts'
import type { OwnAnswer } from '../own-sign-ins/contract.ts'
import { guardPage } from '../own-sign-ins/guard-page.ts'
import { isOwnBrowser, ownCookie } from '../own-sign-ins/own-cookie.ts'
import { putStep, takeStep } from '../own-sign-ins/sealed-steps.ts'
import type { DeploymentPage, SignedInPerson } from './contract.ts'
import { decideConfirmation } from './decide-confirmation.ts'
import { reviewCall, type ConfirmationForm } from './review-call.ts'
import { confirmAction, loadWaiting, type CallPlace, type ConfirmationParts } from './waiting-call.ts'

interface DeploymentSignIn {
  confirmationId: string
  startedAt: number
}

const SIGN_IN_MS = 10 * 60_000

/** `id` stands in the link; `step` in the way back from the sign-in. */
export function showDeploymentConfirmation(
  parts: ConfirmationParts,
  call: OAuthCall,
  page: DeploymentPage,
): Promise<OwnAnswer> {
  return guardPage(parts, call, 'confirmation', async () => {
    const { id = '', step } = readParameters(call.query, ['id', 'step'])
    if (step !== undefined) return review(parts, call, page, step)
    await loadWaiting(parts, id)
    const action = confirmAction(parts, placeOf(page))
    return { kind: 'ask', what: 'confirmation', action, handle: id, serverName: page.serverName }
  })
}

/** `begin` leads to the sign-in; `approve` and `decline` come from the page behind it. */
export function answerDeploymentConfirmation(
  parts: ConfirmationParts,
  call: OAuthCall,
  page: DeploymentPage,
): Promise<OwnAnswer> {
  return guardPage(parts, call, 'confirmation', async () => {
    checkSameSite(parts, call)
    const { handle = '', decision } = readParameters(call.body, ['handle', 'decision'])
    if (decision === 'begin') return begin(parts, page, (await loadWaiting(parts, handle)).id)
    if (decision !== 'approve' && decision !== 'decline') {
      throw new PageRefusal('invalid_request', 'This page was left with an incomplete form.')
    }
    return decideConfirmation(parts, call, { handle, decision }, async (form) => {
      checkStillSignedIn(form, page)
      return placeOf(page)
    })
  })
}

async function begin(
  parts: ConfirmationParts,
  page: DeploymentPage,
  confirmationId: string,
): Promise<OwnAnswer> {
  const step = randomToken(32)
  const startedAt = Date.now()
  const signIn: DeploymentSignIn = { confirmationId, startedAt }
  await putStep(parts, 'deployment_sign_in', step, signIn, startedAt + SIGN_IN_MS)
  const back = new URL(confirmAction(parts, placeOf(page)))
  const location = new URL(page.signInUrl)
  location.searchParams.set('fresh', 'true')
  location.searchParams.set('returnTo', `${back.pathname}?step=${step}`)
  const cookie = await ownCookie('sign-in', step, SIGN_IN_MS / 1_000)
  return { kind: 'downstream', location: location.href, cookies: [cookie] }
}

async function review(
  parts: ConfirmationParts,
  call: OAuthCall,
  page: DeploymentPage,
  step: string,
): Promise<OwnAnswer> {
  if (!(await isOwnBrowser(call.cookie, 'sign-in', step))) {
    throw new PageRefusal('other_browser', 'This sign-in was not started in this browser.')
  }
  const signIn = await takeStep<DeploymentSignIn>(parts, 'deployment_sign_in', step)
  if (!signIn) {
    throw new PageRefusal('expired', 'This sign-in is older than ten minutes or was already finished.')
  }
  const waiting = await loadWaiting(parts, signIn.confirmationId)
  const identity = requireFresh(page, signIn)
  return reviewCall(parts, call, placeOf(page), { waiting, identity, issuerKey: '' })
}

/** A session of before, or one that the provider opened without asking, shows nobody at this browser now. */
function requireFresh({ person }: DeploymentPage, { startedAt }: DeploymentSignIn): SignedInPerson {
  if (person && person.isFresh && person.signedInAt >= startedAt) return person
  throw new PageRefusal('expired', 'Nobody signed in for this call. Open the link again and sign in.')
}

/** Who signed out meanwhile, or in as somebody else, approves nothing. */
function checkStillSignedIn({ identity }: ConfirmationForm, { person }: DeploymentPage): void {
  if (person?.issuer === identity.issuer && person.subject === identity.subject) return
  throw new PageRefusal('other_account', 'You are not signed in any longer with the account of this call.')
}

function placeOf({ serverId, serverName }: DeploymentPage): CallPlace {
  return { server: { id: serverId, name: serverName }, gateway: null, attachment: null }
}
