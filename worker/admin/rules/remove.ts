// Deletes an override: what it set is inherited again.
import { and, eq, sql } from 'drizzle-orm'
import { rules } from '../../../schema/tables/rules.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint } from '../endpoint.ts'
import { checkIfMatch, checkVersion, ifMatchHeader, stale } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { loadRule } from './load.ts'
import { presentRule } from './present.ts'

const route = defineRoute({
  method: 'delete',
  path: '/rules/{id}',
  permission: 'access.configure',
  operationId: 'deleteRule',
  summary: 'Delete an override',
  request: { params: idParam, headers: ifMatchHeader },
  responses: { 204: { description: 'Deleted' } },
})

export const deleteRule = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const row = await loadRule(c.env, c.req.valid('param').id)
  checkVersion(expected, row.version)
  const isSame = and(eq(rules.id, row.id), eq(rules.version, row.version))
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'rule.deleted',
    resource: { kind: 'rule', id: row.id },
    before: presentRule(row),
    after: null,
    guard: sql`EXISTS (SELECT 1 FROM rules WHERE ${isSame})`,
    changes: [{ delete: rules, where: eq(rules.id, row.id) }],
  }).catch(async (error: unknown) => {
    if (error instanceof GuardFailed) throw stale((await loadRule(c.env, row.id)).version)
    throw error
  })
  forgetAllSnapshots()
  return c.body(null, 204)
})
