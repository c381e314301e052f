import { defineRoute, endpoint } from '../endpoint.ts'
import { checkIfMatch, checkVersion, ifMatchHeader } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { deleteRule } from '../budgets/write-rule.ts'
import { loadRateLimit } from './load.ts'
import { presentRateLimit } from './present.ts'

const route = defineRoute({
  method: 'delete',
  path: '/rate-limits/{id}',
  permission: 'budgets.configure',
  operationId: 'deleteRateLimit',
  summary: 'Delete a rate limit',
  request: { params: idParam, headers: ifMatchHeader },
  responses: { 204: { description: 'Deleted' } },
})

export const deleteRateLimit = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const row = await loadRateLimit(c.env, c.req.valid('param').id)
  checkVersion(expected, row.version)
  const write = {
    kind: 'rate_limit',
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at: Date.now(),
  } as const
  await deleteRule(c.env, write, row, presentRateLimit(row))
  return c.body(null, 204)
})
