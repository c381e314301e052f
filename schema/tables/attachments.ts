// The binding of one Gateway to one server (product.md §4). At most one for each server.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const attachments = sqliteTable(
  'attachments',
  {
    id: text('id').primaryKey(),
    gatewayId: text('gateway_id').notNull(),
    serverId: text('server_id').notNull().unique(),
    /** Subset of the Gateway's scopes; null means all of them. */
    scopes: text('scopes', { mode: 'json' }).$type<string[]>(),
    /** Host name of this attachment alone (with a port in development), lower case; null without one. */
    customHost: text('custom_host').unique(),
    version: integer('version').notNull().default(1),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('attachments_by_gateway').on(table.gatewayId)],
)

export type AttachmentRow = typeof attachments.$inferSelect
