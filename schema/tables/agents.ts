// Kinds of clients as admins govern them (product.md §6). Predefined agents live in code; a row with the id of one holds
// what this deployment adds to it.
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const agents = sqliteTable('agents', {
  id: text('id').primaryKey(),
  /** Of a custom agent; null in the row of a predefined one. */
  name: text('name').unique(),
  /** Registered client ids and CIMD URLs, byte for byte. */
  clientIds: text('client_ids', { mode: 'json' }).$type<string[]>().notNull(),
  /** Beginnings of CIMD URLs: https, a host and a path that ends with a slash. */
  clientUrlPrefixes: text('client_url_prefixes', { mode: 'json' }).$type<string[]>().notNull(),
  /** Parts of a User-Agent, or of the name in a dynamic registration; lower case. */
  keywords: text('keywords', { mode: 'json' }).$type<string[]>().notNull(),
  version: integer('version').notNull().default(1),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

export type AgentRow = typeof agents.$inferSelect
