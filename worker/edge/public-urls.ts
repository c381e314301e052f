// The public URLs of an attachment in both forms (O1). Built from configuration, never from a request. Pure.

/** Path form (`https://main/s/<slug>`) or a host name of its own. */
export type SurfaceForm = 'path' | 'host'

/** Every public URL of one form of one server. */
export interface Surface {
  form: SurfaceForm
  /** Base URL; for an attachment also the issuer. No trailing slash. */
  issuer: string
  /** The MCP URL = the protected resource. */
  resource: string
  authorizationEndpoint: string
  tokenEndpoint: string
  registrationEndpoint: string
  revocationEndpoint: string
  /** Absolute URL of the protected-resource document named in challenges (RFC 9728 §3.1). */
  resourceMetadataUrl: string
}

export function pathSurface(mainOrigin: string, slug: string): Surface {
  const issuer = `${mainOrigin}/s/${slug}`
  return {
    form: 'path',
    issuer,
    resource: `${issuer}/mcp`,
    authorizationEndpoint: `${issuer}/authorize`,
    tokenEndpoint: `${issuer}/token`,
    registrationEndpoint: `${issuer}/register`,
    revocationEndpoint: `${issuer}/revoke`,
    resourceMetadataUrl: `${mainOrigin}/.well-known/oauth-protected-resource/s/${slug}/mcp`,
  }
}

/** The custom host shares the main host's scheme; login and consent stay on the main host (product.md §4). */
export function hostSurface(mainOrigin: string, customHost: string): Surface {
  const issuer = `${new URL(mainOrigin).protocol}//${customHost}`
  return {
    form: 'host',
    issuer,
    resource: `${issuer}/mcp`,
    authorizationEndpoint: `${mainOrigin}/h/${customHost}/authorize`,
    tokenEndpoint: `${issuer}/token`,
    registrationEndpoint: `${issuer}/register`,
    revocationEndpoint: `${issuer}/revoke`,
    resourceMetadataUrl: `${issuer}/.well-known/oauth-protected-resource/mcp`,
  }
}

/** `<attachment id>:p` or `:h`: keeps the two forms and every attachment apart in all storage (architecture.md §3.1). */
export type IssuerKey = `${string}:${'p' | 'h'}`

export function issuerKeyOf(attachmentId: string, form: SurfaceForm): IssuerKey {
  return `${attachmentId}:${form === 'path' ? 'p' : 'h'}`
}

/** The one downstream callback URL of a Gateway (product.md §2). */
export function callbackUrl(mainOrigin: string, gatewayId: string): string {
  return `${mainOrigin}/g/${gatewayId}/callback`
}

/** Limen's own client metadata document at the downstream (D2), one for each Gateway. */
export function ownClientDocumentUrl(mainOrigin: string, gatewayId: string): string {
  return `${mainOrigin}/g/${gatewayId}/client.json`
}

/** Public keys of Limen as a `private_key_jwt` client at the downstream. */
export function ownJwksUrl(mainOrigin: string, gatewayId: string): string {
  return `${mainOrigin}/g/${gatewayId}/jwks.json`
}
