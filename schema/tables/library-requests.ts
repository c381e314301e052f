// What members asked to have installed from the library (product.md §6): one open request for each entry, with everybody
// who asked for it, so that one decision answers them all.
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

export const libraryRequests = sqliteTable(
  'library_requests',
  {
    id: text('id').primaryKey(),
    /** Entry of the catalogue. */
    entryId: text('entry_id').notNull(),
    /** Its name when it was asked for: the catalogue may change. */
    entryName: text('entry_name').notNull(),
    state: text('state', { enum: ['open', 'installed', 'dismissed'] }).notNull(),
    /** Why it was dismissed. */
    reason: text('reason'),
    /** The server it became. */
    serverId: text('server_id'),
    decidedByKind: text('decided_by_kind', { enum: ['bootstrap', 'member', 'api_key', 'user'] }),
    decidedById: text('decided_by_id'),
    /** Readable, as it was then. */
    decidedByName: text('decided_by_name'),
    decidedAt: integer('decided_at'),
    version: integer('version').notNull().default(1),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('library_requests_one_open')
      .on(table.entryId)
      .where(sql`state = 'open'`),
    index('library_requests_by_time').on(table.createdAt),
    index('library_requests_by_state').on(table.state, table.createdAt),
  ],
)

export const libraryRequesters = sqliteTable(
  'library_requesters',
  {
    requestId: text('request_id').notNull(),
    kind: text('kind', { enum: ['bootstrap', 'member', 'api_key', 'user'] }).notNull(),
    /** Id of the member or key; `bootstrap` for the bootstrap secret. */
    requesterId: text('requester_id').notNull(),
    /** Readable, as it was then: the e-mail address of a member, the name of a key. */
    requesterName: text('requester_name'),
    /** What they need it for, in their words. */
    note: text('note').notNull().default(''),
    askedAt: integer('asked_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.requestId, table.kind, table.requesterId] }),
    index('library_requesters_by_person').on(table.kind, table.requesterId, table.askedAt),
  ],
)

export type LibraryRequestRow = typeof libraryRequests.$inferSelect
export type LibraryRequesterRow = typeof libraryRequesters.$inferSelect
