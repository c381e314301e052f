// Builders of table rows for tests: complete, valid, and overridable field by field.
import { drizzle } from 'drizzle-orm/d1'
import {
  attachments,
  clients,
  gateways,
  servers,
  tools,
  type AttachmentRow,
  type ClientRow,
  type GatewayRow,
  type ServerRow,
  type ToolRow,
} from '../../schema/tables/index.ts'

const BORN = 1_790_000_000_000

export function gatewayRow(overrides: Partial<GatewayRow> = {}): GatewayRow {
  return {
    id: 'gw_test',
    name: 'Test Gateway',
    description: '',
    provider: 'manual',
    authorizationServerUrl: 'https://as.test.dev',
    endpoints: {
      issuer: 'https://as.test.dev',
      authorization_endpoint: 'https://as.test.dev/authorize',
      token_endpoint: 'https://as.test.dev/token',
      jwks_uri: 'https://as.test.dev/jwks',
    },
    manualOverrides: [],
    discovery: null,
    registration: 'preregistered',
    resolvedRegistration: 'preregistered',
    clientId: 'limen',
    clientSecret: null,
    clientSecretOrigin: null,
    clientSecretExpiresAt: null,
    secretVersion: 0,
    tokenEndpointAuthMethod: 'none',
    resource: 'https://api.test.dev',
    audience: null,
    scopes: ['tickets.read', 'tickets.write', 'accounts.read', 'admin.read'],
    scopeStrict: false,
    identity: {
      source: 'id_token',
      claims: {
        subject: 'sub',
        email: 'email',
        emailVerified: 'email_verified',
        organization: 'org',
        displayName: 'name',
      },
      emailTrust: 'claim',
    },
    clientRegistration: {
      dcr: true,
      cimd: true,
      cimdTrustedHosts: null,
      privateUseRedirectUris: ['cursor://anysphere.cursor-mcp/oauth/callback'],
    },
    consent: 'always',
    accessTokenTtlSeconds: 3_600,
    refreshTokenTtlSeconds: 30 * 24 * 3_600,
    locationHint: null,
    jurisdiction: null,
    state: 'ready',
    stateReason: null,
    restoreId: null,
    version: 1,
    createdAt: BORN,
    updatedAt: BORN,
    ...overrides,
  }
}

export function serverRow(overrides: Partial<ServerRow> = {}): ServerRow {
  return {
    id: 'srv_test',
    slug: 'support-assistant',
    name: 'Support Assistant',
    description: '',
    runtimeUrl: 'https://runtime.test.dev/mcp',
    enabled: true,
    authMode: 'oauth',
    workerSecret: null,
    pendingWorkerSecret: null,
    workerSecretHeader: 'x-gateway-worker-secret',
    accessTokenHeader: 'x-gateway-access-token',
    identityHeader: null,
    staticHeaders: null,
    staticQuery: null,
    secretVersion: 0,
    missingSecrets: null,
    upstreamAuth: null,
    upstreamKeyId: null,
    passthrough: null,
    pausedReason: null,
    newTools: 'on',
    changedTools: 'allow',
    acceptClaimed: false,
    open: false,
    allowedOrigins: [],
    bodyBytesMax: null,
    timeoutMs: 60_000,
    webSearch: false,
    version: 1,
    createdAt: BORN,
    updatedAt: BORN,
    ...overrides,
  }
}

export function attachmentRow(overrides: Partial<AttachmentRow> = {}): AttachmentRow {
  return {
    id: 'att_test',
    gatewayId: 'gw_test',
    serverId: 'srv_test',
    scopes: ['tickets.read', 'accounts.read'],
    customHost: null,
    version: 1,
    createdAt: BORN,
    updatedAt: BORN,
    ...overrides,
  }
}

export function toolRow(overrides: Partial<ToolRow> = {}): ToolRow {
  return {
    serverId: 'srv_test',
    name: 'add_todo',
    enabled: true,
    requiredScopes: [],
    timeoutMs: null,
    followsNewTools: false,
    risk: null,
    confirmation: false,
    cost: 1,
    version: 1,
    createdAt: BORN,
    updatedAt: BORN,
    ...overrides,
  }
}

export function clientRow(overrides: Partial<ClientRow> = {}): ClientRow {
  return {
    id: 'cli_test',
    gatewayId: 'gw_test',
    name: 'Preregistered',
    redirectUris: ['https://client.test.dev/callback'],
    tokenEndpointAuthMethod: 'none',
    secretHash: null,
    jwksUri: null,
    version: 1,
    createdAt: BORN,
    updatedAt: BORN,
    ...overrides,
  }
}

/** Writes rows into a real D1, replacing what stands under their keys. */
export async function insertRows(
  database: D1Database,
  rows: {
    gateways?: GatewayRow[]
    servers?: ServerRow[]
    attachments?: AttachmentRow[]
    tools?: ToolRow[]
    clients?: ClientRow[]
  },
): Promise<void> {
  const db = drizzle(database)
  for (const row of rows.gateways ?? [])
    await db.insert(gateways).values(row).onConflictDoUpdate({ target: gateways.id, set: row })
  for (const row of rows.servers ?? [])
    await db.insert(servers).values(row).onConflictDoUpdate({ target: servers.id, set: row })
  for (const row of rows.attachments ?? []) {
    await db.insert(attachments).values(row).onConflictDoUpdate({ target: attachments.id, set: row })
  }
  for (const row of rows.tools ?? []) {
    await db
      .insert(tools)
      .values(row)
      .onConflictDoUpdate({ target: [tools.serverId, tools.name], set: row })
  }
  for (const row of rows.clients ?? [])
    await db.insert(clients).values(row).onConflictDoUpdate({ target: clients.id, set: row })
}
