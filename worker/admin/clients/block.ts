// Refuses a client id from now on, whatever registration it has; its grants end here (P8).
import { clientBlock } from '../../../schema/api/clients.ts'
import { grantsRevoked } from '../../../schema/api/grants.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { presentEnded } from '../object-tasks/present-revocation.ts'
import { writeBlock } from '../object-tasks/write-block.ts'

const route = defineRoute({
  method: 'post',
  path: '/clients/block',
  permission: 'clients.manage',
  operationId: 'blockClient',
  summary: 'Refuse a client at a Gateway; its grants end',
  request: { body: jsonBody(clientBlock) },
  responses: { 200: jsonAnswer(grantsRevoked, 'Blocked') },
})

export const blockClient = endpoint(route, async (c) => {
  const { gatewayId, clientId } = c.req.valid('json')
  const result = await writeBlock(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    gatewayId,
    block: { kind: 'block_client', target: { clientId } },
  })
  return c.json(presentEnded(c.env, result), 200)
})
