// Who changed what, written in the same batch as the change itself.
import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const auditEvents = sqliteTable(
  'audit_events',
  {
    id: text('id').primaryKey(),
    at: integer('at').notNull(),
    actorKind: text('actor_kind', { enum: ['bootstrap', 'member', 'api_key', 'user', 'system'] }).notNull(),
    actorId: text('actor_id'),
    /** Readable, as it was then: the e-mail address of a member, the name of a key. */
    actorName: text('actor_name'),
    /** Verb in the past tense with its noun, for example `gateway.updated`. */
    action: text('action').notNull(),
    resourceKind: text('resource_kind').notNull(),
    resourceId: text('resource_id').notNull(),
    /** State before and after, secrets replaced by the fact that they are set. */
    before: text('before', { mode: 'json' }).$type<Record<string, unknown>>(),
    after: text('after', { mode: 'json' }).$type<Record<string, unknown>>(),
    requestId: text('request_id').notNull(),
  },
  (table) => [
    index('audit_events_by_time').on(table.at),
    index('audit_events_by_resource').on(table.resourceKind, table.resourceId, table.at),
    index('audit_events_by_actor')
      .on(table.actorId, table.at)
      .where(sql`actor_id IS NOT NULL`),
  ],
)

export type AuditEventRow = typeof auditEvents.$inferSelect
