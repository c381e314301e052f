// People who may use the admin plane, with their role (product.md §6). An invitation that was accepted makes one.
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

export const members = sqliteTable(
  'members',
  {
    id: text('id').primaryKey(),
    /** Who the person is: the issuer that signed them in, and its subject. An e-mail is an attribute, never the identity. */
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    /** Lower case; verified when the invitation was accepted, and renewed by later sign-ins that vouch for it. */
    email: text('email').notNull(),
    displayName: text('display_name'),
    role: text('role', { enum: ['owner', 'admin', 'developer', 'analyst', 'viewer'] }).notNull(),
    lastSignInAt: integer('last_sign_in_at'),
    version: integer('version').notNull().default(1),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('members_by_identity').on(table.issuer, table.subject),
    index('members_by_time').on(table.createdAt),
  ],
)

export type MemberRow = typeof members.$inferSelect
