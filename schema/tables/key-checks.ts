// What each master key of this deployment answers to a fixed question, so that another key under the same id is noticed
// before it refuses every token. Not secret: HMAC-SHA-256 of a constant.
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const keyChecks = sqliteTable('key_checks', {
  /** The id in MASTER_KEYS. */
  keyId: text('key_id').primaryKey(),
  checkValue: text('check_value').notNull(),
  createdAt: integer('created_at').notNull(),
})

export type KeyCheckRow = typeof keyChecks.$inferSelect
