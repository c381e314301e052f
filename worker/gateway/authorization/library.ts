// The OAuth library, one instance for each issuer (architecture.md §3.1): building one costs as much as several
// requests, so it is kept until the configuration behind it changes.
import { OAuthAuthorizationServer, type OAuthHelpers } from '@cloudflare/workers-oauth-provider'
import type { Issuer } from '../configuration/configuration.ts'
import type { StagedKv } from './storage/staged-kv.ts'

interface LibraryEnv {
  OAUTH_KV: StagedKv
}

/** The library keeps this long what it calls a code; the real end of a code is Limen's (O7: 60 s). */
export const CODE_MS = 60_000

/** The library refuses lifetimes below a minute. */
const SECONDS_MIN = 60

/** The library asks for an execution context and uses none of it in this role. */
const NO_CONTEXT: ExecutionContext = {
  waitUntil: () => undefined,
  passThroughOnException: () => undefined,
  props: {},
} as unknown as ExecutionContext

export class Library {
  readonly #instances = new Map<string, { revision: string; server: OAuthAuthorizationServer<LibraryEnv> }>()

  /** A POST at the token or registration endpoint, on the canonical URL. */
  fetch(issuer: Issuer, request: Request, kv: StagedKv): Promise<Response> {
    return this.#instance(issuer).fetch(request, { OAUTH_KV: kv }, NO_CONTEXT)
  }

  helpers(issuer: Issuer, kv: StagedKv): OAuthHelpers {
    return this.#instance(issuer).getOAuthApi({ OAUTH_KV: kv })
  }

  #instance(issuer: Issuer): OAuthAuthorizationServer<LibraryEnv> {
    const known = this.#instances.get(issuer.key)
    if (known?.revision === issuer.revision) return known.server
    const { surface, gateway } = issuer
    const refreshSeconds = Math.max(SECONDS_MIN, gateway.refreshTokenTtlSeconds)
    const server = new OAuthAuthorizationServer<LibraryEnv>({
      issuer: surface.issuer,
      resources: [surface.resource],
      authorizeEndpoint: surface.authorizationEndpoint,
      tokenEndpoint: surface.tokenEndpoint,
      clientRegistrationEndpoint: surface.registrationEndpoint,
      scopesSupported: [...new Set(issuer.scopes)],
      accessTokenTTL: Math.max(SECONDS_MIN, gateway.accessTokenTtlSeconds),
      refreshTokenTTL: refreshSeconds,
      refreshTokenIdleTTL: refreshSeconds,
      // Which private-use URIs are accepted is decided before the library sees them (checkRedirectUri).
      allowPrivateUseRedirectUris: true,
      // Errors are logged where they are answered; without a handler the library writes to the console.
      onError: () => undefined,
    })
    this.#instances.set(issuer.key, { revision: issuer.revision, server })
    return server
  }
}

/** A request to the library, built on the canonical URL from what was checked, never from what was sent (O1). */
export function canonicalPost(url: string, contentType: string, body: string): Request {
  return new Request(url, { method: 'POST', headers: { 'content-type': contentType }, body })
}

/** A GET for the consent and sign-in helpers, which read nothing but URL and cookies. */
export function canonicalGet(url: string, cookie: string | null): Request {
  return new Request(url, { headers: cookie === null ? {} : { cookie } })
}
