import { accessToken } from '../../../schema/api/access-tokens.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { findLastUses } from './find-last-uses.ts'
import { loadAccessToken } from './load.ts'
import { presentAccessToken } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/access-tokens/{id}',
  permission: 'grants.read',
  operationId: 'getAccessToken',
  summary: 'One access token, without the token itself',
  request: { params: idParam },
  responses: { 200: jsonAnswer(accessToken, 'The access token') },
})

export const getAccessToken = endpoint(route, async (c) => {
  const row = await loadAccessToken(c.env, c.req.valid('param').id)
  const uses = await findLastUses(c.env, [row])
  return c.json(presentAccessToken(row, uses.get(row.id) ?? null), 200)
})
