// Revokes a key, and whatever was made with it: a stolen key must not live on in its offspring.
import { count, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { apiKeyRevoked } from '../../../schema/api/api-keys.ts'
import { apiKeys, invitations } from '../../../schema/tables/index.ts'
import { commitWrite } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { loadApiKey } from './load.ts'
import { presentApiKey } from './present.ts'

const route = defineRoute({
  method: 'delete',
  path: '/api-keys/{id}',
  permission: 'members.manage',
  operationId: 'revokeApiKey',
  summary: 'Revoke an API key, and the keys and open invitations that were made with it',
  request: { params: idParam },
  responses: { 200: jsonAnswer(apiKeyRevoked, 'It holds no longer') },
})

export const revokeApiKey = endpoint(route, async (c) => {
  const before = await loadApiKey(c.env, c.req.valid('param').id)
  const at = Date.now()
  const family = sql`(WITH RECURSIVE family(id) AS (SELECT ${before.id} UNION SELECT k.id FROM api_keys k JOIN family f ON k.created_by_id = f.id) SELECT id FROM family)`
  const isAlive = sql`id IN ${family} AND revoked_at IS NULL`
  const [found] = await drizzle(c.env.DB).select({ keys: count() }).from(apiKeys).where(isAlive)
  const revoked = found?.keys ?? 0
  if (revoked > 0) {
    await commitWrite(c.env, {
      actor: c.get('actor'),
      requestId: c.get('requestId'),
      at,
      action: 'api_key.revoked',
      resource: { kind: 'api_key', id: before.id },
      before: presentApiKey(before, at),
      after: { ...presentApiKey({ ...before, revokedAt: before.revokedAt ?? at }, at), revoked },
      guard: sql`TRUE`,
      changes: [
        {
          update: invitations,
          set: { revokedAt: at },
          where: sql`created_by_id IN ${family} AND accepted_at IS NULL AND revoked_at IS NULL`,
        },
        { update: apiKeys, set: { revokedAt: at }, where: isAlive },
      ],
    })
  }
  return c.json({ effectiveWithinSeconds: 0 as const, revoked }, 200)
})
