import { gateway } from '../../../schema/api/gateways.ts'
import { settingsOf } from '../../environment.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { countAttachments, loadGateway } from './load.ts'
import { presentGateway } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/gateways/{id}',
  permission: 'gateways.read',
  operationId: 'getGateway',
  summary: 'One Gateway',
  request: { params: idParam },
  responses: { 200: jsonAnswer(gateway, 'The Gateway') },
})

export const getGateway = endpoint(route, async (c) => {
  const row = await loadGateway(c.env, c.req.valid('param').id)
  const attached = await countAttachments(c.env, row.id)
  return c.json(presentGateway(row, settingsOf(c.env).publicOrigin, attached), 200, etag(row.version))
})
