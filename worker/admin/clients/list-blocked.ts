// Clients that are blocked at a Gateway, as its object has them.
import { z } from 'zod'
import { blockedClientList } from '../../../schema/api/clients.ts'
import { gatewayObject } from '../../gateway/address.ts'
import type { GatewayRpc } from '../../gateway/contract.ts'
import { AdminProblem } from '../admin-problem.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { loadGateway } from '../gateways/load.ts'

const route = defineRoute({
  method: 'get',
  path: '/blocked-clients',
  permission: 'gateways.read',
  operationId: 'listBlockedClients',
  summary: 'Clients that a Gateway refuses',
  request: { query: z.strictObject({ gatewayId: z.string().min(1).max(200) }) },
  responses: { 200: jsonAnswer(blockedClientList, 'Newest first') },
})

export const listBlockedClients = endpoint(route, async (c) => {
  const gateway = await loadGateway(c.env, c.req.valid('query').gatewayId)
  const object: GatewayRpc = gatewayObject(c.env, gateway)
  try {
    return c.json({ clients: await object.listBlockedClients() }, 200)
  } catch (cause) {
    throw new AdminProblem('unavailable', 'The object of this Gateway does not answer. Try again shortly.', {
      cause,
    })
  }
})
