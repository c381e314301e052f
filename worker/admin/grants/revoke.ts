// Ends grants because an admin asks for it (P8), at one Gateway or at all. Queued first, so that it happens although an
// object is away now.
import { eq, sql } from 'drizzle-orm'
import { grantRevocation, grantsRevoked, type GrantRevocation } from '../../../schema/api/grants.ts'
import { gateways } from '../../../schema/tables/gateways.ts'
import { AdminProblem, notFound } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { loadGateways } from '../gateways/load.ts'
import { revocation } from '../object-tasks/new-task.ts'
import { presentAllEnded } from '../object-tasks/present-revocation.ts'
import { parseSelector } from './parse-selector.ts'

const route = defineRoute({
  method: 'post',
  path: '/grants/revoke',
  permission: 'grants.revoke',
  operationId: 'revokeGrants',
  summary:
    'End one grant, those of an attachment or all of a Gateway; those of a user or a client, at one Gateway or at all',
  request: { body: jsonBody(grantRevocation) },
  responses: { 200: jsonAnswer(grantsRevoked, 'Ended') },
})

export const revokeGrants = endpoint(route, async (c) => {
  const input = c.req.valid('json')
  const target = parseSelector(input)
  const affected = await loadGateways(c.env, input.gatewayId)
  const results = await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'grants.revoked',
    resource: resourceOf(input),
    before: null,
    // An order for all names no Gateway by itself: what it reached is read from here.
    after:
      input.gatewayId === undefined ? { ...target, gatewayIds: affected.map(({ id }) => id) } : { ...target },
    guard:
      input.gatewayId === undefined
        ? sql`TRUE`
        : sql`EXISTS (SELECT 1 FROM gateways WHERE ${eq(gateways.id, input.gatewayId)})`,
    changes: [],
    tasks: affected.map((gateway) => revocation(gateway, c.get('actor'), target, true)),
  }).catch((error: unknown) => {
    throw error instanceof GuardFailed ? notFound('Gateway') : error
  })
  const ended = results.filter((result) => result !== null && result !== 'told')
  if (ended.length < results.length) {
    throw new AdminProblem(
      'unavailable',
      'The object of a Gateway does not answer. The revocation is queued and will be repeated; you may also ask again.',
    )
  }
  return c.json(presentAllEnded(c.env, ended), 200)
})

function resourceOf({ gatewayId, userSubject, clientId }: GrantRevocation): { kind: string; id: string } {
  if (gatewayId !== undefined) return { kind: 'gateway', id: gatewayId }
  return userSubject === undefined
    ? { kind: 'client', id: clientId ?? '' }
    : { kind: 'user', id: userSubject }
}
