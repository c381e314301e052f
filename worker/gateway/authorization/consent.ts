// The answer of the consent page (O14, S4): same browser, same handle, one decision. A double click or a reload gets
// the answer that the first post got.
import type { AuthRequest } from '@cloudflare/workers-oauth-provider'
import { sha256Base64url } from '../../crypto/digest.ts'
import { openUnderToken, sealUnderToken } from '../../crypto/token-sealed.ts'
import type { Issuer } from '../configuration/configuration.ts'
import { beginSignIn } from './begin-sign-in.ts'
import { isBoundBrowser } from './browser-binding.ts'
import { checkTarget } from './authorization-request.ts'
import { libraryClient, type Client } from './clients/client.ts'
import type { OAuthCall, PageAnswer } from './contract.ts'
import { canonicalGet } from './library.ts'
import { PROBLEM_STATUS, problemOf, toClient } from './page-answer.ts'
import { RepeatedParameterError, readParameters } from './parameters.ts'
import type { AuthorizationParts } from './parts.ts'
import { recordRefusal, recordStep } from './record-step.ts'
import { PageRefusal, RedirectRefusal } from './refusal.ts'
import { mayRemember, rememberOptions } from './remembered-consent.ts'
import { requireIssuer } from './require-issuer.ts'
import { OAuthStore } from './storage/oauth-store.ts'
import { StagedKv } from './storage/staged-kv.ts'

/** As long as the library keeps the transaction. */
const ANSWER_MS = 10 * 60_000
/** Answers are kept for each issuer apart: a handle of one attachment means nothing at another (S8). */
const purposeOf = (issuer: Issuer) => `consent-answer ${issuer.key}`

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
    const handleHash = await sha256Base64url(`${known.key} ${decision.handle}`)
    return await parts.serial.run(`consent ${handleHash}`, async () => {
      const earlier = await findAnswer(parts, known, decision, handleHash)
      return earlier ?? decide(parts, call, known, decision, handleHash)
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

/** A post from another site carries neither cookie nor handle; these headers refuse it a step earlier. */
function checkSameSite(parts: AuthorizationParts, call: OAuthCall): void {
  const isForeignSite = call.secFetchSite !== null && call.secFetchSite !== 'same-origin'
  const isForeignOrigin = call.origin !== null && call.origin !== parts.publicOrigin
  if (isForeignSite || isForeignOrigin) {
    throw new PageRefusal('other_browser', 'The answer came from another site than this page.')
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

/** What the same handle was answered before. Throws PageRefusal where the decision was another one. */
async function findAnswer(
  parts: AuthorizationParts,
  issuer: Issuer,
  decision: Decision,
  handleHash: string,
): Promise<PageAnswer | undefined> {
  const [row] = parts.storage.sql
    .exec<{ decision: string; answer: string }>(
      'SELECT decision, answer FROM consent_answers WHERE handle_hash = ? AND expires_at > ?',
      handleHash,
      Date.now(),
    )
    .toArray()
  if (!row) return undefined
  if (row.decision !== decisionText(decision)) {
    throw new PageRefusal('already_answered', 'This page was already answered, and differently.')
  }
  return JSON.parse(await openUnderToken(decision.handle, purposeOf(issuer), row.answer)) as PageAnswer
}

function decisionText(decision: Decision): string {
  return JSON.stringify([decision.verdict, decision.verdict === 'allow' ? decision.ticked.toSorted() : []])
}

async function decide(
  parts: AuthorizationParts,
  call: OAuthCall,
  issuer: Issuer,
  decision: Decision,
  handleHash: string,
): Promise<PageAnswer> {
  const requested = await openTransaction(parts, call, issuer, decision.handle)
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
  const sealed = await sealUnderToken(decision.handle, purposeOf(issuer), JSON.stringify(answer))
  const expiresAt = Date.now() + ANSWER_MS
  parts.storage.transactionSync(() => {
    kv.commit()
    parts.storage.sql.exec(
      'INSERT INTO consent_answers (handle_hash, decision, answer, expires_at) VALUES (?, ?, ?, ?)',
      handleHash,
      decisionText(decision),
      sealed,
      expiresAt,
    )
    recordStep(parts, call, issuer, 'consent', {
      outcome: refusal ? 'refused' : 'ok',
      status: 200,
      client,
      ...(refusal ? { ruleId: refusal.code, detail: refusal.message } : {}),
    })
  })
  parts.expireAt(expiresAt)
  return answer
}

/** Reads the stored request without consuming it. Throws PageRefusal. */
async function openTransaction(
  parts: AuthorizationParts,
  call: OAuthCall,
  issuer: Issuer,
  handle: string,
): Promise<AuthRequest> {
  const store = new OAuthStore(parts.storage.sql, issuer.key)
  const reading = new StagedKv({ store, client: undefined, now: Date.now })
  try {
    const { request } = await parts.library
      .helpers(issuer, reading)
      .approveConsent(canonicalGet(issuer.surface.authorizationEndpoint, call.cookie), handle)
    return request
  } catch (error) {
    if (error instanceof Error && error.name === 'AuthorizationError') {
      throw new PageRefusal('expired', 'This page is older than ten minutes or was already answered.')
    }
    throw error
  }
}

/** Approved scopes = ticked ∩ requested ∩ subset. Throws RedirectRefusal for a Deny. */
async function allow(
  parts: AuthorizationParts,
  call: OAuthCall,
  issuer: Issuer,
  client: Client,
  requested: AuthRequest,
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
