// One row that tells whether anything that a snapshot reads was written since (architecture.md §3.5). Triggers of the
// migration change it, so that no writer can forget to.
import { integer, sqliteTable } from 'drizzle-orm/sqlite-core'

export const configurationRevisions = sqliteTable('configuration_revisions', {
  /** Always 1. */
  id: integer('id').primaryKey(),
  /** Random, so that a database that was set back to an earlier time never repeats one. */
  revision: integer('revision').notNull(),
})
