// Access tokens of servers without OAuth, as admins list them (product.md §6). What they are compared with, a hash, and
// when they were last used stand in the object of their server; a row without its hash opens nothing.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const accessTokens = sqliteTable(
  'access_tokens',
  {
    id: text('id').primaryKey(),
    serverId: text('server_id').notNull(),
    name: text('name').notNull(),
    /** The agent it was made for; null: none is named. */
    agentId: text('agent_id'),
    /** The user it is bound to: issuer and subject together, an e-mail alone, or none. */
    userIssuer: text('user_issuer'),
    userSubject: text('user_subject'),
    userEmail: text('user_email'),
    /** Null: until it is revoked. */
    expiresAt: integer('expires_at'),
    createdByKind: text('created_by_kind').notNull(),
    createdById: text('created_by_id'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('access_tokens_by_server').on(table.serverId, table.createdAt),
    index('access_tokens_by_agent').on(table.agentId),
    index('access_tokens_by_time').on(table.createdAt),
  ],
)

export type AccessTokenRow = typeof accessTokens.$inferSelect
