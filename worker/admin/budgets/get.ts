import { budget } from '../../../schema/api/budgets.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { loadBudget } from './load.ts'
import { presentBudget } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/budgets/{id}',
  permission: 'logs.read',
  operationId: 'getBudget',
  summary: 'One budget',
  request: { params: idParam },
  responses: { 200: jsonAnswer(budget, 'The budget') },
})

export const getBudget = endpoint(route, async (c) => {
  const row = await loadBudget(c.env, c.req.valid('param').id)
  return c.json(presentBudget(row), 200, etag(row.version))
})
