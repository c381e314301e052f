import { and, desc, getTableColumns, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { invitationList, invitationQuery } from '../../../schema/api/invitations.ts'
import { invitations } from '../../../schema/tables/invitations.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { encodeCursor, parseCursor } from '../page-cursor.ts'
import { presentInvitation } from './present.ts'
import { isOpen } from './token.ts'

const route = defineRoute({
  method: 'get',
  path: '/invitations',
  permission: 'members.manage',
  operationId: 'listInvitations',
  summary: 'Invitations, the newest first',
  request: { query: invitationQuery },
  responses: { 200: jsonAnswer(invitationList, 'One page of invitations, without their links') },
})

const rowid = sql<number>`invitations.rowid`

export const listInvitations = endpoint(route, async (c) => {
  const { cursor, limit, state } = c.req.valid('query')
  const now = Date.now()
  const before = cursor === undefined ? undefined : parseCursor(cursor)
  const found = await drizzle(c.env.DB)
    .select({ ...getTableColumns(invitations), rowid })
    .from(invitations)
    .where(
      and(
        before && sql`(${invitations.createdAt}, ${rowid}) < (${before.at}, ${before.rowid})`,
        state === 'open' ? isOpen(now) : undefined,
      ),
    )
    .orderBy(desc(invitations.createdAt), desc(rowid))
    .limit(limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return c.json(
    {
      invitations: page.map(({ rowid: _rowid, ...row }) => presentInvitation(row, now)),
      cursor: last && found.length > limit ? encodeCursor({ at: last.createdAt, rowid: last.rowid }) : null,
    },
    200,
  )
})
