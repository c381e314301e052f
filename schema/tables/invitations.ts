// Invitations by link: single use, bound to an e-mail address (product.md §6).
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

export const invitations = sqliteTable(
  'invitations',
  {
    id: text('id').primaryKey(),
    /** Lower case. */
    email: text('email').notNull(),
    role: text('role', { enum: ['owner', 'admin', 'developer', 'analyst', 'viewer'] }).notNull(),
    /** SHA-256 of what the link carries, base64url; a link that is made anew replaces it. */
    tokenHash: text('token_hash').notNull(),
    createdByKind: text('created_by_kind', { enum: ['bootstrap', 'member', 'api_key'] }).notNull(),
    createdById: text('created_by_id'),
    createdByName: text('created_by_name').notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    acceptedAt: integer('accepted_at'),
    /** The member it made. */
    memberId: text('member_id'),
    revokedAt: integer('revoked_at'),
  },
  (table) => [
    uniqueIndex('invitations_by_token').on(table.tokenHash),
    index('invitations_by_email').on(table.email),
    index('invitations_by_time').on(table.createdAt),
  ],
)

export type InvitationRow = typeof invitations.$inferSelect
