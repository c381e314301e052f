// Grants of one Gateway, or of all, as their objects have them.
import { grantList, grantQuery } from '../../../schema/api/grants.ts'
import { gatewayObject } from '../../gateway/address.ts'
import type { GatewayRpc } from '../../gateway/contract.ts'
import { compareGrants, encodeGrantCursor, parseGrantCursor } from '../../gateway/grant-cursor.ts'
import { AdminProblem } from '../admin-problem.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { loadGateways } from '../gateways/load.ts'
import { foreignCursor } from '../page-cursor.ts'
import { withoutUndefined } from '../without-undefined.ts'

const route = defineRoute({
  method: 'get',
  path: '/grants',
  permission: 'grants.read',
  operationId: 'listGrants',
  summary: 'Grants of one Gateway, or of all, newest first',
  request: { query: grantQuery },
  responses: { 200: jsonAnswer(grantList, 'One page of grants') },
})

export const listGrants = endpoint(route, async (c) => {
  const { gatewayId, limit, ...filters } = c.req.valid('query')
  if (filters.cursor !== undefined && !parseGrantCursor(filters.cursor)) throw foreignCursor()
  const query = { ...withoutUndefined(filters), limit }
  const gateways = await loadGateways(c.env, gatewayId)
  const pages = await Promise.all(
    gateways.map(async (gateway) => {
      try {
        const object: GatewayRpc = gatewayObject(c.env, gateway)
        return await object.listGrants(query)
      } catch (cause) {
        const which = `The object of the Gateway “${gateway.name}” does not answer.`
        throw new AdminProblem('unavailable', `${which} Try again shortly.`, { cause })
      }
    }),
  )
  const found = pages.flatMap(({ grants }) => grants).toSorted(compareGrants)
  const grants = found.slice(0, limit).map((grant) => ({
    ...grant,
    scopes: [...grant.scopes],
    downstreamScopes: [...grant.downstreamScopes],
  }))
  const last = grants.at(-1)
  const hasMore = found.length > limit || pages.some(({ cursor }) => cursor !== null)
  return c.json({ grants, cursor: hasMore && last ? encodeGrantCursor(last) : null }, 200)
})
