// Limen's own client document and keys at the downstream of one Gateway (D2): public, and only for Gateways that exist.
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { gateways } from '../../schema/tables/gateways.ts'
import { ownClientDocument } from '../downstream/own-client-document.ts'
import { ownJwks } from '../downstream/own-keys.ts'
import type { Env, Settings } from '../environment.ts'
import { edgeError, jsonResponse } from '../http/json-response.ts'
import { newRequestId } from '../http/request-id.ts'

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
  const [gateway] = await drizzle(env.DB).select().from(gateways).where(eq(gateways.id, gatewayId))
  if (!gateway) return edgeError(404, 'not_found', 'There is no such Gateway.', newRequestId())
  const body =
    document === 'client.json'
      ? ownClientDocument(gateway, settings.publicOrigin)
      : await ownJwks(settings.masterKeys(), gatewayId)
  const response = jsonResponse(200, body, { 'cache-control': 'public, max-age=300' })
  return request.method === 'HEAD' ? new Response(null, response) : response
}
