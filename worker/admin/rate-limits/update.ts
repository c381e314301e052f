import { rateLimit, rateLimitUpdate } from '../../../schema/api/rate-limits.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { updateRule } from '../budgets/write-rule.ts'
import { loadRateLimit } from './load.ts'
import { presentRateLimit } from './present.ts'

const route = defineRoute({
  method: 'patch',
  path: '/rate-limits/{id}',
  permission: 'budgets.configure',
  operationId: 'updateRateLimit',
  summary: 'Change a rate limit',
  request: { params: idParam, headers: ifMatchHeader, body: jsonBody(rateLimitUpdate) },
  responses: { 200: jsonAnswer(rateLimit, 'Changed') },
})

export const updateRateLimit = endpoint(route, async (c) => {
  const at = Date.now()
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const before = await loadRateLimit(c.env, c.req.valid('param').id)
  checkVersion(expected, before.version)
  const after = {
    ...before,
    ...withoutUndefined(c.req.valid('json')),
    version: before.version + 1,
    updatedAt: at,
  }
  const write = { kind: 'rate_limit', actor: c.get('actor'), requestId: c.get('requestId'), at } as const
  await updateRule(c.env, write, after, { before: presentRateLimit(before), after: presentRateLimit(after) })
  return c.json(presentRateLimit(after), 200, etag(after.version))
})
