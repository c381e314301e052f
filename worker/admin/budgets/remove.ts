import { defineRoute, endpoint } from '../endpoint.ts'
import { checkIfMatch, checkVersion, ifMatchHeader } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { deleteRule } from './write-rule.ts'
import { loadBudget } from './load.ts'
import { presentBudget } from './present.ts'

const route = defineRoute({
  method: 'delete',
  path: '/budgets/{id}',
  permission: 'budgets.configure',
  operationId: 'deleteBudget',
  summary: 'Delete a budget',
  request: { params: idParam, headers: ifMatchHeader },
  responses: { 204: { description: 'Deleted' } },
})

export const deleteBudget = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const row = await loadBudget(c.env, c.req.valid('param').id)
  checkVersion(expected, row.version)
  const write = {
    kind: 'budget',
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at: Date.now(),
  } as const
  await deleteRule(c.env, write, row, presentBudget(row))
  return c.body(null, 204)
})
