// The answer of the page that names both accounts: *Switch* starts the downstream login again and makes it ask, *Cancel*
// goes back to the client. Same browser, once; a double click gets the same answer (O14).
import type { Issuer } from '../../configuration/configuration.ts'
import { checkTarget } from '../authorization-request.ts'
import { beginSignIn } from '../begin-sign-in.ts'
import { isBoundBrowser } from '../browser-binding.ts'
import { checkSameSite } from '../check-same-site.ts'
import { libraryClient } from '../clients/client.ts'
import type { OAuthCall, PageAnswer } from '../contract.ts'
import { findKeptAnswer, handleHashOf, insertAnswer, sealAnswer, type PressedForm } from '../kept-answers.ts'
import { canonicalGet } from '../library.ts'
import { openTransaction } from '../open-transaction.ts'
import { PROBLEM_STATUS, problemOf, toClient } from '../page-answer.ts'
import { RepeatedParameterError, readParameters } from '../parameters.ts'
import type { AuthorizationParts } from '../parts.ts'
import { recordRefusal, recordStep } from '../record-step.ts'
import { PageRefusal, RedirectRefusal } from '../refusal.ts'
import { requireIssuer } from '../require-issuer.ts'
import { parseState } from '../state.ts'
import { OAuthStore } from '../storage/oauth-store.ts'
import { StagedKv } from '../storage/staged-kv.ts'

type Decision = 'switch' | 'cancel'

export async function answerAccount(parts: AuthorizationParts, call: OAuthCall): Promise<PageAnswer> {
  let issuer: Issuer | undefined
  try {
    checkSameSite(parts, call)
    const { decision, state } = parseForm(call.body)
    const known = await requireIssuer(parts, state.issuerKey)
    issuer = known
    if (!(await isBoundBrowser(call.cookie, 'consent', state.handle))) {
      throw new PageRefusal('other_browser', 'This sign-in was not started in this browser.')
    }
    const form: PressedForm = { purpose: 'account-answer', ...state, decision }
    return await parts.serial.run(`account ${await handleHashOf(form)}`, async () => {
      const earlier = await findKeptAnswer(parts.storage.sql, form)
      return earlier ?? decide(parts, call, known, decision, form)
    })
  } catch (error) {
    const problem = problemOf(error)
    recordRefusal(parts, call, issuer, 'account', {
      status: PROBLEM_STATUS[problem.problem],
      ruleId: problem.problem,
      detail: problem.detail,
    })
    return { kind: 'problem', ...problem }
  }
}

/** Throws PageRefusal. */
function parseForm(body: string) {
  try {
    const { state: text, decision } = readParameters(body, ['state', 'decision'])
    const state = parseState(text ?? null)
    if (!state || (decision !== 'switch' && decision !== 'cancel')) {
      throw new PageRefusal('invalid_request', 'This page was left with an incomplete form.')
    }
    return { state, decision } as const
  } catch (error) {
    if (error instanceof RepeatedParameterError) throw new PageRefusal('invalid_request', error.message)
    throw error
  }
}

async function decide(
  parts: AuthorizationParts,
  call: OAuthCall,
  issuer: Issuer,
  decision: Decision,
  form: PressedForm,
): Promise<PageAnswer> {
  const request = await openTransaction(parts, call, issuer, form.handle, { isHeld: true })
  // Once more: a block or an edit may have come while the page was open.
  const { client, redirectUri } = await checkTarget(parts, issuer, {
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
  })
  const kv = new StagedKv({
    store: new OAuthStore(parts.storage.sql, issuer.key),
    client: libraryClient(client),
    now: Date.now,
  })
  const helpers = parts.library.helpers(issuer, kv)
  // Consumes the handle: the answer kept below is all that it is good for from now on.
  await helpers.approveConsent(canonicalGet(issuer.surface.authorizationEndpoint, call.cookie), form.handle)
  let answer: PageAnswer
  let refusal: RedirectRefusal | undefined
  try {
    if (decision === 'cancel') throw new RedirectRefusal('access_denied', 'The user did not switch accounts.')
    const { isHeld: _held, ...again } = request
    const signIn = await beginSignIn(parts, issuer, helpers, again, { forceLogin: true })
    answer = { kind: 'downstream', ...signIn }
  } catch (error) {
    if (!(error instanceof RedirectRefusal)) throw error
    refusal = error
    const result = { error: error.code, error_description: error.message }
    answer = toClient(issuer, redirectUri, request.state, result)
  }
  const sealed = await sealAnswer(form, answer)
  let earliest: number | undefined
  parts.storage.transactionSync(() => {
    earliest = kv.commit()
    insertAnswer(parts.storage.sql, sealed)
    recordStep(parts, call, issuer, 'account', {
      outcome: refusal ? 'refused' : 'ok',
      status: 200,
      client,
      ...(refusal ? { ruleId: refusal.code, detail: refusal.message } : {}),
    })
  })
  parts.expireAt(Math.min(earliest ?? sealed.expiresAt, sealed.expiresAt))
  return answer
}
