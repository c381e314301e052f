// The map: which surface answers a request. The hot path, an MCP endpoint, is matched before everything else
// (architecture.md §3.11).
import { ConfigurationError } from './crypto/master-keys.ts'
import { serveDocument } from './edge/documents.ts'
import { loadSnapshot, SnapshotUnavailableError } from './edge/load-snapshot.ts'
import { resolveOnCustomHost, resolveOnMainHost, type PublicTarget } from './edge/resolve.ts'
import { isAttached } from './edge/snapshot.ts'
import { surfaceOf } from './edge/surface-of.ts'
import { settingsOf, type Env, type Settings } from './environment.ts'
import { edgeError } from './http/json-response.ts'
import { newRequestId } from './http/request-id.ts'

/** Answers every request of the public entrypoint; never throws. */
export async function handleRequest(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
  try {
    const settings = settingsOf(env)
    const url = new URL(request.url)
    const isMainHost = url.host === new URL(settings.publicOrigin).host
    const target = isMainHost ? resolveOnMainHost(url.pathname) : resolveOnCustomHost(url.host, url.pathname)
    if (target) return await handlePublic(request, env, ctx, settings, target)
    return edgeError(404, 'not_found', `There is nothing at ${url.pathname}.`, newRequestId())
  } catch (error) {
    return failed(error)
  }
}

async function handlePublic(
  request: Request,
  env: Env,
  ctx: ExecutionContext,
  settings: Settings,
  target: PublicTarget,
): Promise<Response> {
  const snapshot = await loadSnapshot(env, ctx, target.key)
  const surface = snapshot && surfaceOf(settings.publicOrigin, snapshot, target.form)
  if (!snapshot || !surface) {
    return edgeError(
      404,
      'unknown_server',
      'No MCP server has this URL. Check the slug in the address.',
      newRequestId(),
    )
  }
  switch (target.endpoint) {
    case 'protected-resource':
    case 'authorization-server':
    case 'openid-configuration':
    case 'jwks':
      return isAttached(snapshot)
        ? serveDocument(request, settings, snapshot, surface, target.endpoint)
        : edgeError(
            404,
            'no_oauth',
            'This server has no OAuth: no Gateway is attached to it.',
            newRequestId(),
          )
    default:
      return edgeError(
        404,
        'not_found',
        `The MCP endpoint of this server is ${surface.resource}.`,
        newRequestId(),
      )
  }
}

function failed(error: unknown): Response {
  const requestId = newRequestId()
  if (error instanceof ConfigurationError) {
    console.error(
      JSON.stringify({ level: 'error', requestId, variable: error.variable, message: error.message }),
    )
    return edgeError(
      503,
      'misconfigured',
      'This deployment is not configured completely. Its log names what is missing.',
      requestId,
    )
  }
  if (error instanceof SnapshotUnavailableError) {
    console.error(
      JSON.stringify({ level: 'error', requestId, message: error.message, cause: String(error.cause) }),
    )
    return edgeError(
      503,
      'temporarily_unavailable',
      'The configuration cannot be read now. Try again shortly.',
      requestId,
    )
  }
  console.error(
    JSON.stringify({
      level: 'error',
      requestId,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }),
  )
  return edgeError(
    500,
    'server_error',
    'Something went wrong here. The request id leads to the log.',
    requestId,
  )
}
