import { rule } from '../../../schema/api/rules.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { loadRule } from './load.ts'
import { presentRule } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/rules/{id}',
  permission: 'grants.read',
  operationId: 'getRule',
  summary: 'One override',
  request: { params: idParam },
  responses: { 200: jsonAnswer(rule, 'The rule') },
})

export const getRule = endpoint(route, async (c) => {
  const row = await loadRule(c.env, c.req.valid('param').id)
  return c.json(presentRule(row), 200, etag(row.version))
})
