import { sql } from 'drizzle-orm'
import { connectionsOf } from '../../../schema/api/connections.ts'
import { checkOrigin } from '../check-origin.ts'
import { commitWrite } from '../commit-write.ts'
import { defineRoute, endpoint } from '../endpoint.ts'
import { actorOf } from './actor.ts'
import { askConnections, loadPlacement } from './connections-object.ts'
import { requireSessionToken, sessionCookie } from './cookies.ts'

const route = defineRoute({
  method: 'delete',
  path: '/session/connections/sign-in',
  permission: 'connections',
  operationId: 'signOutOfConnections',
  summary: 'Sign out of your connections at a Gateway (cookie of its sign-in)',
  request: { query: connectionsOf },
  responses: { 204: { description: 'Signed out' } },
})

export const signOutOfConnections = endpoint(route, async (c) => {
  checkOrigin(c)
  const { gatewayId } = c.req.valid('query')
  const token = requireSessionToken(c, gatewayId)
  const placement = await loadPlacement(c.env, gatewayId)
  const session = await askConnections(c.env, placement, (object) => object.connectionsSession(token))
  if (session) {
    await commitWrite(c.env, {
      actor: actorOf(session),
      requestId: c.get('requestId'),
      at: Date.now(),
      action: 'connections.signed_out',
      resource: { kind: 'gateway', id: placement.id },
      before: null,
      after: null,
      guard: sql`TRUE`,
      changes: [],
    })
  }
  await askConnections(c.env, placement, (object) => object.endConnectionsSession(token))
  c.header('Set-Cookie', sessionCookie(gatewayId, null, 0))
  return c.body(null, 204)
})
