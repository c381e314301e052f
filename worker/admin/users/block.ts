// Refuses a user at a Gateway from now on, whatever client they come with; their grants end here (P8).
import { grantsRevoked } from '../../../schema/api/grants.ts'
import { userBlock } from '../../../schema/api/users.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { presentEnded } from '../object-tasks/present-revocation.ts'
import { writeBlock } from '../object-tasks/write-block.ts'

const route = defineRoute({
  method: 'post',
  path: '/users/block',
  permission: 'access.configure',
  operationId: 'blockUser',
  summary: 'Refuse a user at a Gateway; their grants end',
  request: { body: jsonBody(userBlock) },
  responses: { 200: jsonAnswer(grantsRevoked, 'Blocked') },
})

export const blockUser = endpoint(route, async (c) => {
  const { gatewayId, ...target } = c.req.valid('json')
  const result = await writeBlock(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    gatewayId,
    block: { kind: 'block_user', target },
  })
  return c.json(presentEnded(c.env, result), 200)
})
