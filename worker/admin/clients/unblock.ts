// Lets a blocked client register and sign in again; grants that ended stay ended.
import { clientBlock, clientUnblocked } from '../../../schema/api/clients.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { writeBlock } from '../object-tasks/write-block.ts'

const route = defineRoute({
  method: 'post',
  path: '/clients/unblock',
  permission: 'clients.manage',
  operationId: 'unblockClient',
  summary: 'Accept a blocked client again',
  request: { body: jsonBody(clientBlock) },
  responses: { 200: jsonAnswer(clientUnblocked, 'No longer blocked') },
})

export const unblockClient = endpoint(route, async (c) => {
  const { gatewayId, clientId } = c.req.valid('json')
  await writeBlock(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    gatewayId,
    block: { kind: 'unblock_client', target: { clientId } },
  })
  return c.json({ effectiveWithinSeconds: 0 }, 200)
})
