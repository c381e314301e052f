import { desc, getTableColumns } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { meterQuery } from '../../../schema/api/budgets.ts'
import { budgetList } from '../../../schema/api/budgets.ts'
import { budgets } from '../../../schema/tables/index.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { presentBudget } from './present.ts'
import { matching, pageOf, rowidOf } from './rule-page.ts'

const route = defineRoute({
  method: 'get',
  path: '/budgets',
  permission: 'logs.read',
  operationId: 'listBudgets',
  summary: 'Budgets, newest first',
  request: { query: meterQuery },
  responses: { 200: jsonAnswer(budgetList, 'One page of budgets') },
})

export const listBudgets = endpoint(route, async (c) => {
  const query = c.req.valid('query')
  const rowid = rowidOf(budgets)
  const found = await drizzle(c.env.DB)
    .select({ ...getTableColumns(budgets), rowid })
    .from(budgets)
    .where(matching(budgets, query))
    .orderBy(desc(budgets.createdAt), desc(rowid))
    .limit(query.limit + 1)
  const { rows, cursor } = pageOf(found, query.limit)
  return c.json({ budgets: rows.map(presentBudget), cursor }, 200)
})
