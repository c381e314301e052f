// What an admin demands of one tool of a server, and what Limen has seen of it. A tool without a row has the server's
// defaults.
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

const TOOL_RISKS = ['read', 'write', 'destructive'] as const
const TOOL_STATES = ['new', 'changed', 'approved', 'removed'] as const

export type ToolRisk = (typeof TOOL_RISKS)[number]
export type ToolState = (typeof TOOL_STATES)[number]

export const tools = sqliteTable(
  'tools',
  {
    serverId: text('server_id').notNull(),
    name: text('name').notNull(),
    enabled: integer('enabled', { mode: 'boolean' }).notNull().default(true),
    /** Scopes a caller needs besides a valid token; a subset of the attachment's. */
    requiredScopes: text('required_scopes', { mode: 'json' }).$type<string[]>().notNull(),
    /** Overrides the server's; to the first byte. */
    timeoutMs: integer('timeout_ms'),
    /** `enabled` says nothing: the server's `newTools` decided. */
    followsNewTools: integer('follows_new_tools', { mode: 'boolean' }).notNull().default(false),
    /** In place of what the annotations say; null follows them. */
    risk: text('risk', { enum: TOOL_RISKS }),
    /** The user approves each call. */
    confirmation: integer('confirmation', { mode: 'boolean' }).notNull().default(false),
    /** Cost units of one call (product.md §8). */
    cost: integer('cost').notNull().default(1),
    version: integer('version').notNull().default(1),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.serverId, table.name] })],
)

export type ToolRow = typeof tools.$inferSelect

/** One tool as the runtime defines it, pinned by the hash of its canonical JSON (RFC 8785). */
export const toolDefinitions = sqliteTable(
  'tool_definitions',
  {
    serverId: text('server_id').notNull(),
    name: text('name').notNull(),
    state: text('state', { enum: TOOL_STATES }).notNull(),
    /** Decided by the server's `newTools` when the tool was first seen. */
    enabled: integer('enabled', { mode: 'boolean' }).notNull(),
    /** The pinned definition: the first one seen, or the one approved last. Canonical JSON; base64url SHA-256 of it. */
    definition: text('definition').notNull(),
    hash: text('hash').notNull(),
    risk: text('risk', { enum: TOOL_RISKS }).notNull(),
    /**
     * What was seen last since the tool changed, which may be the pinned definition again. All null unless a change waits
     * for approval: in state `changed`, and in `removed` where the tool went before that.
     */
    seenDefinition: text('seen_definition'),
    seenHash: text('seen_hash'),
    seenRisk: text('seen_risk', { enum: TOOL_RISKS }),
    firstSeenAt: integer('first_seen_at').notNull(),
    /** To within six hours: passing lists write it no more often. */
    lastSeenAt: integer('last_seen_at').notNull(),
    changedAt: integer('changed_at'),
    approvedAt: integer('approved_at'),
    removedAt: integer('removed_at'),
    version: integer('version').notNull().default(1),
  },
  (table) => [primaryKey({ columns: [table.serverId, table.name] })],
)

export type ToolDefinitionRow = typeof toolDefinitions.$inferSelect

/** How the catalogue of a server came to be. */
export const toolCatalogs = sqliteTable('tool_catalogs', {
  serverId: text('server_id').primaryKey(),
  /** The last discovery that was begun, and what was wrong with it. */
  triedAt: integer('tried_at'),
  error: text('error'),
  /** The last complete list, and who asked for it: a service connection, Limen itself, or a passing client. */
  completeAt: integer('complete_at'),
  source: text('source', { enum: ['service', 'direct', 'passing'] }),
})

export type ToolCatalogRow = typeof toolCatalogs.$inferSelect
