// What the stateless edge and the admin plane may ask a GatewayObject, as plain data that survives RPC
// (architecture.md §3.7: errors lose their class across RPC, so answers are values).

import type { AccessTokenQuestion, KnownToken } from './access-tokens/contract.ts'

/** Who calls, proven by an MCP token. */
export interface Caller {
  /** Of the exchange (`exc_…`) for a token that an embedding app got: there is no grant behind it. */
  grantId: string
  /** Opaque random id of the user inside this Gateway (colon-free); never the downstream subject. */
  userId: string
  identity: Identity
  clientId: string
  clientName: string
  /** How the client is registered at this issuer now (O5). */
  clientRegistration: 'preregistered' | 'cimd' | 'dcr'
  /** Its redirect leads to a program of the user's machine, which any other program there can be as well. */
  hasLoopbackRedirect: boolean
  /** MCP scopes of this token. */
  scopes: readonly string[]
}

/** A person, as the downstream authorization server names them (product.md §1). */
export interface Identity {
  issuer: string
  subject: string
  organization: string | null
  email: string | null
  /** Whether the source vouches for the e-mail; an unverified one matches no allow rule. */
  emailVerified: boolean
  displayName: string | null
}

export interface CredentialQuestion {
  /** The library's token, after the edge has checked and removed the outer `lmn_` envelope. */
  token: string
  issuerKey: string
  serverId: string
}

/** One answer for caller, scopes and downstream access token together. */
export type CredentialAnswer =
  | {
      ok: true
      caller: Caller
      /** The token for the runtime, and when it ends (ms since 1970; null: serves until refused). */
      downstream: { accessToken: string; expiresAt: number | null }
      /** End of the MCP token, ms since 1970. */
      expiresAt: number
    }
  /** To an access token (product.md §6): there is no grant behind it. */
  | {
      ok: true
      caller: null
      token: KnownToken
      /** Key for the runtime; null where the server's mode sends none. */
      upstreamKey: string | null
      /** End of the access token, ms since 1970; infinite for one without. */
      expiresAt: number
    }
  | { ok: false; reason: 'invalid_token' }
  /** The shared key is not there, or its master key is gone. */
  | { ok: false; reason: 'secrets_missing' }
  /** Each user has a key of their own: this one has none yet; or the token names no user. */
  | { ok: false; reason: 'upstream_key_missing' | 'user_not_bound' }
  /** The grant lives but has no usable token now: 503 with Retry-After. */
  | { ok: false; reason: 'downstream_unavailable'; retryAfterSeconds: number }
  | { ok: false; reason: 'gateway_needs_review' }
  /** Emergency state known to the object although the edge's snapshot does not have it yet (P8). */
  | { ok: false; reason: 'server_disabled' | 'no_gateway' | 'blocked' }
  /** MASTER_KEYS missing or wrong, storage failing: 503. */
  | { ok: false; reason: 'internal'; requestId: string }

/** The runtime's API refused a downstream token (M4). */
export interface RefusedTokenReport {
  grantId: string
  /** SHA-256 (base64url) of the token that was refused, so that an old report cannot hit a new token. */
  accessTokenDigest: string
}

/** What to do after such a report. */
export type RefusedTokenAnswer =
  /** A different token is there now: retry once with it. */
  | { action: 'retry'; accessToken: string; expiresAt: number | null }
  /** The grant ended: the client gets our 401 `invalid_token`. */
  | { action: 'reauthorize' }
  /** Refreshed less than 60 s ago for this reason: 502 `runtime_refused_gateway`, grant untouched. */
  | { action: 'fault' }
  /** Nothing could be renewed for now: 503 with Retry-After, grant untouched. */
  | { action: 'unavailable'; retryAfterSeconds: number }

/** A grant as admins see it; nothing secret. */
export interface GrantView {
  id: string
  gatewayId: string
  attachmentId: string
  serverId: string
  state: 'active' | 'refreshing' | 'needs_reauth' | 'revoked'
  /** Why it is in that state, in one sentence. */
  stateReason: string | null
  identity: Identity
  clientId: string
  clientName: string
  redirectUri: string
  scopes: readonly string[]
  /** Scopes of the downstream token as its server granted them: narrower or wider than `scopes` (D5). */
  downstreamScopes: readonly string[]
  createdAt: number
  lastUsedAt: number | null
  accessExpiresAt: number | null
  hasRefreshToken: boolean
  lastError: string | null
}

export interface GrantQuery {
  userSubject?: string
  userIssuer?: string
  /** Compared without case. */
  userEmail?: string
  clientId?: string
  attachmentId?: string
  serverId?: string
  state?: GrantView['state']
  /** Opaque position of the page before. */
  cursor?: string
  /** 1–200. */
  limit: number
}

export interface GrantPage {
  grants: GrantView[]
  cursor: string | null
}

/** Which grants to end; exactly one selector. */
export type RevocationSelector =
  | { grantId: string }
  | { userSubject: string; userIssuer: string }
  | { clientId: string }
  | { attachmentId: string }
  /** All that were made at one authorization server. */
  | { issuer: string }
  | { all: true }

export interface RevocationOptions {
  /** A person asked for it, so the authorization server is told where product.md §5 allows it. */
  downstream: boolean
  actor: string
  /** When it was ordered, ms since 1970. A grant named by its own id ends whenever it was made. */
  askedAt: number
}

export interface RevocationResult {
  revoked: number
  /** How many were also revoked at the downstream; the rest ended here only (product.md §5). */
  revokedDownstream: number
  /** P8. */
  effectiveWithinSeconds: number
}

export interface UnblockOptions {
  /** When it was ordered, ms since 1970. */
  askedAt: number
}

export interface BlockOptions extends UnblockOptions {
  actor: string
}

export interface BlockedClient {
  clientId: string
  /** When it was ordered. */
  blockedAt: number
  actor: string
}

/** A person at one authorization server, whatever the organization. */
export interface UserKey {
  userIssuer: string
  userSubject: string
}

export interface BlockedUser extends UserKey {
  /** When it was ordered. */
  blockedAt: number
  actor: string
}

/** The methods of a GatewayObject, called over RPC; those of the OAuth edge are in `authorization/contract.ts`. */
export interface GatewayRpc {
  /** The hot question: one call for each credential miss. */
  credential(question: CredentialQuestion | AccessTokenQuestion): Promise<CredentialAnswer>
  reportRefusedToken(report: RefusedTokenReport): Promise<RefusedTokenAnswer>
  /** Configuration of this Gateway or one of its attachments changed: read it again now. */
  configurationChanged(): Promise<void>
  listGrants(query: GrantQuery): Promise<GrantPage>
  /** Ends what the selector names of the grants that existed at `askedAt`: an order delivered late ends none made since. */
  revokeGrants(selector: RevocationSelector, options: RevocationOptions): Promise<RevocationResult>
  /**
   * A client id that is refused from now on, whatever registration it has; its grants end here. As with the other three
   * orders below, one that is older than the last for the same client or user changes nothing; at the same `askedAt`
   * the block wins.
   */
  blockClient(clientId: string, options: BlockOptions): Promise<RevocationResult>
  unblockClient(clientId: string, options: UnblockOptions): Promise<void>
  /** Newest first. */
  listBlockedClients(): Promise<BlockedClient[]>
  /** A user who is refused from now on, at sign-in and with what was issued; their grants end here. */
  blockUser(user: UserKey, options: BlockOptions & { downstream: boolean }): Promise<RevocationResult>
  unblockUser(user: UserKey, options: UnblockOptions): Promise<void>
  /** Newest first. */
  listBlockedUsers(): Promise<BlockedUser[]>
}
