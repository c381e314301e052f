// Makes an API key. It is shown in this answer only; the table holds its hash.
import { apiKeyCreate, apiKeyWithSecret, type ApiKeyCreate } from '../../../schema/api/api-keys.ts'
import { apiKeys, type ApiKeyRow } from '../../../schema/tables/api-keys.ts'
import { sha256Base64url } from '../../crypto/digest.ts'
import { randomId } from '../../crypto/random-id.ts'
import { newApiKey } from '../../identity/api-key.ts'
import { AdminProblem, invalidField, summaryOf } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import type { Actor } from '../context.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { guardOfMaker, makerOf } from '../maker.ts'
import { hasPermission } from '../require-permission.ts'
import { presentApiKey } from './present.ts'

const route = defineRoute({
  method: 'post',
  path: '/api-keys',
  permission: 'members.manage',
  operationId: 'createApiKey',
  summary: 'Make an API key with chosen permissions',
  request: { body: jsonBody(apiKeyCreate) },
  responses: { 201: jsonAnswer(apiKeyWithSecret, 'Made; the key is shown this once') },
})

export const createApiKey = endpoint(route, async (c) => {
  const at = Date.now()
  const actor = c.get('actor')
  const { name, permissions, expiresAt } = c.req.valid('json')
  checkPermissions(actor, permissions)
  checkEnd(actor, expiresAt, at)
  const key = newApiKey()
  const row: ApiKeyRow = {
    id: randomId('key'),
    name,
    tokenHash: await sha256Base64url(key),
    hint: key.slice(-4),
    permissions,
    memberId: actor.memberId,
    ...makerOf(actor),
    createdAt: at,
    expiresAt,
    lastUsedAt: null,
    revokedAt: null,
  }
  await commitWrite(c.env, {
    actor,
    requestId: c.get('requestId'),
    at,
    action: 'api_key.created',
    resource: { kind: 'api_key', id: row.id },
    before: null,
    after: presentApiKey(row, at),
    guard: guardOfMaker(actor),
    changes: [{ insert: apiKeys, row: { ...row } }],
  }).catch((error: unknown) => {
    throw error instanceof GuardFailed
      ? new AdminProblem('unauthenticated', 'Your own credential ended just now.')
      : error
  })
  return c.json({ ...presentApiKey(row, at), key }, 201)
})

/** Never more than the maker's own. Throws AdminProblem `forbidden` beside each permission that is too much. */
function checkPermissions(actor: Actor, permissions: ApiKeyCreate['permissions']): void {
  const errors = permissions.flatMap((permission, index) =>
    hasPermission(actor, permission)
      ? []
      : [{ path: `permissions.${index}`, message: `you do not have ${permission} yourself; leave it out` }],
  )
  if (errors.length > 0) throw new AdminProblem('forbidden', summaryOf(errors), { errors })
}

/** A key that a key makes does not outlive it. */
function checkEnd(actor: Actor, expiresAt: number | null, now: number): void {
  if (expiresAt !== null && expiresAt <= now)
    throw invalidField('expiresAt', 'must be in the future, or null')
  if (actor.kind !== 'api_key' || actor.expiresAt === null) return
  if (expiresAt === null || expiresAt > actor.expiresAt) {
    throw invalidField(
      'expiresAt',
      `must be ${actor.expiresAt} at the latest, when the key that makes it ends`,
    )
  }
}
