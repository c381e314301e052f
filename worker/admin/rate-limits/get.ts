import { rateLimit } from '../../../schema/api/rate-limits.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { loadRateLimit } from './load.ts'
import { presentRateLimit } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/rate-limits/{id}',
  permission: 'logs.read',
  operationId: 'getRateLimit',
  summary: 'One rate limit',
  request: { params: idParam },
  responses: { 200: jsonAnswer(rateLimit, 'The rate limit') },
})

export const getRateLimit = endpoint(route, async (c) => {
  const row = await loadRateLimit(c.env, c.req.valid('param').id)
  return c.json(presentRateLimit(row), 200, etag(row.version))
})
