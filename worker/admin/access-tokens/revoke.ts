// Revokes an access token. It stays revoked although its server's object is away now: the order waits and is repeated (P8).
import { eq, sql } from 'drizzle-orm'
import { accessTokenRevoked } from '../../../schema/api/access-tokens.ts'
import { accessTokens } from '../../../schema/tables/access-tokens.ts'
import { settingsOf } from '../../environment.ts'
import { AdminProblem, notFound } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { accessTokenRevoked as revocation } from '../object-tasks/new-task.ts'
import { idParam } from '../route-parts.ts'
import { loadAccessToken } from './load.ts'
import { auditedAccessToken } from './present.ts'

const route = defineRoute({
  method: 'delete',
  path: '/access-tokens/{id}',
  permission: 'tokens.manage',
  operationId: 'revokeAccessToken',
  summary: 'Revoke an access token',
  request: { params: idParam },
  responses: { 200: jsonAnswer(accessTokenRevoked, 'Revoked') },
})

export const revokeAccessToken = endpoint(route, async (c) => {
  const row = await loadAccessToken(c.env, c.req.valid('param').id)
  const actor = c.get('actor')
  const isThere = eq(accessTokens.id, row.id)
  const [told] = await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'access_token.revoked',
    resource: { kind: 'access_token', id: row.id },
    before: auditedAccessToken(row),
    after: null,
    guard: sql`EXISTS (SELECT 1 FROM access_tokens WHERE ${isThere})`,
    changes: [{ delete: accessTokens, where: isThere }],
    tasks: [revocation(row.serverId, row.id, actor)],
  }).catch((error: unknown) => {
    throw error instanceof GuardFailed ? notFound('access token') : error
  })
  if (!told) {
    throw new AdminProblem(
      'unavailable',
      "The server's object does not answer. The token is out of the list; the order is queued and will be repeated.",
    )
  }
  const effectiveWithinSeconds = Math.ceil(settingsOf(c.env).revocationCacheMs / 1_000)
  return c.json({ effectiveWithinSeconds }, 200)
})
