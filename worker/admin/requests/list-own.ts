// What the caller asked for and what became of it, newest first.
import { and, desc, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { ownRequestList, requestQuery } from '../../../schema/api/requests.ts'
import { libraryRequesters, libraryRequests } from '../../../schema/tables/library-requests.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { encodeCursor, parseCursor } from '../page-cursor.ts'
import { presentOwn } from './present.ts'
import { requesterOf } from './requester-of.ts'

const route = defineRoute({
  method: 'get',
  path: '/requests/mine',
  permission: 'library.request',
  operationId: 'listOwnRequests',
  summary: 'Your own requests with their outcome, newest first',
  request: { query: requestQuery },
  responses: { 200: jsonAnswer(ownRequestList, 'One page of requests') },
})

const rowid = sql<number>`library_requesters.rowid`

export const listOwnRequests = endpoint(route, async (c) => {
  const { cursor, limit, state } = c.req.valid('query')
  const before = cursor === undefined ? undefined : parseCursor(cursor)
  const me = requesterOf(c.get('actor'))
  const found = await drizzle(c.env.DB)
    .select({ request: libraryRequests, own: libraryRequesters, rowid })
    .from(libraryRequesters)
    .innerJoin(libraryRequests, eq(libraryRequests.id, libraryRequesters.requestId))
    .where(
      and(
        eq(libraryRequesters.kind, me.kind),
        eq(libraryRequesters.requesterId, me.id),
        state === undefined ? undefined : eq(libraryRequests.state, state),
        before && sql`(${libraryRequesters.askedAt}, ${rowid}) < (${before.at}, ${before.rowid})`,
      ),
    )
    .orderBy(desc(libraryRequesters.askedAt), desc(rowid))
    .limit(limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return c.json(
    {
      requests: page.map(({ request, own }) => presentOwn(request, own)),
      cursor: last && found.length > limit ? encodeCursor({ at: last.own.askedAt, rowid: last.rowid }) : null,
    },
    200,
  )
})
