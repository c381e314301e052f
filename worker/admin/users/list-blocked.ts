// Users who are blocked at a Gateway, as its object has them.
import { z } from 'zod'
import { blockedUserList } from '../../../schema/api/users.ts'
import { gatewayObject } from '../../gateway/address.ts'
import type { GatewayRpc } from '../../gateway/contract.ts'
import { AdminProblem } from '../admin-problem.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { loadGateway } from '../gateways/load.ts'

const route = defineRoute({
  method: 'get',
  path: '/blocked-users',
  permission: 'grants.read',
  operationId: 'listBlockedUsers',
  summary: 'Users whom a Gateway refuses',
  request: { query: z.strictObject({ gatewayId: z.string().min(1).max(200) }) },
  responses: { 200: jsonAnswer(blockedUserList, 'Newest first') },
})

export const listBlockedUsers = endpoint(route, async (c) => {
  const gateway = await loadGateway(c.env, c.req.valid('query').gatewayId)
  const object: GatewayRpc = gatewayObject(c.env, gateway)
  try {
    return c.json({ users: await object.listBlockedUsers() }, 200)
  } catch (cause) {
    throw new AdminProblem('unavailable', 'The object of this Gateway does not answer. Try again shortly.', {
      cause,
    })
  }
})
