// Lets a blocked user sign in again; grants that ended stay ended.
import { userBlock, userUnblocked } from '../../../schema/api/users.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { writeBlock } from '../object-tasks/write-block.ts'

const route = defineRoute({
  method: 'post',
  path: '/users/unblock',
  permission: 'access.configure',
  operationId: 'unblockUser',
  summary: 'Accept a blocked user again',
  request: { body: jsonBody(userBlock) },
  responses: { 200: jsonAnswer(userUnblocked, 'No longer blocked') },
})

export const unblockUser = endpoint(route, async (c) => {
  const { gatewayId, ...target } = c.req.valid('json')
  await writeBlock(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    gatewayId,
    block: { kind: 'unblock_user', target },
  })
  return c.json({ effectiveWithinSeconds: 0 }, 200)
})
