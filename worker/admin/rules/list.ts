import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { ruleList, ruleQuery } from '../../../schema/api/rules.ts'
import { rules } from '../../../schema/tables/rules.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { encodeCursor, parseCursor } from '../page-cursor.ts'
import { presentRule } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/rules',
  permission: 'grants.read',
  operationId: 'listRules',
  summary: 'Overrides, newest first',
  request: { query: ruleQuery },
  responses: { 200: jsonAnswer(ruleList, 'One page of rules') },
})

const rowid = sql<number>`rules.rowid`

export const listRules = endpoint(route, async (c) => {
  const { cursor, limit, serverId, gatewayId, groupId, email, tool } = c.req.valid('query')
  const before = cursor === undefined ? undefined : parseCursor(cursor)
  const found = await drizzle(c.env.DB)
    .select({ ...getTableColumns(rules), rowid })
    .from(rules)
    .where(
      and(
        serverId === undefined ? undefined : eq(rules.targetId, serverId),
        gatewayId === undefined ? undefined : eq(rules.targetId, gatewayId),
        groupId === undefined ? undefined : eq(rules.groupId, groupId),
        email === undefined ? undefined : sql`json_extract(${rules.user}, '$.email') = ${email}`,
        tool === undefined ? undefined : eq(rules.tool, tool),
        before && sql`(${rules.createdAt}, ${rowid}) < (${before.at}, ${before.rowid})`,
      ),
    )
    .orderBy(desc(rules.createdAt), desc(rowid))
    .limit(limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return c.json(
    {
      rules: page.map(({ rowid: _rowid, ...row }) => presentRule(row)),
      cursor: last && found.length > limit ? encodeCursor({ at: last.createdAt, rowid: last.rowid }) : null,
    },
    200,
  )
})
