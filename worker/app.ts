// The map: which surface answers a request. The hot path, an MCP endpoint, is matched before everything else
// (architecture.md §3.11).
import { ADMIN_BASE_PATH } from './admin/index.ts'
import { handleAdmin } from './admin/entrypoint.ts'
import { ConfigurationError } from './crypto/master-keys.ts'
import { areKeysChecked, requireKnownKeys } from './edge/check-keys.ts'
import { serveDocument, servePassthroughDocument } from './edge/documents.ts'
import { CALL_SNAPSHOT_MS_MAX, loadSnapshot, SnapshotUnavailableError } from './edge/load-snapshot.ts'
import { findMcpSlug, resolveOnCustomHost, resolveOnMainHost, type PublicTarget } from './edge/resolve.ts'
import { isAttached, isPassthrough } from './edge/snapshot.ts'
import { surfaceOf } from './edge/surface-of.ts'
import { settingsOf, type Env, type Settings } from './environment.ts'
import { edgeError } from './http/json-response.ts'
import { newRequestId } from './http/request-id.ts'
import { setSecureHeaders } from './http/secure-headers.ts'
import { unknownErrorResponse } from './http/unknown-error.ts'
import { handleMcp } from './mcp/index.ts'
import { handleOAuth, handleSignIn, isSignInPage } from './oauth/handle-oauth.ts'
import { serveOwnClient } from './oauth/own-client.ts'

/** Paths of one Gateway on the main host: the pages of a sign-in, and Limen's own client document and keys. */
const OF_GATEWAY = /^\/g\/([A-Za-z0-9_-]{1,64})\/([a-z-]+|client\.json|jwks\.json)$/

/** Paths that no page of the dashboard has: what is missing there is answered as JSON. */
const NO_PAGE = /^\/(?:s|h|g|api|mcp|\.well-known|assets)(?:\/|$)|\.\w+$/

/** Answered from configuration alone; everything else needs the master keys. */
const DOCUMENTS: ReadonlySet<PublicTarget['endpoint']> = new Set([
  'protected-resource',
  'authorization-server',
  'openid-configuration',
  'authorize-elsewhere',
])

/** Answers every request of the public entrypoint; never throws. */
export async function handleRequest(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
  try {
    const settings = settingsOf(env)
    const slug = findMcpSlug(request.url, settings.publicOrigin)
    if (slug !== undefined) {
      const target: PublicTarget = { key: { slug }, form: 'path', endpoint: 'mcp' }
      return await handlePublic(request, env, ctx, settings, target)
    }
    const url = new URL(request.url)
    const isMainHost = url.host === settings.publicHost
    const target = isMainHost ? resolveOnMainHost(url.pathname) : resolveOnCustomHost(url.host, url.pathname)
    const response = target
      ? await handlePublic(request, env, ctx, settings, target)
      : await handleOwn(request, env, ctx, settings, url)
    return target?.endpoint === 'mcp' ? response : withSecureHeaders(response, settings)
  } catch (error) {
    return failed(error)
  }
}

/** Everything that belongs to one server. */
async function handlePublic(
  request: Request,
  env: Env,
  ctx: ExecutionContext,
  settings: Settings,
  target: PublicTarget,
): Promise<Response> {
  const { endpoint } = target
  const snapshot = await loadSnapshot(env, ctx, target.key, CALL_SNAPSHOT_MS_MAX)
  const surface = snapshot && surfaceOf(settings.publicOrigin, snapshot, target.form)
  if (!snapshot || !surface) {
    const url = new URL(request.url)
    if (url.host !== settings.publicHost && isSignInElsewhere(request, target, url)) {
      return Response.redirect(`${settings.publicOrigin}${url.pathname}${url.search}`, 302)
    }
    const unknown = edgeError(
      404,
      'unknown_server',
      'No MCP server has this URL. Check the address: the host, and the slug after /s/.',
      newRequestId(),
    )
    return withSecureHeaders(unknown, settings)
  }
  if (endpoint !== null && !DOCUMENTS.has(endpoint)) {
    const keys = settings.masterKeys()
    if (!areKeysChecked(keys)) await requireKnownKeys(env, keys)
  }
  if (endpoint === 'mcp') return handleMcp(request, env, ctx, snapshot, surface)
  if (endpoint === null) {
    return edgeError(
      404,
      'not_found',
      `The MCP endpoint of this server is ${surface.resource}.`,
      newRequestId(),
    )
  }
  if (endpoint === 'protected-resource' && isPassthrough(snapshot)) {
    return servePassthroughDocument(request, snapshot, surface)
  }
  if (!isAttached(snapshot)) {
    return edgeError(
      404,
      'no_oauth',
      'This server has no OAuth: no Gateway is attached to it.',
      newRequestId(),
    )
  }
  switch (endpoint) {
    case 'protected-resource':
    case 'authorization-server':
    case 'openid-configuration':
    case 'jwks':
      return serveDocument(request, settings, snapshot, surface, endpoint)
    default:
      return handleOAuth(request, env, { snapshot, surface, action: endpoint })
  }
}

