import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { memberList, memberQuery } from '../../../schema/api/members.ts'
import { members } from '../../../schema/tables/members.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { encodeCursor, parseCursor } from '../page-cursor.ts'
import { presentMember } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/members',
  permission: 'members.manage',
  operationId: 'listMembers',
  summary: 'Members, the newest first',
  request: { query: memberQuery },
  responses: { 200: jsonAnswer(memberList, 'One page of members') },
})

const rowid = sql<number>`members.rowid`

export const listMembers = endpoint(route, async (c) => {
  const { cursor, limit, email, role } = c.req.valid('query')
  const before = cursor === undefined ? undefined : parseCursor(cursor)
  const found = await drizzle(c.env.DB)
    .select({ ...getTableColumns(members), rowid })
    .from(members)
    .where(
      and(
        before && sql`(${members.createdAt}, ${rowid}) < (${before.at}, ${before.rowid})`,
        email === undefined ? undefined : eq(members.email, email.toLowerCase()),
        role === undefined ? undefined : eq(members.role, role),
      ),
    )
    .orderBy(desc(members.createdAt), desc(rowid))
    .limit(limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return c.json(
    {
      members: page.map(({ rowid: _rowid, ...row }) => presentMember(row)),
      cursor: last && found.length > limit ? encodeCursor({ at: last.createdAt, rowid: last.rowid }) : null,
    },
    200,
  )
})
