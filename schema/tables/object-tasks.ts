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

export const objectTasks = sqliteTable(
  'object_tasks',
  {
    id: text('id').primaryKey(),
    gatewayId: text('gateway_id').notNull(),
    kind: text('kind', {
      enum: [
        'configuration_changed',
        'revoke',
        'block_client',
        'unblock_client',
        'block_user',
        'unblock_user',
      ],
    }).notNull(),
    /** For `revoke`; a client or a user for those who are blocked or unblocked. */
    target: text('target', { mode: 'json' }).$type<RevocationTarget>(),
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
