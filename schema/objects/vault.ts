// SQLite tables of the vault inside a GatewayObject (security.md §3, S11). Statements are additive and repeatable.

/** One row for each grant. `access_ct` and `refresh_ct` are envelopes; everything else is plain. */
export const VAULT_SCHEMA = [
  `CREATE TABLE IF NOT EXISTS grants (
    id TEXT PRIMARY KEY,
    attachment_id TEXT NOT NULL,
    server_id TEXT NOT NULL,
    authorization_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    issuer_key TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    organization TEXT,
    email TEXT,
    email_verified INTEGER NOT NULL,
    display_name TEXT,
    client_id TEXT NOT NULL,
    client_name TEXT NOT NULL,
    redirect_uri TEXT NOT NULL,
    downstream_client_id TEXT,
    scopes TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'refreshing', 'needs_reauth', 'revoked')),
    end_reason TEXT,
    version INTEGER NOT NULL,
    access_ct TEXT,
    refresh_ct TEXT,
    access_expires_at INTEGER,
    refresh_early_at INTEGER,
    granted_scopes TEXT NOT NULL,
    attempt_id TEXT,
    attempt_at INTEGER,
    unknown_since INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    backoff_until INTEGER,
    refused_at INTEGER,
    last_error TEXT,
    revocation_due INTEGER NOT NULL DEFAULT 0,
    timer_at INTEGER,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    ended_at INTEGER
  ) STRICT`,
  `CREATE INDEX IF NOT EXISTS grants_by_timer ON grants (timer_at) WHERE timer_at IS NOT NULL`,
  `CREATE INDEX IF NOT EXISTS grants_by_person ON grants (issuer, subject, attachment_id, client_id)`,
  `CREATE INDEX IF NOT EXISTS grants_by_authorization ON grants (user_id, authorization_id)`,
  `CREATE INDEX IF NOT EXISTS grants_by_age ON grants (created_at, id)`,
]

/** Columns that tables of earlier versions have not. */
export const LATER_GRANT_COLUMNS = { downstream_client_id: 'TEXT' } as const

export type StoredGrantState = 'active' | 'refreshing' | 'needs_reauth' | 'revoked'

/** A row as SQLite gives it. Times are ms since 1970. */
export interface GrantRow {
  [column: string]: SqlStorageValue
  id: string
  attachment_id: string
  server_id: string
  authorization_id: string
  user_id: string
  issuer_key: string
  issuer: string
  subject: string
  organization: string | null
  email: string | null
  email_verified: number
  display_name: string | null
  client_id: string
  client_name: string
  redirect_uri: string
  /** Limen's own client id that the tokens were issued to; null: from before it was kept. */
  downstream_client_id: string | null
  /** JSON: MCP scopes that were approved. */
  scopes: string
  state: StoredGrantState
  end_reason: string | null
  /** Grows with every token that is stored; part of what the envelopes are bound to. */
  version: number
  access_ct: string | null
  refresh_ct: string | null
  access_expires_at: number | null
  /** From here on the token is renewed ahead; null without a refresh token. */
  refresh_early_at: number | null
  /** JSON: scopes of the access token as the downstream granted them. */
  granted_scopes: string
  /** The intent journal: written before a token request leaves. */
  attempt_id: string | null
  attempt_at: number | null
  /** Start of the first request with this refresh token whose outcome nobody knows. */
  unknown_since: number | null
  failures: number
  backoff_until: number | null
  /** When a refused access token last caused a refresh (M4). */
  refused_at: number | null
  last_error: string | null
  /** 1: a person revoked it and the downstream has not been told yet. */
  revocation_due: number
  /** When something is to be done for this grant without a caller. */
  timer_at: number | null
  created_at: number
  last_used_at: number | null
  ended_at: number | null
}
