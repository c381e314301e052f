// Named sets of users (product.md §6).
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** One user, as a rule or a list names them. E-mails are lower case. */
export type UserEntry = { email: string } | { issuer: string; subject: string }

/** One user, or everybody with an e-mail of that domain. */
export type GroupMember = UserEntry | { domain: string }

export const groups = sqliteTable(
  'groups',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull().unique(),
    description: text('description').notNull().default(''),
    members: text('members', { mode: 'json' }).$type<GroupMember[]>().notNull(),
    version: integer('version').notNull().default(1),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('groups_by_time').on(table.createdAt)],
)

export type GroupRow = typeof groups.$inferSelect
