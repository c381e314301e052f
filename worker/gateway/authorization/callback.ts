// The downstream's answer (O14, D0, D3): same browser, once; then tokens and identity, the grant, and the MCP code.
import { sha256Base64url, sha256Hex } from '../../crypto/digest.ts'
import { DownstreamError, type FinishedAuthorization } from '../../downstream/contract.ts'
import { finishAuthorization } from '../../downstream/finish-authorization.ts'
import { isResourceScope } from '../../downstream/scopes.ts'
import type { Issuer } from '../configuration/configuration.ts'
import type { Identity } from '../contract.ts'
import { checkTarget, type VerifiedTarget } from './authorization-request.ts'
import { loadProfile, type SignInUnderWay } from './begin-sign-in.ts'
import { BLOCKED_USER, isBlockedUser } from './blocked-users.ts'
import { isBoundBrowser } from './browser-binding.ts'
import { libraryClient, type Client } from './clients/client.ts'
import type { OAuthCall, PageAnswer } from './contract.ts'
import { deleteFamily, insertFamily, type Family } from './families.ts'
import { canonicalGet, CODE_MS } from './library.ts'
import { parseLibraryToken } from './library-token.ts'
import { PROBLEM_STATUS, problemOf, toClient } from './page-answer.ts'
import type { AuthorizationParts } from './parts.ts'
import { recordRefusal, recordStep } from './record-step.ts'
import { withoutPort } from './redirect-uri.ts'
import { PageRefusal, RedirectRefusal, type RedirectErrorCode } from './refusal.ts'
import { requireIssuer } from './require-issuer.ts'
import { decideSameUser } from './same-user/decide-same-user.ts'
import { holdSignIn } from './same-user/hold-sign-in.ts'
import type { HostedRequest } from './same-user/host-hints.ts'
import { OAuthStore } from './storage/oauth-store.ts'
import { StagedKv } from './storage/staged-kv.ts'
import { userIdOf } from './users.ts'
import { parseState } from './state.ts'

/** The row of an unredeemed code outlives the code a little, so that "expired" can be told from "unknown". */
const UNREDEEMED_MS = CODE_MS + 5_000

export async function answerCallback(parts: AuthorizationParts, call: OAuthCall): Promise<PageAnswer> {
  let issuer: Issuer | undefined
  try {
    const state = checkCallback(call.query)
    const known = await requireIssuer(parts, state.issuerKey)
    issuer = known
    if (!(await isBoundBrowser(call.cookie, 'upstream', state.handle))) {
      throw new PageRefusal('other_browser', 'This sign-in was not started in this browser.')
    }
    return await parts.serial.run(`callback ${await sha256Base64url(state.handle)}`, async () => {
      const resumed = await resume(parts, call, known, state.handle)
      // A block or an edit may have come meanwhile. Where the client cannot be judged now, a reload may go on.
      const target = await checkTarget(parts, known, {
        client_id: resumed.request.clientId,
        redirect_uri: resumed.request.redirectUri,
      })
      resumed.consume()
      try {
        return await finish(parts, call, known, target, resumed)
      } catch (error) {
        const refusal = redirectRefusalOf(error)
        recordStep(parts, call, known, 'callback', {
          outcome: 'refused',
          status: 302,
          client: target.client,
          identity: refusal.identity,
          ruleId: refusal.code,
          detail: error instanceof DownstreamError ? `${error.code}: ${error.detail}` : refusal.message,
        })
        const result = { error: refusal.code, error_description: refusal.message }
        return toClient(known, target.redirectUri, resumed.request.state, result, resumed.cookies)
      }
    })
  } catch (error) {
    const problem = problemOf(error)
    recordRefusal(parts, call, issuer, 'callback', {
      status: PROBLEM_STATUS[problem.problem],
      ruleId: problem.problem,
      detail: problem.detail,
    })
    return { kind: 'problem', ...problem }
  }
}

/** One `state`, and no other parameter twice (RFC 6749 §3.1). Throws PageRefusal. */
export function checkCallback(query: string) {
  const parameters = new URLSearchParams(query)
  for (const name of ['state', 'code', 'error', 'iss']) {
    if (parameters.getAll(name).length > 1) {
      throw new PageRefusal('invalid_request', `The sign-in service answered with two "${name}".`)
    }
  }
  const state = parseState(parameters.get('state'))
  if (!state) throw new PageRefusal('invalid_request', 'The sign-in service answered without a usable state.')
  return state
}

interface Resumed {
  request: HostedRequest
  data: SignInUnderWay
  /** Clears the binding cookie. */
  cookies: string[]
  /** Takes the sign-in out of the store: it is finished once, whatever comes of it. */
  consume: () => void
}

/** Reads the sign-in under way. Throws PageRefusal. */
async function resume(
  parts: AuthorizationParts,
  call: OAuthCall,
  issuer: Issuer,
  handle: string,
): Promise<Resumed> {
  const kv = new StagedKv({
    store: new OAuthStore(parts.storage.sql, issuer.key),
    client: undefined,
    now: Date.now,
  })
  const url = new URL(issuer.surface.authorizationEndpoint)
  url.searchParams.set('state', handle)
  try {
    const resumed = await parts.library
      .helpers(issuer, kv)
      .finishUpstream<SignInUnderWay>(canonicalGet(url.href, call.cookie))
    return {
      request: resumed.request,
      data: resumed.data,
      cookies: resumed.headers.getSetCookie(),
      consume: () => void kv.commit(),
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'AuthorizationError') {
      throw new PageRefusal('expired', 'This sign-in is older than ten minutes or was already finished.')
    }
    throw error
  }
}

