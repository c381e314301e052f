// What Limen knows and demands of one tool of a server. A tool without a row has the server's defaults.
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

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
    version: integer('version').notNull().default(1),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.serverId, table.name] })],
)

export type ToolRow = typeof tools.$inferSelect
