// MCP servers as Limen knows them (product.md §3).
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** product.md §3, mode `api_key`. */
export interface UpstreamAuth {
  placement: 'bearer' | 'header' | 'query'
  /** Of the header or query parameter; null for `bearer`. */
  name: string | null
  /** Stands before the key, such as `Token `; usually empty. */
  prefix: string
  keyOwner: 'shared' | 'per_user'
}

/** product.md §3 and M13, mode `passthrough`. */
export interface Passthrough {
  /** The upstream's, as Limen's own protected-resource document names them (RFC 9728 §2). */
  authorizationServers: string[]
  scopes: string[]
  /** Without it the claims of a token only mark the log. */
  verification: { issuer: string; jwksUri: string; audience: string | null } | null
}

export const servers = sqliteTable(
  'servers',
  {
    id: text('id').primaryKey(),
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    runtimeUrl: text('runtime_url').notNull(),
    enabled: integer('enabled', { mode: 'boolean' }).notNull().default(true),
    authMode: text('auth_mode', { enum: ['oauth', 'passthrough', 'api_key', 'none'] }).notNull(),
    /** Sealed: owner = id, place = [id, 'worker_secret', secretVersion]. */
    workerSecret: text('worker_secret'),
    /** A rotated secret that the runtime has not accepted yet. Sealed: place = [id, 'pending_worker_secret', secretVersion]. */
    pendingWorkerSecret: text('pending_worker_secret'),
    workerSecretHeader: text('worker_secret_header').notNull().default('x-gateway-worker-secret'),
    accessTokenHeader: text('access_token_header').notNull().default('x-gateway-access-token'),
    /** Name of the header for the signed identity JWT; null (default) sends none. */
    identityHeader: text('identity_header'),
    /** Sealed JSON object: extra headers sent to the runtime. Place = [id, 'static_headers', secretVersion]. */
    staticHeaders: text('static_headers'),
    /** Sealed JSON object: extra query parameters sent to the runtime. Place = [id, 'static_query', secretVersion]. */
    staticQuery: text('static_query'),
    /** One counter for all four: whoever writes one of them seals all of them again under the next number. */
    secretVersion: integer('secret_version').notNull().default(0),
    /** Secrets that were cleared because the runtime's origin changed and are to be entered again. */
    missingSecrets: text('missing_secrets', { mode: 'json' }).$type<
      ('workerSecret' | 'staticHeaders' | 'staticQuery' | 'upstreamKey')[]
    >(),
    /** Mode `api_key` only: where the upstream key stands in a request, and whose it is. */
    upstreamAuth: text('upstream_auth', { mode: 'json' }).$type<UpstreamAuth>(),
    /** The shared upstream key that is in force. The key itself is sealed in the object of this server. */
    upstreamKeyId: text('upstream_key_id'),
    /** Mode `passthrough` only: who issues the tokens, and how they are verified. */
    passthrough: text('passthrough', { mode: 'json' }).$type<Passthrough>(),
    /** `secrets_missing` after the runtime's origin changed: nothing is sent until the secrets are entered again (S19). */
    pausedReason: text('paused_reason', { enum: ['secrets_missing'] }),
    newTools: text('new_tools', { enum: ['read_only_on', 'on', 'off'] })
      .notNull()
      .default('read_only_on'),
    /** `allow` is the column's default from the first migration and means `report`; the API never writes it. */
    changedTools: text('changed_tools', { enum: ['allow', 'report', 'hide', 'block'] })
      .notNull()
      .default('allow'),
    acceptClaimed: integer('accept_claimed', { mode: 'boolean' }).notNull().default(false),
    /** Mode `none` only: anyone may call. Never true unless an admin said so. */
    open: integer('open', { mode: 'boolean' }).notNull().default(false),
    /** Origins allowed besides our own, loopback and the predefined agents' (M8). */
    allowedOrigins: text('allowed_origins', { mode: 'json' }).$type<string[]>().notNull(),
    bodyBytesMax: integer('body_bytes_max'),
    /** To the first byte of the runtime's answer (M12). */
    timeoutMs: integer('timeout_ms').notNull().default(60_000),
    webSearch: integer('web_search', { mode: 'boolean' }).notNull().default(false),
    version: integer('version').notNull().default(1),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('servers_by_name').on(table.name)],
)

export type ServerRow = typeof servers.$inferSelect
