// Limen as OAuth client of one downstream authorization server: the shapes its functions exchange.
import type { DownstreamEndpoints, GatewayRow } from '../../schema/tables/gateways.ts'
import type { Identity } from '../gateway/contract.ts'
import type { TokenSet } from '../gateway/vault/contract.ts'
import type { AssertionKey } from './own-keys.ts'

/** Everything needed to speak to the downstream in the name of one Gateway. Holds a secret: never log it. */
export interface DownstreamProfile {
  gateway: GatewayRow
  /** The pinned endpoints (D1). */
  endpoints: DownstreamEndpoints
  clientId: string
  clientSecret: string | null
  redirectUri: string
  allowPrivateTargets: boolean
  ownOrigins: readonly string[]
  /** Limen's own key for `private_key_jwt` (D4). */
  assertionKey?: () => Promise<AssertionKey>
}

/** What is stored between redirect and callback (D0, D3). Plain data. */
export interface PendingAuthorization {
  /** Everything that was pinned then; a callback after a change of it is refused (D0). */
  endpoints: DownstreamEndpoints
  clientId: string
  codeVerifier: string
  nonce: string | null
  /** Scopes asked for, in Limen's names (without a recipe's prefix). */
  scopes: readonly string[]
}

/** One sign-in at the downstream. */
export interface AuthorizationRequest {
  /** Opaque to this folder: `<issuer key>.<handle>`; the caller checks it before `finishAuthorization`. */
  state: string
  /** Approved MCP scopes; the recipe adds what the provider wants besides. */
  scopes: readonly string[]
  /** The account to try first (product.md §5, same-user auth). */
  loginHint?: string
  /** Another account is wanted: the provider must ask again. */
  forceLogin?: boolean
  /** The person must enter their credentials for this very sign-in; see `is-fresh-sign-in.ts`. */
  isFresh?: boolean
  /** Only who the person is: no right at the API and no refresh token. */
  isIdentityOnly?: boolean
}

export interface StartedAuthorization {
  /** Absolute URL at the downstream authorization endpoint. */
  location: string
  pending: PendingAuthorization
}

export interface FinishedAuthorization {
  tokens: TokenSet
  identity: Identity
}

/** How one token request ended (security.md §3, steps 6–8). */
export type RefreshOutcome =
  | { kind: 'ok'; tokens: TokenSet }
  /**
   * 6b: 200, but the access token is of no use: none of the resource's scopes, wider than `scopeStrict` allows, or
   * missing. Only `tokens.refreshToken` may be stored (P3).
   */
  | { kind: 'lost_scopes'; tokens: TokenSet; detail: string }
  | { kind: 'invalid_grant'; detail: string }
  /** 8a: the server did not process it. `alert`: configuration fault an admin must see (invalid_client and the like). */
  | { kind: 'not_processed'; detail: string; retryAfterMs: number | null; alert: boolean }
  /** 8b: nobody knows. */
  | { kind: 'unknown'; detail: string; retryAfterMs: number | null; alert: boolean }

/** The downstream refused or broke the protocol. `message` is safe to show; `detail` is for the log. */
export class DownstreamError extends Error {
  override name = 'DownstreamError'
  readonly code: string
  readonly detail: string
  constructor(code: string, message: string, detail: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.detail = detail
  }
}
