// Limen's client metadata document at one downstream (CIMD, D2; RFC 7591 §2 names). Pure.
import type { GatewayRow } from '../../schema/tables/gateways.ts'
import { callbackUrl, ownClientDocumentUrl, ownJwksUrl } from '../edge/public-urls.ts'
import { isPublicHost } from '../net/target-policy.ts'

export type OwnClientGateway = Pick<GatewayRow, 'id' | 'name' | 'tokenEndpointAuthMethod'>

/** The document behind `ownClientDocumentUrl`; its `client_id` is that URL, byte for byte. */
export function ownClientDocument(gateway: OwnClientGateway, publicOrigin: string): Record<string, unknown> {
  const hasKeys = gateway.tokenEndpointAuthMethod === 'private_key_jwt'
  return {
    client_id: ownClientDocumentUrl(publicOrigin, gateway.id),
    ...ownClientMetadata(gateway, publicOrigin),
    token_endpoint_auth_method: hasKeys ? 'private_key_jwt' : 'none',
    ...(hasKeys
      ? { token_endpoint_auth_signing_alg: 'ES256', jwks_uri: ownJwksUrl(publicOrigin, gateway.id) }
      : {}),
  }
}

/** What Limen says about itself in every way of registration. */
export function ownClientMetadata(
  gateway: Pick<GatewayRow, 'id' | 'name'>,
  publicOrigin: string,
): Record<string, unknown> {
  return {
    client_name: `Limen: ${gateway.name}`,
    client_uri: publicOrigin,
    redirect_uris: [callbackUrl(publicOrigin, gateway.id)],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    application_type: 'web',
  }
}

/** A client document can be fetched by others only from a public https origin (D2). */
export function canServeClientDocument(publicOrigin: string): boolean {
  const { protocol, hostname } = new URL(publicOrigin)
  return protocol === 'https:' && isPublicHost(hostname)
}
