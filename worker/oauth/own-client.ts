// Limen's own client document and keys at the downstream of one Gateway (D2): public, and only for Gateways that exist.
// The downstream reads them while a user signs in or a token is refreshed, so the last good copy outlives D1.
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { gateways } from '../../schema/tables/gateways.ts'
import { ownClientDocument, type OwnClientGateway } from '../downstream/own-client-document.ts'
import { ownJwks } from '../downstream/own-keys.ts'
import { SnapshotUnavailableError } from '../edge/load-snapshot.ts'
import type { Env, Settings } from '../environment.ts'
import { edgeError, jsonResponse } from '../http/json-response.ts'
import { newRequestId } from '../http/request-id.ts'

const LAST_COPY_MS = 15 * 60_000
const COPIES_MAX = 1_000

/** By Gateway id: what was last read in this isolate. */
const copies = new Map<string, { gateway: OwnClientGateway; readAt: number }>()

/** Throws SnapshotUnavailableError when D1 does not answer and there is no copy. */
export async function serveOwnClient(
  request: Request,
  env: Pick<Env, 'DB'>,
  settings: Settings,
  gatewayId: string,
  document: 'client.json' | 'jwks.json',
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return jsonResponse(405, { error: 'method_not_allowed' }, { allow: 'GET, HEAD' })
  }
  const gateway = await loadGateway(env, gatewayId, Date.now())
  if (!gateway) return edgeError(404, 'not_found', 'There is no such Gateway.', newRequestId())
  const body =
    document === 'client.json'
      ? ownClientDocument(gateway, settings.publicOrigin)
      : await ownJwks(settings.masterKeys(), gatewayId)
  const response = jsonResponse(200, body, { 'cache-control': 'public, max-age=300' })
  return request.method === 'HEAD' ? new Response(null, response) : response
}

async function loadGateway(
  env: Pick<Env, 'DB'>,
  gatewayId: string,
  now: number,
): Promise<OwnClientGateway | undefined> {
  try {
    const [gateway] = await drizzle(env.DB)
      .select({
        id: gateways.id,
        name: gateways.name,
        tokenEndpointAuthMethod: gateways.tokenEndpointAuthMethod,
      })
      .from(gateways)
      .where(eq(gateways.id, gatewayId))
    copies.delete(gatewayId)
    if (gateway) keep(gateway, now)
    return gateway
  } catch (cause) {
    const copy = copies.get(gatewayId)
    if (copy && now - copy.readAt <= LAST_COPY_MS) return copy.gateway
    throw new SnapshotUnavailableError('the configuration database does not answer', { cause })
  }
}

function keep(gateway: OwnClientGateway, readAt: number): void {
  copies.set(gateway.id, { gateway, readAt })
  const [oldest] = copies.keys()
  if (copies.size > COPIES_MAX && oldest !== undefined) copies.delete(oldest)
}
