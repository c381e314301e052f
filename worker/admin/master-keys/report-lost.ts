// Master keys that are gone for good: what they encrypted is lost, and the deployment goes on with the present ones.
import { inArray, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { lostMasterKeys, masterKeys } from '../../../schema/api/master-keys.ts'
import { keyChecks } from '../../../schema/tables/key-checks.ts'
import { answersOf, requireKnownKeys } from '../../edge/check-keys.ts'
import { settingsOf } from '../../environment.ts'
import { invalidField } from '../admin-problem.ts'
import { commitWrite } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'

const route = defineRoute({
  method: 'post',
  path: '/master-keys/lost',
  permission: 'settings.write',
  needsMasterKeys: false,
  operationId: 'reportLostMasterKeys',
  summary:
    'Go on without master keys that are lost: their secrets are entered again, their users sign in again',
  request: { body: jsonBody(lostMasterKeys) },
  responses: { 200: jsonAnswer(masterKeys, 'The keys that this deployment uses now') },
})

export const reportLostMasterKeys = endpoint(route, async (c) => {
  const at = Date.now()
  const { keyIds } = c.req.valid('json')
  const keys = settingsOf(c.env).masterKeys()
  const [known, answers] = await Promise.all([drizzle(c.env.DB).select().from(keyChecks), answersOf(keys)])
  for (const [index, id] of keyIds.entries()) {
    const row = known.find(({ keyId }) => keyId === id)
    if (!row) throw invalidField(`keyIds.${index}`, 'this deployment has never used a key of this id')
    if (answers.get(id) === row.checkValue)
      throw invalidField(`keyIds.${index}`, 'this key is not lost: it is in MASTER_KEYS')
  }
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at,
    action: 'master_keys.lost',
    resource: { kind: 'deployment', id: 'master_keys' },
    before: { keyIds: known.map(({ keyId }) => keyId) },
    after: { lost: keyIds },
    guard: sql`1 = 1`,
    changes: [{ delete: keyChecks, where: inArray(keyChecks.keyId, keyIds) }],
  })
  await requireKnownKeys(c.env, keys)
  return c.json({ keyIds: [...keys.ids] }, 200)
})
