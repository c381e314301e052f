import { budget, budgetCreate } from '../../../schema/api/budgets.ts'
import { randomId } from '../../crypto/random-id.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { columnsOf } from './scope-columns.ts'
import { insertRule } from './write-rule.ts'
import { presentBudget } from './present.ts'

const route = defineRoute({
  method: 'post',
  path: '/budgets',
  permission: 'budgets.configure',
  operationId: 'createBudget',
  summary: 'Make a budget',
  request: { body: jsonBody(budgetCreate) },
  responses: { 201: jsonAnswer(budget, 'Created') },
})

export const createBudget = endpoint(route, async (c) => {
  const at = Date.now()
  const { scope, ...input } = c.req.valid('json')
  const row = {
    ...input,
    ...columnsOf(scope),
    id: randomId('bud'),
    version: 1,
    createdAt: at,
    updatedAt: at,
  }
  const write = { kind: 'budget', actor: c.get('actor'), requestId: c.get('requestId'), at } as const
  await insertRule(c.env, write, row, presentBudget(row))
  return c.json(presentBudget(row), 201, etag(row.version))
})
