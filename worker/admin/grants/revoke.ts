// Ends grants because an admin asks for it (P8). Queued first, so that it happens although the object is away now.
import { eq, sql } from 'drizzle-orm'
import { grantRevocation, grantsRevoked } from '../../../schema/api/grants.ts'
import { gateways } from '../../../schema/tables/gateways.ts'
import { AdminProblem, notFound } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { loadGateway } from '../gateways/load.ts'
import { revocation } from '../object-tasks/new-task.ts'
import { presentEnded } from '../object-tasks/present-revocation.ts'
import { parseSelector } from './parse-selector.ts'

const route = defineRoute({
  method: 'post',
  path: '/grants/revoke',
  permission: 'grants.revoke',
  operationId: 'revokeGrants',
  summary: 'End one grant, those of a user, of a client, of an attachment, or all of a Gateway',
  request: { body: jsonBody(grantRevocation) },
  responses: { 200: jsonAnswer(grantsRevoked, 'Ended') },
})

export const revokeGrants = endpoint(route, async (c) => {
  const input = c.req.valid('json')
  const target = parseSelector(input)
  const gateway = await loadGateway(c.env, input.gatewayId)
  const [result] = await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'grants.revoked',
    resource: { kind: 'gateway', id: gateway.id },
    before: null,
    after: { ...target },
    guard: sql`EXISTS (SELECT 1 FROM gateways WHERE ${eq(gateways.id, gateway.id)})`,
    changes: [],
    tasks: [revocation(gateway, c.get('actor'), target, true)],
  }).catch((error: unknown) => {
    throw error instanceof GuardFailed ? notFound('Gateway') : error
  })
  if (!result || result === 'told') {
    throw new AdminProblem(
      'unavailable',
      'The object of this Gateway does not answer. The revocation is queued and will be repeated; you may also ask again.',
    )
  }
  return c.json(presentEnded(c.env, result), 200)
})
