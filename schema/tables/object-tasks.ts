// What a Gateway's object still has to be told: written in the same batch as the change, removed when the object has
// answered, repeated by cron until then. A detached attachment's grants end although the object was away.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Which grants to end, in the words of the object's RPC. */
export type RevocationTarget =
  | { grantId: string }
  | { userSubject: string; userIssuer: string }
  | { clientId: string }
  | { attachmentId: string }
  | { issuer: string }
  | { all: true }

/** What the object of a server without a Gateway must know of it. Null: it was deleted. */
export interface ServerState {
  /** Of the row: an older state never replaces a later one. */
  version: number
  enabled: boolean
  /** Origin of the runtime: users' keys for another one are deleted (S19). */
  runtimeOrigin: string
  /** The shared key in force; others are deleted. */
  upstreamKeyId: string | null
  /** Whether users have keys of their own. */
  hasUserKeys: boolean
}

/** For the object of a server. */
export type ServerTarget =
  | { server: ServerState | null }
  | { tokenId: string }
  | { userKey: { issuer: string; subject: string } }

export const objectTasks = sqliteTable(
  'object_tasks',
  {
    id: text('id').primaryKey(),
    /** A Gateway, or for the last three kinds a server, whose object has its id. */
    gatewayId: text('gateway_id').notNull(),
    kind: text('kind', {
      enum: [
        'configuration_changed',
        'revoke',
        'block_client',
        'unblock_client',
        'block_user',
        'unblock_user',
        'server_changed',
        'access_token_revoked',
        'user_key_removed',
      ],
    }).notNull(),
    /** For `revoke`; a client or a user for those who are blocked or unblocked. */
    target: text('target', { mode: 'json' }).$type<RevocationTarget | ServerTarget>(),
    /** For `revoke` and `block_user`: a person asked, so the authorization server is told where product.md §5 allows it. */
    downstream: integer('downstream', { mode: 'boolean' }).notNull().default(false),
    actor: text('actor').notNull(),
    /** Where the object lives, kept because the Gateway's row may be gone. */
    locationHint: text('location_hint'),
    jurisdiction: text('jurisdiction'),
    createdAt: integer('created_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    lastError: text('last_error'),
  },
  (table) => [index('object_tasks_by_time').on(table.createdAt)],
)

export type ObjectTaskRow = typeof objectTasks.$inferSelect
