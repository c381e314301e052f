// Gateways: the reusable public auth profiles (product.md §2). Grants do not live here but in the Gateway's object.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** OAuth endpoints of a downstream authorization server, in the words of RFC 8414 and OIDC Discovery. */
export interface DownstreamEndpoints {
  issuer: string
  authorization_endpoint: string
  token_endpoint: string
  registration_endpoint?: string
  userinfo_endpoint?: string
  introspection_endpoint?: string
  revocation_endpoint?: string
  jwks_uri?: string
}

/** What the last discovery found; shown to admins, never used to send a secret (the pinned `endpoints` are). */
export interface DiscoveryReport {
  at: number
  url: string | null
  metadata: Record<string, unknown> | null
  findings: { level: 'error' | 'warning' | 'note'; field: string | null; code: string; message: string }[]
}

/** Where the user's identity comes from and which claims carry it (product.md §5). */
export interface IdentitySettings {
  source: 'id_token' | 'userinfo' | 'access_token' | 'introspection'
  claims: {
    subject: string
    email: string
    emailVerified: string
    organization: string | null
    displayName: string
  }
  /** `claim`: an e-mail counts as verified when its claim says so. `always`/`never`: the recipe's word. */
  emailTrust: 'claim' | 'always' | 'never'
}

/** What MCP clients may do to register at the public edge (O5). */
export interface ClientRegistrationSettings {
  dcr: boolean
  cimd: boolean
  /** Hosts whose client documents are accepted; null accepts every public https host. */
  cimdTrustedHosts: string[] | null
  /** Exact private-use redirect URIs (RFC 8252 §7.1) that are accepted. */
  privateUseRedirectUris: string[]
}

export const gateways = sqliteTable(
  'gateways',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    provider: text('provider', {
      enum: ['manual', 'auth0', 'entra', 'okta', 'workos', 'keycloak', 'sqlos'],
    }).notNull(),
    authorizationServerUrl: text('authorization_server_url').notNull(),
    /** Pinned endpoints (D1): codes, secrets and refresh tokens go there and nowhere else. Null until known. */
    endpoints: text('endpoints', { mode: 'json' }).$type<DownstreamEndpoints>(),
    /** Names of endpoint fields that the admin pinned; they beat what discovery finds. */
    manualOverrides: text('manual_overrides', { mode: 'json' }).$type<string[]>().notNull(),
    discovery: text('discovery', { mode: 'json' }).$type<DiscoveryReport>(),
    registration: text('registration', {
      enum: ['auto', 'preregistered', 'cimd', 'dcr', 'manual'],
    }).notNull(),
    /** The way that `auto` settled on. */
    resolvedRegistration: text('resolved_registration', { enum: ['preregistered', 'cimd', 'dcr', 'manual'] }),
    clientId: text('client_id'),
    /** Sealed: owner = id, place = [id, 'client_secret', secretVersion]. */
    clientSecret: text('client_secret'),
    /** Origin of the token endpoint that the secret was entered for. */
    clientSecretOrigin: text('client_secret_origin'),
    /** When a secret from a dynamic registration ends (RFC 7591 §3.2.1); null: never, or entered by hand. */
    clientSecretExpiresAt: integer('client_secret_expires_at'),
    secretVersion: integer('secret_version').notNull().default(0),
    tokenEndpointAuthMethod: text('token_endpoint_auth_method', {
      enum: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    }).notNull(),
    resource: text('resource'),
    audience: text('audience'),
    /** The full allowed set of downstream scopes. */
    scopes: text('scopes', { mode: 'json' }).$type<string[]>().notNull(),
    scopeStrict: integer('scope_strict', { mode: 'boolean' }).notNull().default(false),
    identity: text('identity', { mode: 'json' }).$type<IdentitySettings>().notNull(),
    clientRegistration: text('client_registration', { mode: 'json' })
      .$type<ClientRegistrationSettings>()
      .notNull(),
    consent: text('consent', { enum: ['always', 'remember'] })
      .notNull()
      .default('always'),
    accessTokenTtlSeconds: integer('access_token_ttl_seconds').notNull().default(3_600),
    refreshTokenTtlSeconds: integer('refresh_token_ttl_seconds')
      .notNull()
      .default(30 * 24 * 3_600),
    locationHint: text('location_hint'),
    jurisdiction: text('jurisdiction'),
    state: text('state', { enum: ['ready', 'needs_review'] })
      .notNull()
      .default('ready'),
    stateReason: text('state_reason'),
    /** The last order to put its object's storage back (`object_restores`); its object asks whether it has done so. */
    restoreId: text('restore_id'),
    /** Grows by one with each write; the `If-Match` of the API. */
    version: integer('version').notNull().default(1),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('gateways_by_name').on(table.name)],
)

export type GatewayRow = typeof gateways.$inferSelect
