import { and, desc, getTableColumns, gt, isNull, or, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { apiKeyList, apiKeyQuery } from '../../../schema/api/api-keys.ts'
import { apiKeys } from '../../../schema/tables/api-keys.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { encodeCursor, parseCursor } from '../page-cursor.ts'
import { presentApiKey } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/api-keys',
  permission: 'members.manage',
  operationId: 'listApiKeys',
  summary: 'API keys, the newest first',
  request: { query: apiKeyQuery },
  responses: { 200: jsonAnswer(apiKeyList, 'One page of keys, without the keys themselves') },
})

const rowid = sql<number>`api_keys.rowid`

export const listApiKeys = endpoint(route, async (c) => {
  const { cursor, limit, state } = c.req.valid('query')
  const now = Date.now()
  const before = cursor === undefined ? undefined : parseCursor(cursor)
  const isActive = and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)))
  const found = await drizzle(c.env.DB)
    .select({ ...getTableColumns(apiKeys), rowid })
    .from(apiKeys)
    .where(
      and(
        before && sql`(${apiKeys.createdAt}, ${rowid}) < (${before.at}, ${before.rowid})`,
        state === 'active' ? isActive : undefined,
      ),
    )
    .orderBy(desc(apiKeys.createdAt), desc(rowid))
    .limit(limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return c.json(
    {
      apiKeys: page.map(({ rowid: _rowid, ...row }) => presentApiKey(row, now)),
      cursor: last && found.length > limit ? encodeCursor({ at: last.createdAt, rowid: last.rowid }) : null,
    },
    200,
  )
})
