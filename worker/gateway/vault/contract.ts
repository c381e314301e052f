// What the rest of the GatewayObject may ask of the vault (security.md §3).
import type {
  GrantPage,
  GrantQuery,
  GrantView,
  Identity,
  RefusedTokenAnswer,
  RefusedTokenReport,
  RevocationSelector,
} from '../contract.ts'

/** Tokens as a downstream token endpoint answered them, already parsed (D5). */
export interface TokenSet {
  accessToken: string
  /** ms since 1970; null: serves until it is refused. */
  accessExpiresAt: number | null
  refreshToken: string | null
  scopes: readonly string[]
  idToken: string | null
  /** Limen's own client id that they were issued to. */
  clientId: string | null
}

/** A completed consent: what becomes one grant. */
export interface NewGrant {
  attachmentId: string
  serverId: string
  /** The OAuth library's grant id and opaque user id: the MCP authorization this grant lives and dies with. */
  authorizationId: string
  userId: string
  issuerKey: string
  identity: Identity
  clientId: string
  clientName: string
  /** A loopback one without its port. */
  redirectUri: string
  /** MCP scopes that were approved. */
  scopes: readonly string[]
  tokens: TokenSet
}

export type AccessTokenAnswer =
  | { ok: true; accessToken: string; expiresAt: number | null }
  /** needs_reauth or revoked: the client starts a new sign-in. */
  | { ok: false; reason: 'ended' }
  | { ok: false; reason: 'unavailable'; retryAfterSeconds: number }
  | { ok: false; reason: 'needs_review' }

export type EndReason =
  | 'revoked_by_person'
  | 'revoked_by_client'
  | 'token_replay'
  | 'code_replay'
  | 'expired'
  | 'too_many'
  | 'detached'
  | 'host_removed'
  | 'deleted'
  | 'superseded'
  | 'invalid_grant'
  | 'access_expired'
  | 'access_refused'
  | 'restored'

/** Whether an authorization server hears that a grant of its ended. */
export type TellDownstream = boolean | 'by_timer'

export interface Vault {
  /** Stores a grant (P3: durable before anybody is answered), supersedes and evicts as product.md §5 says. */
  create(grant: NewGrant): Promise<string>
  /** A downstream access token that lives at least `minimumRemainingMs` longer, refreshing when needed, once (P2). */
  accessToken(grantId: string, minimumRemainingMs: number): Promise<AccessTokenAnswer>
  reportRefused(report: RefusedTokenReport): Promise<RefusedTokenAnswer>
  /**
   * Ends grants here, and downstream when `downstream` is set and product.md §5 allows it for them. `by_timer`: the
   * caller does not wait for the downstream.
   */
  end(
    grantIds: readonly string[],
    reason: EndReason,
    options: { downstream: TellDownstream },
  ): Promise<{ ended: number; revokedDownstream: number }>
  /**
   * The storage went back to `restoredTo` (ms since 1970): those named end, the others are refreshed to see whether they
   * live. Synchronous: call it inside a transaction.
   */
  restore(restoredTo: number, ending: ReadonlySet<string>): { unknown: number; ended: number }
  find(grantId: string): GrantView | undefined
  findByAuthorization(userId: string, authorizationId: string): GrantView | undefined
  list(query: GrantQuery): GrantPage
  /** Those that have not been revoked yet; with `madeUntil` (ms since 1970) only those that existed then. */
  select(selector: RevocationSelector, madeUntil?: number): string[]
  /** Everything signed in at one issuer (O1) that has not been revoked yet. */
  selectOfIssuer(issuerKey: string): string[]
  /** Grants of this issuer from before it was kept were made for this client: the Gateway's until now. */
  nameClient(issuer: string, clientId: string): void
  /** No grant is alive, and no downstream waits to be told of an end. */
  isIdle(): boolean
  /** Records the use of a grant (kept in memory, written at most once a minute). */
  touch(grantId: string): void
  /** Runs what is due; answers when the next timer is due (ms since 1970), or null. */
  runTimers(): Promise<number | null>
}

/** What the vault needs from the object around it. */
export interface VaultHooks {
  /**
   * A grant ended: end its MCP authorization. Called inside the same synchronous transaction, so it must not await:
   * deletes the authorization's rows in the object's own SQLite.
   */
  endAuthorization(grant: { issuerKey: string; userId: string; authorizationId: string }): void
  /** Durable log entry (the object's outbox). */
  record(entry: import('../../logs/event.ts').LogEntry): void
  /** The object's alarm must fire no later than `dueAt`. */
  schedule(dueAt: number): void
}
