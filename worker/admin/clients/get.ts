import { client } from '../../../schema/api/clients.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { loadClient } from './load.ts'
import { presentClient } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/clients/{id}',
  permission: 'gateways.read',
  operationId: 'getClient',
  summary: 'One preregistered client',
  request: { params: idParam },
  responses: { 200: jsonAnswer(client, 'The client') },
})

export const getClient = endpoint(route, async (c) => {
  const { client: row } = await loadClient(c.env, c.req.valid('param').id)
  return c.json(presentClient(row), 200, etag(row.version))
})
