import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { accessTokenList, accessTokenQuery } from '../../../schema/api/access-tokens.ts'
import { accessTokens } from '../../../schema/tables/access-tokens.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { encodeCursor, parseCursor } from '../page-cursor.ts'
import { findLastUses } from './find-last-uses.ts'
import { presentAccessToken } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/access-tokens',
  permission: 'grants.read',
  operationId: 'listAccessTokens',
  summary: 'Access tokens, the newest first; of one server or agent where asked',
  request: { query: accessTokenQuery },
  responses: { 200: jsonAnswer(accessTokenList, 'One page of tokens, without the tokens themselves') },
})

const rowid = sql<number>`access_tokens.rowid`

export const listAccessTokens = endpoint(route, async (c) => {
  const { serverId, agentId, cursor, limit } = c.req.valid('query')
  const before = cursor === undefined ? undefined : parseCursor(cursor)
  const found = await drizzle(c.env.DB)
    .select({ ...getTableColumns(accessTokens), rowid })
    .from(accessTokens)
    .where(
      and(
        serverId === undefined ? undefined : eq(accessTokens.serverId, serverId),
        agentId === undefined ? undefined : eq(accessTokens.agentId, agentId),
        before && sql`(${accessTokens.createdAt}, ${rowid}) < (${before.at}, ${before.rowid})`,
      ),
    )
    .orderBy(desc(accessTokens.createdAt), desc(rowid))
    .limit(limit + 1)
  const page = found.slice(0, limit)
  const uses = await findLastUses(c.env, page)
  const last = page.at(-1)
  return c.json(
    {
      accessTokens: page.map((row) => presentAccessToken(row, uses.get(row.id) ?? null)),
      cursor: last && found.length > limit ? encodeCursor({ at: last.createdAt, rowid: last.rowid }) : null,
    },
    200,
  )
})
