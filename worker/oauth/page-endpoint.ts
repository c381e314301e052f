// Authorize, consent and callback at the edge: asks the Gateway's object, answers with pages and redirects (O6, O9,
// O14). All of it happens on the main host, where the cookies are.
import type { MasterKeys } from '../crypto/master-keys.ts'
import { issuerKeyOf, type Surface } from '../edge/public-urls.ts'
import type { AttachedSnapshot } from '../edge/snapshot.ts'
import { settingsOf, type Env } from '../environment.ts'
import { gatewayObject, SHARD, type GatewayPlacement } from '../gateway/address.ts'
import type { AuthorizationRpc, PageAnswer } from '../gateway/authorization/contract.ts'
import type { ConnectionsRpc } from '../gateway/connections/contract.ts'
import { parseState } from '../gateway/authorization/state.ts'
import { isOwnHandle } from '../gateway/own-sign-ins/own-handle.ts'
import type { OwnSignInRpc } from '../gateway/own-sign-ins/contract.ts'
import { isOnlyLookedAt } from '../http/only-looked-at.ts'
import { RequestBodyError } from '../http/read-request-body.ts'
import { newRequestId } from '../http/request-id.ts'
import { sealToken } from './credential/token-envelope.ts'
import { callerOf, oauthCallOf } from './oauth-call.ts'
import { accountPage } from './pages/account-page.ts'
import { consentPage } from './pages/consent-page.ts'
import { continueToClientPage, continueToSignInPage } from './pages/continue-page.ts'
import { problemPage } from './pages/problem-page.ts'
import { recordAtEdge } from './record-at-edge.ts'
import { respondOwn } from './respond-own.ts'

/** GET opens the consent page, POST answers it. Never throws. */
export async function answerAuthorize(
  request: Request,
  env: Env,
  snapshot: AttachedSnapshot,
  surface: Surface,
): Promise<Response> {
  const requestId = newRequestId()
  return guarded(requestId, async () => {
    if (isOnlyLookedAt(request)) return emptyPage(requestId)
    if (request.method !== 'GET' && request.method !== 'POST') return methodRefused(requestId)
    const isPost = request.method === 'POST'
    if (!snapshot.server.enabled) {
      await recordAtEdge(env, snapshot, callerOf(request, requestId), isPost ? 'consent' : 'authorize', {
        outcome: 'refused',
        status: 403,
        ruleId: 'server_enabled',
        detail: 'This server is disabled.',
      })
      return problemPage('server_disabled', requestId, 'Rule server_enabled.')
    }
    const keys = settingsOf(env).masterKeys()
    const issuerKey = issuerKeyOf(snapshot.attachment.id, surface.form)
    const call = await oauthCallOf(request, issuerKey, requestId)
    const object: AuthorizationRpc = gatewayObject(env, snapshot.gateway)
    const answer = isPost ? await object.consent(call) : await object.authorize(call)
    return respond(keys, issuerKey, answer, isPost, requestId)
  })
}

/** `/authorize` of a custom host: login and consent happen on the main host (product.md §4). */
export function moveToMainHost(request: Request, surface: Surface): Response {
  return redirect(surface.authorizationEndpoint + new URL(request.url).search, [])
}

/** `/g/<gateway id>/callback`. Never throws. */
export async function answerCallback(
  request: Request,
  env: Env,
  gateway: GatewayPlacement | undefined,
): Promise<Response> {
  const requestId = newRequestId()
  return guarded(requestId, async () => {
    if (isOnlyLookedAt(request)) return emptyPage(requestId)
    if (request.method !== 'GET') return methodRefused(requestId)
    const state = parseState(new URL(request.url).searchParams.get('state'))
    if (!gateway) return problemPage('not_found', requestId, 'This address belongs to no sign-in.')
    const keys = settingsOf(env).masterKeys()
    const issuerKey = state?.issuerKey ?? ''
    const call = await oauthCallOf(request, issuerKey, requestId)
    const object: AuthorizationRpc & OwnSignInRpc = gatewayObject(env, gateway)
    const own = state && isOwnHandle(state.handle) ? await object.ownCallback(call) : null
    if (own) return respondOwn(own, requestId)
    const answer = await object.callback(call)
    return respond(keys, issuerKey, answer, false, requestId)
  })
}

