// What is spent of many budgets, in one question to the object.
import { desc, getTableColumns } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { budgetSnapshotList, meterQuery } from '../../../schema/api/budgets.ts'
import { budgets } from '../../../schema/tables/index.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { presentSnapshot } from './present-snapshot.ts'
import { readBudgetStates } from './read-states.ts'
import { matching, pageOf, rowidOf } from './rule-page.ts'

const route = defineRoute({
  method: 'get',
  path: '/budget-snapshots',
  permission: 'logs.read',
  operationId: 'listBudgetSnapshots',
  summary: 'What is spent and left of budgets, in the order of the list of budgets',
  request: { query: meterQuery },
  responses: { 200: jsonAnswer(budgetSnapshotList, 'One page, now') },
})

export const listBudgetSnapshots = endpoint(route, async (c) => {
  const query = c.req.valid('query')
  const rowid = rowidOf(budgets)
  const found = await drizzle(c.env.DB)
    .select({ ...getTableColumns(budgets), rowid })
    .from(budgets)
    .where(matching(budgets, query))
    .orderBy(desc(budgets.createdAt), desc(rowid))
    .limit(query.limit + 1)
  const { rows, cursor } = pageOf(found, query.limit)
  const states = await readBudgetStates(c.env, rows)
  const snapshots = rows.flatMap((row, index) => {
    const state = states[index]
    return state ? [presentSnapshot(row, state)] : []
  })
  return c.json({ snapshots, cursor }, 200)
})
