import { desc, getTableColumns } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { meterQuery } from '../../../schema/api/budgets.ts'
import { rateLimitList } from '../../../schema/api/rate-limits.ts'
import { rateLimits } from '../../../schema/tables/index.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { presentRateLimit } from './present.ts'
import { matching, pageOf, rowidOf } from '../budgets/rule-page.ts'

const route = defineRoute({
  method: 'get',
  path: '/rate-limits',
  permission: 'logs.read',
  operationId: 'listRateLimits',
  summary: 'Rate limits, newest first',
  request: { query: meterQuery },
  responses: { 200: jsonAnswer(rateLimitList, 'One page of rate limits') },
})

export const listRateLimits = endpoint(route, async (c) => {
  const query = c.req.valid('query')
  const rowid = rowidOf(rateLimits)
  const found = await drizzle(c.env.DB)
    .select({ ...getTableColumns(rateLimits), rowid })
    .from(rateLimits)
    .where(matching(rateLimits, query))
    .orderBy(desc(rateLimits.createdAt), desc(rowid))
    .limit(query.limit + 1)
  const { rows, cursor } = pageOf(found, query.limit)
  return c.json({ rateLimits: rows.map(presentRateLimit), cursor }, 200)
})
