// Serves the discovery documents of one server (O2, O3, O13): public, cacheable for a minute, readable from any origin.
import { publicJwks } from '../crypto/signing-key.ts'
import type { Settings } from '../environment.ts'
import { jsonResponse } from '../http/json-response.ts'
import {
  authorizationServerMetadata,
  openidConfiguration,
  passthroughResourceMetadata,
  protectedResourceMetadata,
} from './metadata.ts'
import type { Surface } from './public-urls.ts'
import type { PublicEndpoint } from './resolve.ts'
import type { AttachedSnapshot, PassthroughSnapshot } from './snapshot.ts'

export type DocumentEndpoint = Extract<
  PublicEndpoint,
  'protected-resource' | 'authorization-server' | 'openid-configuration' | 'jwks'
>

const HEADERS = {
  'access-control-allow-origin': '*',
  'cache-control': 'public, max-age=60',
}

/** A document of an attachment. */
export function serveDocument(
  request: Request,
  settings: Settings,
  snapshot: AttachedSnapshot,
  surface: Surface,
  endpoint: DocumentEndpoint,
): Promise<Response> {
  return answerDocument(request, async () => documentOf(settings, snapshot, surface, endpoint))
}

/** The one document of a server in mode `passthrough` (M13). */
export function servePassthroughDocument(
  request: Request,
  snapshot: PassthroughSnapshot,
  surface: Surface,
): Promise<Response> {
  return answerDocument(request, async () => passthroughResourceMetadata(snapshot, surface))
}

/** Answers GET, HEAD and OPTIONS; every other method is 405. */
async function answerDocument(request: Request, document: () => Promise<unknown>): Promise<Response> {
  if (request.method === 'OPTIONS') {
    return new Response(null, {
      status: 204,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-allow-methods': 'GET, HEAD, OPTIONS',
        'access-control-allow-headers': 'MCP-Protocol-Version, Content-Type, Accept, Authorization',
        'access-control-max-age': '86400',
      },
    })
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return jsonResponse(405, { error: 'method_not_allowed' }, { ...HEADERS, allow: 'GET, HEAD, OPTIONS' })
  }
  const response = jsonResponse(200, await document(), HEADERS)
  return request.method === 'HEAD' ? new Response(null, response) : response
}

function documentOf(
  settings: Settings,
  snapshot: AttachedSnapshot,
  surface: Surface,
  endpoint: DocumentEndpoint,
) {
  switch (endpoint) {
    case 'protected-resource':
      return protectedResourceMetadata(snapshot, surface)
    case 'authorization-server':
      return authorizationServerMetadata(snapshot, surface)
    case 'openid-configuration':
      return openidConfiguration(snapshot, surface)
    case 'jwks':
      return publicJwks(settings.masterKeys())
  }
}