/** `/g/<gateway id>/account`: the form of the page that names two accounts. Never throws. */
export async function answerAccount(
  request: Request,
  env: Env,
  gateway: GatewayPlacement | undefined,
): Promise<Response> {
  const requestId = newRequestId()
  return guarded(requestId, async () => {
    if (request.method !== 'POST') return methodRefused(requestId, 'POST')
    if (!gateway) return problemPage('not_found', requestId, 'This address belongs to no sign-in.')
    const keys = settingsOf(env).masterKeys()
    const object: AuthorizationRpc = gatewayObject(env, gateway)
    const answer = await object.account(await oauthCallOf(request, '', requestId))
    return respond(keys, '', answer, true, requestId)
  })
}

/** `/g/<gateway id>/connections`: from the dashboard to the downstream login. Never throws. */
export async function answerConnections(
  request: Request,
  env: Env,
  gateway: GatewayPlacement | undefined,
): Promise<Response> {
  const requestId = newRequestId()
  return guarded(requestId, async () => {
    if (isOnlyLookedAt(request)) return emptyPage(requestId)
    if (request.method !== 'GET') return methodRefused(requestId, 'GET, HEAD')
    if (!gateway) return problemPage('not_found', requestId, 'This address belongs to no sign-in.')
    const keys = settingsOf(env).masterKeys()
    const object: ConnectionsRpc = gatewayObject(env, gateway)
    const answer = await object.openConnections(await oauthCallOf(request, '', requestId))
    return respond(keys, '', answer, false, requestId)
  })
}

async function respond(
  keys: MasterKeys,
  issuerKey: string,
  answer: PageAnswer,
  isPost: boolean,
  requestId: string,
): Promise<Response> {
  switch (answer.kind) {
    case 'consent':
      return consentPage(answer.view, answer.cookies)
    case 'moved':
      return redirect(answer.location, answer.cookies)
    case 'account':
      return accountPage(answer.view, answer.cookies)
    case 'downstream':
      return isPost
        ? continueToSignInPage(answer.location, answer.cookies)
        : redirect(answer.location, answer.cookies)
    case 'client': {
      const location = await clientLocation(keys, issuerKey, answer)
      return isPost ? continueToClientPage(location, answer.cookies) : redirect(location, answer.cookies)
    }
    case 'problem':
      return problemPage(answer.problem, requestId, answer.detail)
  }
}

/** The authorization response; the code gets its outer envelope. */
async function clientLocation(
  keys: MasterKeys,
  issuerKey: string,
  answer: Extract<PageAnswer, { kind: 'client' }>,
): Promise<string> {
  const location = new URL(answer.redirectUri)
  const { code, ...others } = answer.parameters
  if (code !== undefined) {
    location.searchParams.set('code', await sealToken(keys, SHARD, code, { issuerKey, kind: 'code' }))
  }
  for (const [name, value] of Object.entries(others)) location.searchParams.set(name, value)
  return location.href
}

function redirect(location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 302, headers })
}

/** What is only looked at opens nothing (O11). */
export function emptyPage(requestId: string): Response {
  return new Response(null, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-request-id': requestId,
    },
  })
}

export function methodRefused(requestId: string, allow = 'GET, HEAD, POST'): Response {
  return new Response(null, { status: 405, headers: { allow, 'x-request-id': requestId } })
}

/** Never throws. */
export async function guarded(requestId: string, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer()
  } catch (error) {
    if (error instanceof RequestBodyError) {
      return problemPage('invalid_request', requestId, 'The form is too large or incomplete.')
    }
    console.error(
      JSON.stringify({
        level: 'error',
        requestId,
        message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      }),
    )
    return problemPage('temporarily_unavailable', requestId, 'The sign-in cannot be served now.')
  }
}
