import { budget, budgetUpdate } from '../../../schema/api/budgets.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { updateRule } from './write-rule.ts'
import { loadBudget } from './load.ts'
import { presentBudget } from './present.ts'

const route = defineRoute({
  method: 'patch',
  path: '/budgets/{id}',
  permission: 'budgets.configure',
  operationId: 'updateBudget',
  summary: 'Change a budget',
  request: { params: idParam, headers: ifMatchHeader, body: jsonBody(budgetUpdate) },
  responses: { 200: jsonAnswer(budget, 'Changed') },
})

export const updateBudget = endpoint(route, async (c) => {
  const at = Date.now()
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const before = await loadBudget(c.env, c.req.valid('param').id)
  checkVersion(expected, before.version)
  const after = {
    ...before,
    ...withoutUndefined(c.req.valid('json')),
    version: before.version + 1,
    updatedAt: at,
  }
  const write = { kind: 'budget', actor: c.get('actor'), requestId: c.get('requestId'), at } as const
  await updateRule(c.env, write, after, { before: presentBudget(before), after: presentBudget(after) })
  return c.json(presentBudget(after), 200, etag(after.version))
})
