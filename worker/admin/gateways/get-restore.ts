// The last order to put a Gateway back: whoever lost the answer to it finds here how far it is, and the way back.
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { gatewayRestored } from '../../../schema/api/restores.ts'
import { objectRestores, type GatewayRow } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { gatewayObject } from '../../gateway/address.ts'
import type { RestoreOutcome } from '../../gateway/restore/contract.ts'
import { AdminProblem } from '../admin-problem.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { loadGateway } from './load.ts'
import { presentRestore } from './present-restore.ts'

const route = defineRoute({
  method: 'get',
  path: '/gateways/{id}/restore',
  permission: 'gateways.read',
  operationId: 'getGatewayRestore',
  summary: "The last order to put a Gateway's object back, and what leads back to before it",
  request: { params: idParam },
  responses: { 200: jsonAnswer(gatewayRestored, 'The last order') },
})

export const getGatewayRestore = endpoint(route, async (c) => {
  const gateway = await loadGateway(c.env, c.req.valid('param').id)
  const { restoreId } = gateway
  const [order] =
    restoreId === null
      ? []
      : await drizzle(c.env.DB).select().from(objectRestores).where(eq(objectRestores.id, restoreId))
  if (!order) throw new AdminProblem('not_found', 'This Gateway was never put back.')
  return c.json(presentRestore(c.env, gateway, order, await findOutcome(c.env, gateway, order.id)), 200)
})

/** Throws AdminProblem `unavailable`. */
async function findOutcome(env: Env, gateway: GatewayRow, restoreId: string): Promise<RestoreOutcome> {
  try {
    return await gatewayObject(env, gateway).restoreOutcome(restoreId)
  } catch (cause) {
    throw new AdminProblem('unavailable', 'The object of this Gateway does not answer. Try again shortly.', {
      cause,
    })
  }
}
