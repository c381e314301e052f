import { desc, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { groupList, groupQuery } from '../../../schema/api/groups.ts'
import { groups } from '../../../schema/tables/groups.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { encodeCursor, parseCursor } from '../page-cursor.ts'

const route = defineRoute({
  method: 'get',
  path: '/groups',
  permission: 'grants.read',
  operationId: 'listGroups',
  summary: 'Groups, newest first',
  request: { query: groupQuery },
  responses: { 200: jsonAnswer(groupList, 'One page of groups') },
})

const rowid = sql<number>`groups.rowid`

export const listGroups = endpoint(route, async (c) => {
  const { cursor, limit } = c.req.valid('query')
  const before = cursor === undefined ? undefined : parseCursor(cursor)
  const found = await drizzle(c.env.DB)
    .select({
      id: groups.id,
      name: groups.name,
      description: groups.description,
      memberCount: sql<number>`json_array_length(${groups.members})`,
      version: groups.version,
      createdAt: groups.createdAt,
      updatedAt: groups.updatedAt,
      rowid,
    })
    .from(groups)
    .where(before && sql`(${groups.createdAt}, ${rowid}) < (${before.at}, ${before.rowid})`)
    .orderBy(desc(groups.createdAt), desc(rowid))
    .limit(limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return c.json(
    {
      groups: page.map(({ rowid: _rowid, ...group }) => group),
      cursor: last && found.length > limit ? encodeCursor({ at: last.createdAt, rowid: last.rowid }) : null,
    },
    200,
  )
})
