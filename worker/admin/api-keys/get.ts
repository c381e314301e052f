import { apiKey } from '../../../schema/api/api-keys.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { loadApiKey } from './load.ts'
import { presentApiKey } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/api-keys/{id}',
  permission: 'members.manage',
  operationId: 'getApiKey',
  summary: 'One API key',
  request: { params: idParam },
  responses: { 200: jsonAnswer(apiKey, 'The key, without the key itself') },
})

export const getApiKey = endpoint(route, async (c) => {
  const row = await loadApiKey(c.env, c.req.valid('param').id)
  return c.json(presentApiKey(row, Date.now()), 200)
})