async function finish(
  parts: AuthorizationParts,
  call: OAuthCall,
  issuer: Issuer,
  target: VerifiedTarget,
  resumed: Resumed,
): Promise<PageAnswer> {
  const { client, redirectUri } = target
  const profile = await loadProfile(parts, issuer)
  const finished = await finishAuthorization(
    profile,
    resumed.data.pending,
    new URLSearchParams(call.query),
    parts.io,
  )
  const { identity } = finished
  if (isBlockedUser(parts.storage.sql, identity)) throw blockedUser(identity)
  const { host, ...request } = resumed.request
  if (host) {
    const verdict = decideSameUser(host, identity)
    if (verdict === 'other_organization') throw otherOrganization(identity)
    if (verdict === 'other_account') {
      const held = { client, request: { ...request, host }, identity, cookies: resumed.cookies }
      return holdSignIn(parts, call, issuer, held)
    }
  }
  const scopes = grantedScopes(resumed.request.scope, finished.tokens.scopes)
  const { code, family } = await issueCode(parts, issuer, client, request, finished, scopes)
  let grantId: string
  try {
    grantId = await parts.vault.create({
      attachmentId: issuer.attachment.id,
      serverId: issuer.server.id,
      authorizationId: family.authorizationId,
      userId: family.userId,
      issuerKey: issuer.key,
      identity,
      clientId: client.id,
      clientName: client.name,
      redirectUri: withoutPort(redirectUri),
      scopes,
      tokens: finished.tokens,
    })
  } catch (error) {
    deleteFamily(parts.storage.sql, family)
    throw error
  }
  // A block that came while this grant was being sealed has not ended it.
  if (isBlockedUser(parts.storage.sql, identity)) {
    await parts.vault.end([grantId], 'revoked_by_person', { downstream: true })
    throw blockedUser(identity)
  }
  recordStep(parts, call, issuer, 'callback', {
    outcome: 'ok',
    status: 302,
    client,
    identity,
    grantId,
  })
  return toClient(issuer, redirectUri, request.state, { code }, resumed.cookies)
}

function blockedUser(identity: Identity): RedirectRefusal {
  return new RedirectRefusal('access_denied', BLOCKED_USER, identity)
}

/** The app's user belongs to one organization, and whoever signed in to another or to none (product.md §5). */
function otherOrganization(identity: Identity): RedirectRefusal {
  const message = 'The account belongs to another organization than the application expects.'
  return new RedirectRefusal('access_denied', message, identity)
}

/** The MCP authorization and its code, durable before the grant that hangs on it. */
async function issueCode(
  parts: AuthorizationParts,
  issuer: Issuer,
  client: Client,
  request: HostedRequest,
  finished: FinishedAuthorization,
  scopes: string[],
): Promise<{ code: string; family: Family }> {
  const { sql } = parts.storage
  const kv = new StagedKv({
    store: new OAuthStore(sql, issuer.key),
    client: libraryClient(client),
    now: Date.now,
  })
  const { redirectTo } = await parts.library.helpers(issuer, kv).completeAuthorization({
    request,
    userId: userIdOf(sql, finished.identity, Date.now()),
    metadata: {},
    scope: scopes,
    // Downstream tokens live in the vault, not here (architecture.md §3.3).
    props: {},
    revokeExistingGrants: false,
  })
  const code = new URL(redirectTo).searchParams.get('code') ?? ''
  const named = parseLibraryToken(code)
  if (!named || !request.codeChallenge) throw new Error('the OAuth library issued no code')
  const family: Family = {
    issuerKey: issuer.key,
    ...named,
    clientId: client.id,
    redirectUri: request.redirectUri,
    codeHash: await sha256Hex(code),
    codeChallenge: request.codeChallenge,
    codeExpiresAt: Date.now() + CODE_MS,
    redeemedAt: null,
  }
  const expiresAt = Date.now() + UNREDEEMED_MS
  parts.storage.transactionSync(() => {
    kv.expireAt(`grant:${named.userId}:${named.authorizationId}`, expiresAt)
    kv.commit()
    insertFamily(sql, family)
  })
  parts.expireAt(expiresAt)
  return { code, family }
}

/** The downstream may grant less than was approved; a token then says so (product.md §4). */
function grantedScopes(approved: readonly string[], downstream: readonly string[]): string[] {
  return approved.filter((scope) => downstream.includes(scope) || !isResourceScope(scope))
}

/** What the client is told of a failed sign-in; an outage is worth another try (RFC 6749 §4.1.2.1). */
const REDIRECT_CODES: ReadonlyMap<string, RedirectErrorCode> = new Map([
  ['access_denied', 'access_denied'],
  ['invalid_scope', 'invalid_scope'],
  ['temporarily_unavailable', 'temporarily_unavailable'],
  ['downstream_unreachable', 'temporarily_unavailable'],
  ['identity_unreachable', 'temporarily_unavailable'],
  ['jwks_unreachable', 'temporarily_unavailable'],
])

function redirectRefusalOf(error: unknown): RedirectRefusal {
  if (error instanceof RedirectRefusal) return error
  if (!(error instanceof DownstreamError)) {
    console.error(
      JSON.stringify({
        level: 'error',
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
    )
    return new RedirectRefusal('server_error', 'The sign-in could not be finished.')
  }
  return new RedirectRefusal(REDIRECT_CODES.get(error.code) ?? 'server_error', error.message)
}
