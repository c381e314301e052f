import { and, desc, getTableColumns, inArray, notInArray, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { agentList, agentQuery } from '../../../schema/api/agents.ts'
import { agents } from '../../../schema/tables/agents.ts'
import { PREDEFINED_AGENTS } from '../../policy/predefined-agents.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { encodeCursor, parseCursor } from '../page-cursor.ts'
import { presentAgent } from './load.ts'

const route = defineRoute({
  method: 'get',
  path: '/agents',
  permission: 'servers.read',
  operationId: 'listAgents',
  summary: 'Agents: the predefined ones, then custom ones, newest first; `limit` counts the custom ones',
  request: { query: agentQuery },
  responses: { 200: jsonAnswer(agentList, 'One page of agents') },
})

const rowid = sql<number>`agents.rowid`
const PREDEFINED_IDS = PREDEFINED_AGENTS.map(({ id }) => id)

export const listAgents = endpoint(route, async (c) => {
  const { cursor, limit } = c.req.valid('query')
  const before = cursor === undefined ? undefined : parseCursor(cursor)
  const db = drizzle(c.env.DB)
  const [added, found] = await db.batch([
    db.select().from(agents).where(inArray(agents.id, PREDEFINED_IDS)),
    db
      .select({ ...getTableColumns(agents), rowid })
      .from(agents)
      .where(
        and(
          notInArray(agents.id, PREDEFINED_IDS),
          before && sql`(${agents.createdAt}, ${rowid}) < (${before.at}, ${before.rowid})`,
        ),
      )
      .orderBy(desc(agents.createdAt), desc(rowid))
      .limit(limit + 1),
  ])
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const predefined = before
    ? []
    : PREDEFINED_IDS.map((id) => presentAgent({ id, row: added.find((row) => row.id === id) }))
  return c.json(
    {
      agents: [...predefined, ...page.map(({ rowid: _rowid, ...row }) => presentAgent({ id: row.id, row }))],
      cursor: last && found.length > limit ? encodeCursor({ at: last.createdAt, rowid: last.rowid }) : null,
    },
    200,
  )
})
