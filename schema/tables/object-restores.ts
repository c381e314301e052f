// Orders to put the storage of a Gateway's object back (security.md §3, last line). The row that the Gateway names is the
// one that its object must have carried out before it goes on.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What must not go back in time with the storage, collected from the object as it was when the order was given. */
export interface KeptTruth {
  /** Grants that had ended, or whose MCP refresh token had been used, since the moment that the storage goes back to. */
  grantIds: string[]
  /** Used `private_key_jwt` assertions that are still alive. */
  assertions: { clientId: string; jtiHash: string; expiresAt: number }[]
}

export const objectRestores = sqliteTable(
  'object_restores',
  {
    id: text('id').primaryKey(),
    gatewayId: text('gateway_id').notNull(),
    /** Milliseconds since 1970, as all times. */
    restoredTo: integer('restored_to').notNull(),
    /** What happened from here on is held against the old storage: a little before `restoredTo`, which is not exact. */
    since: integer('since').notNull(),
    /** `platform`: point-in-time recovery. `replaced`: an operator put the database of the object back. */
    storage: text('storage', { enum: ['platform', 'replaced'] }).notNull(),
    kept: text('kept', { mode: 'json' }).$type<KeptTruth>().notNull(),
    /** Leads back to before the recovery; the moment that it stands for. */
    undoBookmark: text('undo_bookmark'),
    undoTo: integer('undo_to'),
    actor: text('actor').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('object_restores_by_gateway').on(table.gatewayId, table.createdAt)],
)

export type ObjectRestoreRow = typeof objectRestores.$inferSelect
