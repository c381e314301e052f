// Limen's client metadata document at one downstream (CIMD, D2; RFC 7591 §2 names).
import { callbackUrl, ownClientDocumentUrl, ownJwksUrl } from '../edge/public-urls.ts'

export interface OwnClientGateway {
  id: string
  name: string
}

/** The document behind `ownClientDocumentUrl`; its `client_id` is that URL, byte for byte. */
export function ownClientDocument(gateway: OwnClientGateway, publicOrigin: string): Record<string, unknown> {
  return {
    client_id: ownClientDocumentUrl(publicOrigin, gateway.id),
    client_name: `Limen: ${gateway.name}`,
    client_uri: publicOrigin,
    redirect_uris: [callbackUrl(publicOrigin, gateway.id)],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    application_type: 'web',
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    jwks_uri: ownJwksUrl(publicOrigin, gateway.id),
  }
}
