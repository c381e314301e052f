// The answer of the consent page (O14, S4): same browser, same handle, one decision. A double click or a reload gets
// the answer that the first post got.
import type { Issuer } from '../configuration/configuration.ts'
import { beginSignIn } from './begin-sign-in.ts'
import { isBoundBrowser } from './browser-binding.ts'
import { checkTarget } from './authorization-request.ts'
import { checkSameSite } from './check-same-site.ts'
import { libraryClient, type Client } from './clients/client.ts'
import type { OAuthCall, PageAnswer } from './contract.ts'
import { findKeptAnswer, handleHashOf, insertAnswer, sealAnswer, type PressedForm } from './kept-answers.ts'
import { canonicalGet } from './library.ts'
import { openTransaction } from './open-transaction.ts'
import { PROBLEM_STATUS, problemOf, toClient } from './page-answer.ts'
import { RepeatedParameterError, readParameters } from './parameters.ts'
import type { AuthorizationParts } from './parts.ts'
import { recordRefusal, recordStep } from './record-step.ts'
import { PageRefusal, RedirectRefusal } from './refusal.ts'
import { mayRemember, rememberOptions } from './remembered-consent.ts'
import { requireIssuer } from './require-issuer.ts'
import type { HostedRequest } from './same-user/host-hints.ts'
import { OAuthStore } from './storage/oauth-store.ts'
import { StagedKv } from './storage/staged-kv.ts'

interface Decision {
  handle: string
  /** Nothing ticked is a Deny. */
  verdict: 'allow' | 'deny'
  ticked: string[]
}

export async function answerConsent(parts: AuthorizationParts, call: OAuthCall): Promise<PageAnswer> {
  let issuer: Issuer | undefined
  try {
    const known = await requireIssuer(parts, call.issuerKey)
    issuer = known
    checkSameSite(parts, call)
    const decision = parseDecision(call.body)
    if (!(await isBoundBrowser(call.cookie, 'consent', decision.handle))) {
      throw new PageRefusal('other_browser', 'This sign-in was not started in this browser.')
    }
    const form: PressedForm = {
      purpose: 'consent-answer',
      issuerKey: known.key,
      handle: decision.handle,
      decision: decisionText(decision),
    }
    return await parts.serial.run(`consent ${await handleHashOf(form)}`, async () => {
      const earlier = await findKeptAnswer(parts.storage.sql, form)
      return earlier ?? decide(parts, call, known, decision, form)
    })
  } catch (error) {
    const problem = problemOf(error)
    recordRefusal(parts, call, issuer, 'consent', {
      status: PROBLEM_STATUS[problem.problem],
      ruleId: problem.problem,
      detail: problem.detail,
    })
    return { kind: 'problem', ...problem }
  }
}

/** Throws PageRefusal. */
function parseDecision(body: string): Decision {
  try {
    const { handle, decision } = readParameters(body, ['handle', 'decision'])
    if (!handle || (decision !== 'allow' && decision !== 'deny')) {
      throw new PageRefusal('invalid_request', 'This page was left with an incomplete form.')
    }
    const ticked = new URLSearchParams(body).getAll('scope')
    return { handle, verdict: decision === 'allow' && ticked.length > 0 ? 'allow' : 'deny', ticked }
  } catch (error) {
    if (error instanceof RepeatedParameterError) throw new PageRefusal('invalid_request', error.message)
    throw error
  }
}

function decisionText(decision: Decision): string {
  return JSON.stringify([decision.verdict, decision.verdict === 'allow' ? decision.ticked.toSorted() : []])
}

async function decide(
  parts: AuthorizationParts,
  call: OAuthCall,
  issuer: Issuer,
  decision: Decision,
  form: PressedForm,
): Promise<PageAnswer> {
  const requested = await openTransaction(parts, call, issuer, decision.handle, { isHeld: false })
  // Once more: a block or an edit may have come while the page was open.
  const { client, redirectUri } = await checkTarget(parts, issuer, {
    client_id: requested.clientId,
    redirect_uri: requested.redirectUri,
  })
  const { state } = requested
  const store = new OAuthStore(parts.storage.sql, issuer.key)
  const stage = () => new StagedKv({ store, client: libraryClient(client), now: Date.now })
  let kv = stage()
  let answer: PageAnswer
  let refusal: RedirectRefusal | undefined
  try {
    answer = await allow(parts, call, issuer, client, requested, decision, kv)
  } catch (error) {
    if (!(error instanceof RedirectRefusal)) throw error
    refusal = error
    // What the approval had staged goes with it: there the request is consumed already.
    kv = stage()
    await parts.library
      .helpers(issuer, kv)
      .denyConsent(canonicalGet(issuer.surface.authorizationEndpoint, call.cookie), decision.handle)
    const result = { error: error.code, error_description: error.message }
    answer = toClient(issuer, redirectUri, state, result)
  }
  const sealed = await sealAnswer(form, answer)
  parts.storage.transactionSync(() => {
    kv.commit()
    insertAnswer(parts.storage.sql, sealed)
    recordStep(parts, call, issuer, 'consent', {
      outcome: refusal ? 'refused' : 'ok',
      status: 200,
      client,
      ...(refusal ? { ruleId: refusal.code, detail: refusal.message } : {}),
    })
  })
  parts.expireAt(sealed.expiresAt)
  return answer
}

/** Approved scopes = ticked ∩ requested ∩ subset. Throws RedirectRefusal for a Deny. */
async function allow(
  parts: AuthorizationParts,
  call: OAuthCall,
  issuer: Issuer,
  client: Client,
  requested: HostedRequest,
  decision: Decision,
  kv: StagedKv,
): Promise<PageAnswer> {
  const scope = requested.scope.filter(
    (name) => decision.ticked.includes(name) && issuer.scopes.includes(name),
  )
  const isNothingAsked = requested.scope.length === 0 && decision.verdict === 'allow'
  if (decision.verdict === 'deny' || (scope.length === 0 && !isNothingAsked)) {
    throw new RedirectRefusal('access_denied', 'The user did not allow this.')
  }
  const helpers = parts.library.helpers(issuer, kv)
  const approved = await helpers.approveConsent(
    canonicalGet(issuer.surface.authorizationEndpoint, call.cookie),
    decision.handle,
    {
      scope,
      ...(mayRemember(issuer, client, requested.redirectUri)
        ? { remember: await rememberOptions(parts.keys(), issuer) }
        : {}),
    },
  )
  const { location, cookies } = await beginSignIn(parts, issuer, helpers, approved.request)
  // The binding cookie stays for its ten minutes: a double click needs it once more.
  const remembered = approved.headers.getSetCookie().filter((cookie) => !/;\s*Max-Age=0$/.test(cookie))
  return { kind: 'downstream', location, cookies: [...remembered, ...cookies] }
}
