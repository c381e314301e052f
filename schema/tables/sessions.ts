// Sign-ins of people by OpenID Connect, members or not. The browser holds the token, this table its hash.
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

export const sessions = sqliteTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    /** SHA-256 of the cookie's value, base64url. */
    tokenHash: text('token_hash').notNull(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    email: text('email'),
    emailVerified: integer('email_verified', { mode: 'boolean' }).notNull(),
    displayName: text('display_name'),
    userAgent: text('user_agent'),
    /** The provider was told to ask for credentials again, and did not say otherwise. */
    isFresh: integer('is_fresh', { mode: 'boolean' }).notNull().default(false),
    createdAt: integer('created_at').notNull(),
    /** To the minute: it is not written with each request. */
    lastSeenAt: integer('last_seen_at').notNull(),
    /** The absolute end; idling ends a session earlier. */
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [
    uniqueIndex('sessions_by_token').on(table.tokenHash),
    index('sessions_by_identity').on(table.issuer, table.subject),
    index('sessions_by_end').on(table.expiresAt),
  ],
)

export type SessionRow = typeof sessions.$inferSelect
