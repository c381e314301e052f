// Grants of one Gateway, as its object has them.
import { grantList, grantQuery } from '../../../schema/api/grants.ts'
import { gatewayObject } from '../../gateway/address.ts'
import type { GatewayRpc, GrantPage } from '../../gateway/contract.ts'
import { AdminProblem } from '../admin-problem.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { loadGateway } from '../gateways/load.ts'
import { withoutUndefined } from '../without-undefined.ts'

const route = defineRoute({
  method: 'get',
  path: '/grants',
  permission: 'grants.read',
  operationId: 'listGrants',
  summary: 'Grants of one Gateway',
  request: { query: grantQuery },
  responses: { 200: jsonAnswer(grantList, 'One page of grants') },
})

export const listGrants = endpoint(route, async (c) => {
  const { gatewayId, limit, ...filters } = c.req.valid('query')
  const gateway = await loadGateway(c.env, gatewayId)
  const object: GatewayRpc = gatewayObject(c.env, gateway)
  let page: GrantPage
  try {
    page = await object.listGrants({ ...withoutUndefined(filters), limit })
  } catch (cause) {
    throw new AdminProblem('unavailable', 'The object of this Gateway does not answer. Try again shortly.', {
      cause,
    })
  }
  const grants = page.grants.map((grant) => ({
    ...grant,
    scopes: [...grant.scopes],
    downstreamScopes: [...grant.downstreamScopes],
  }))
  return c.json({ grants, cursor: page.cursor }, 200)
})
