// A user ends connections of their own: queued first, so that it happens although the object is away now (P8). The
// authorization server is told as product.md §5 allows it.
import type { Context } from 'hono'
import { eq, sql } from 'drizzle-orm'
import { connectionsEnded, connectionsOf } from '../../../schema/api/connections.ts'
import { gateways } from '../../../schema/tables/gateways.ts'
import type { RevocationTarget } from '../../../schema/tables/object-tasks.ts'
import type { GatewayPlacement } from '../../gateway/address.ts'
import type { ConnectionsSession } from '../../gateway/connections/contract.ts'
import { AdminProblem, notFound } from '../admin-problem.ts'
import { checkOrigin } from '../check-origin.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import type { AdminEnv } from '../context.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { revocation } from '../object-tasks/new-task.ts'
import { idParam } from '../route-parts.ts'
import { actorOf } from './actor.ts'
import { askConnections, loadPlacement } from './connections-object.ts'
import { requireSessionToken, signInAgain } from './cookies.ts'

const one = defineRoute({
  method: 'delete',
  path: '/session/connections/{id}',
  permission: 'connections',
  operationId: 'endConnection',
  summary: 'End one connection of your own (cookie of its sign-in)',
  request: { params: idParam, query: connectionsOf },
  responses: { 200: jsonAnswer(connectionsEnded, 'Ended') },
})

/** Another person's connection answers like one that is not there (S13). */
export const endConnection = endpoint(one, async (c) => {
  const { session, placement, token } = await requireSession(c, c.req.valid('query').gatewayId)
  const { id } = c.req.valid('param')
  const grant = await askConnections(c.env, placement, (object) => object.findConnection(token, id))
  if (!grant) throw notFound('connection')
  return c.json(await end(c, placement, session, { grantId: grant.id }), 200)
})

const all = defineRoute({
  method: 'delete',
  path: '/session/connections',
  permission: 'connections',
  operationId: 'endConnections',
  summary: 'End all connections of your own at a Gateway (cookie of its sign-in)',
  request: { query: connectionsOf },
  responses: { 200: jsonAnswer(connectionsEnded, 'Ended') },
})

export const endConnections = endpoint(all, async (c) => {
  const { session, placement } = await requireSession(c, c.req.valid('query').gatewayId)
  const { issuer, subject } = session.identity
  return c.json(await end(c, placement, session, { userIssuer: issuer, userSubject: subject }), 200)
})

async function requireSession(c: Context<AdminEnv>, gatewayId: string) {
  checkOrigin(c)
  const token = requireSessionToken(c, gatewayId)
  const placement = await loadPlacement(c.env, gatewayId)
  const session = await askConnections(c.env, placement, (object) => object.connectionsSession(token))
  if (!session) throw signInAgain()
  return { session, placement, token }
}

async function end(
  c: Context<AdminEnv>,
  placement: GatewayPlacement,
  session: ConnectionsSession,
  target: RevocationTarget,
) {
  const actor = actorOf(session)
  const [result] = await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'connections.ended',
    resource: { kind: 'gateway', id: placement.id },
    before: null,
    after: { ...target },
    guard: sql`EXISTS (SELECT 1 FROM gateways WHERE ${eq(gateways.id, placement.id)})`,
    changes: [],
    tasks: [revocation(placement, actor, target, true)],
  }).catch((error: unknown) => {
    throw error instanceof GuardFailed ? notFound('Gateway') : error
  })
  if (!result || result === 'told') {
    throw new AdminProblem(
      'unavailable',
      'The Gateway does not answer right now. The end of the connection is queued and will be repeated.',
    )
  }
  const { revoked, revokedDownstream, effectiveWithinSeconds } = result
  return { ended: revoked, endedAtProvider: revokedDownstream, effectiveWithinSeconds }
}
