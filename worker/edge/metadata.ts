// Discovery documents, from configuration alone (O2, O3; RFC 9728 §2, RFC 8414 §2, OpenID Connect Discovery §3). Pure.
import type { AttachedSnapshot, PassthroughSnapshot } from './snapshot.ts'
import type { Surface } from './public-urls.ts'

/** RFC 9728 §2. `resource` equals the URL the client uses, exactly. */
export function protectedResourceMetadata(snapshot: AttachedSnapshot, surface: Surface) {
  return {
    resource: surface.resource,
    authorization_servers: [surface.issuer],
    scopes_supported: [...snapshot.scopes],
    bearer_methods_supported: ['header'],
    resource_name: snapshot.server.name,
  }
}

/**
 * RFC 9728 §2 for a server in mode `passthrough` (M13): the resource is ours, who issues its tokens is the upstream's
 * affair.
 */
export function passthroughResourceMetadata({ server }: PassthroughSnapshot, surface: Surface) {
  const { authorizationServers, scopes } = server.passthrough
  return {
    resource: surface.resource,
    authorization_servers: authorizationServers,
    ...(scopes.length > 0 ? { scopes_supported: scopes } : {}),
    bearer_methods_supported: ['header'],
    resource_name: server.name,
  }
}

/** RFC 8414 §2. */
export function authorizationServerMetadata(snapshot: AttachedSnapshot, surface: Surface) {
  const { dcr, cimd } = snapshot.gateway.clientRegistration
  const isExchanged = snapshot.embeddingApps.length > 0
  return {
    issuer: surface.issuer,
    authorization_endpoint: surface.authorizationEndpoint,
    token_endpoint: surface.tokenEndpoint,
    revocation_endpoint: surface.revocationEndpoint,
    ...(dcr ? { registration_endpoint: surface.registrationEndpoint } : {}),
    client_id_metadata_document_supported: cimd,
    scopes_supported: [...new Set([...snapshot.scopes, 'offline_access'])],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      // RFC 8693 §2.1; only where an app may do it (product.md §5).
      ...(isExchanged ? ['urn:ietf:params:oauth:grant-type:token-exchange'] : []),
    ],
    token_endpoint_auth_methods_supported: [
      'none',
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
    ],
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'ES256'],
    revocation_endpoint_auth_methods_supported: [
      'none',
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
    ],
    revocation_endpoint_auth_signing_alg_values_supported: ['RS256', 'ES256'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    protected_resources: [surface.resource],
  }
}

/**
 * The same facts in the shape of OpenID Connect Discovery. Limen issues no ID tokens; the three members below are
 * there because clients built on SDK 1.x refuse a document at this place without them (O3).
 */
export function openidConfiguration(snapshot: AttachedSnapshot, surface: Surface) {
  return {
    ...authorizationServerMetadata(snapshot, surface),
    jwks_uri: `${surface.issuer}/jwks.json`,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['EdDSA'],
  }
}
