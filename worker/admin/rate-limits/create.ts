import { rateLimit, rateLimitCreate } from '../../../schema/api/rate-limits.ts'
import { randomId } from '../../crypto/random-id.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { columnsOf } from '../budgets/scope-columns.ts'
import { insertRule } from '../budgets/write-rule.ts'
import { presentRateLimit } from './present.ts'

const route = defineRoute({
  method: 'post',
  path: '/rate-limits',
  permission: 'budgets.configure',
  operationId: 'createRateLimit',
  summary: 'Make a rate limit',
  request: { body: jsonBody(rateLimitCreate) },
  responses: { 201: jsonAnswer(rateLimit, 'Created') },
})

export const createRateLimit = endpoint(route, async (c) => {
  const at = Date.now()
  const { scope, ...input } = c.req.valid('json')
  const row = {
    ...input,
    burst: input.burst ?? input.calls,
    ...columnsOf(scope),
    id: randomId('rat'),
    version: 1,
    createdAt: at,
    updatedAt: at,
  }
  const write = { kind: 'rate_limit', actor: c.get('actor'), requestId: c.get('requestId'), at } as const
  await insertRule(c.env, write, row, presentRateLimit(row))
  return c.json(presentRateLimit(row), 201, etag(row.version))
})