/**
 * A sign-in page opened under another name of the main host, `localhost` for 127.0.0.1: its cookies would be bound to
 * that name, so it first moves to the canonical one (O14).
 */
function isSignInElsewhere(request: Request, target: PublicTarget, url: URL): boolean {
  return (
    target.form === 'host' &&
    (request.method === 'GET' || request.method === 'HEAD') &&
    resolveOnMainHost(url.pathname)?.endpoint === 'authorize'
  )
}

/** The main host's own paths: Gateways' callbacks, the admin plane where it is mounted, static assets. */
async function handleOwn(
  request: Request,
  env: Env,
  ctx: ExecutionContext,
  settings: Settings,
  url: URL,
): Promise<Response> {
  const [, gatewayId, document] = OF_GATEWAY.exec(url.pathname) ?? []
  if (gatewayId && document !== 'client.json') await requireKnownKeys(env, settings.masterKeys())
  if (gatewayId && isSignInPage(document)) return handleSignIn(request, env, gatewayId, document)
  if (gatewayId && (document === 'client.json' || document === 'jwks.json')) {
    return serveOwnClient(request, env, settings, gatewayId, document)
  }
  // Pages of the main host may ask who a person is, wherever the admin plane is: cookies stay with their host.
  if (url.pathname.startsWith(`${ADMIN_BASE_PATH}/sign-in/`)) return handleAdmin(request, env, ctx)
  if (settings.adminApiOnPublicOrigin) {
    if (url.pathname.startsWith(`${ADMIN_BASE_PATH}/`)) return handleAdmin(request, env, ctx)
    if (env.ASSETS && (request.method === 'GET' || request.method === 'HEAD')) {
      const asset = await findAsset(request, env.ASSETS, url)
      if (asset) return withOpenerPolicy(asset)
    }
  }
  return edgeError(404, 'not_found', `There is nothing at ${url.pathname}.`, newRequestId())
}

/** A file of the dashboard, or for a page of it the one document that shows them all. */
async function findAsset(request: Request, assets: Fetcher, url: URL): Promise<Response | undefined> {
  const asset = await assets.fetch(request)
  if (asset.status !== 404) return asset
  const isPage = !NO_PAGE.test(url.pathname) && request.headers.get('accept')?.includes('text/html') === true
  if (!isPage) return undefined
  const document = await assets.fetch(new Request(new URL('/', url), { method: request.method }))
  return document.status === 200 ? document : undefined
}

/** The dashboard keeps the windows that it opens itself: its sign-in and its inspector come back to it. */
function withOpenerPolicy(asset: Response): Response {
  if (asset.headers.get('content-type')?.startsWith('text/html') !== true) return asset
  const answer = new Response(asset.body, asset)
  answer.headers.set('cross-origin-opener-policy', 'same-origin-allow-popups')
  return answer
}

/** MCP answers, which no browser shows, carry their own. */
function withSecureHeaders(response: Response, { publicOrigin }: Settings): Response {
  const headers = new Headers(response.headers)
  setSecureHeaders(headers, publicOrigin)
  return new Response(response.body, { status: response.status, headers })
}

function failed(error: unknown): Response {
  const requestId = newRequestId()
  const log = (facts: Record<string, unknown>) =>
    console.error(JSON.stringify({ level: 'error', requestId, ...facts }))
  if (error instanceof ConfigurationError) {
    log({ variable: error.variable, message: error.message })
    return edgeError(
      503,
      'misconfigured',
      'This deployment is not configured completely. Its log names what is missing.',
      requestId,
    )
  }
  if (error instanceof SnapshotUnavailableError) {
    log({ message: error.message, cause: String(error.cause) })
    return edgeError(
      503,
      'temporarily_unavailable',
      'The configuration cannot be read now. Try again shortly.',
      requestId,
    )
  }
  log({ message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  return unknownErrorResponse(requestId)
}
