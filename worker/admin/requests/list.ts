// What members asked for, newest first.
import { and, asc, count, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { installRequestList, requestQuery } from '../../../schema/api/requests.ts'
import { libraryRequesters, libraryRequests } from '../../../schema/tables/library-requests.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { encodeCursor, parseCursor } from '../page-cursor.ts'
import { presentRequest } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/requests',
  permission: 'library.install',
  operationId: 'listRequests',
  summary: 'Requests with who asked and when, newest first',
  request: { query: requestQuery },
  responses: { 200: jsonAnswer(installRequestList, 'One page of requests') },
})

const rowid = sql<number>`library_requests.rowid`

export const listRequests = endpoint(route, async (c) => {
  const { cursor, limit, state } = c.req.valid('query')
  const before = cursor === undefined ? undefined : parseCursor(cursor)
  const db = drizzle(c.env.DB)
  const [found, [open]] = await db.batch([
    db
      .select({ ...getTableColumns(libraryRequests), rowid })
      .from(libraryRequests)
      .where(
        and(
          state === undefined ? undefined : eq(libraryRequests.state, state),
          before && sql`(${libraryRequests.createdAt}, ${rowid}) < (${before.at}, ${before.rowid})`,
        ),
      )
      .orderBy(desc(libraryRequests.createdAt), desc(rowid))
      .limit(limit + 1),
    db.select({ open: count() }).from(libraryRequests).where(eq(libraryRequests.state, 'open')),
  ])
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const ids = JSON.stringify(page.map(({ id }) => id))
  const requesters = await db
    .select()
    .from(libraryRequesters)
    .where(sql`${libraryRequesters.requestId} IN (SELECT value FROM json_each(${ids}))`)
    .orderBy(asc(libraryRequesters.askedAt))
  return c.json(
    {
      requests: page.map(({ rowid: _rowid, ...request }) =>
        presentRequest(
          request,
          requesters.filter(({ requestId }) => requestId === request.id),
        ),
      ),
      openCount: open?.open ?? 0,
      cursor: last && found.length > limit ? encodeCursor({ at: last.createdAt, rowid: last.rowid }) : null,
    },
    200,
  )
})
