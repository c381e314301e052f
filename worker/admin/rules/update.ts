// Changes what an override sets. For whom and where it holds stays.
import { and, eq, sql } from 'drizzle-orm'
import { ruleChanged, ruleUpdate } from '../../../schema/api/rules.ts'
import { rules, type RuleRow } from '../../../schema/tables/rules.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader, stale } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { checkSetsSomething } from './check-sets-something.ts'
import { EFFECTIVE_WITHIN_SECONDS } from './effective-within.ts'
import { loadRule } from './load.ts'
import { presentRule } from './present.ts'

const route = defineRoute({
  method: 'patch',
  path: '/rules/{id}',
  permission: 'access.configure',
  operationId: 'updateRule',
  summary: 'Change what an override sets, or switch it off',
  request: { params: idParam, headers: ifMatchHeader, body: jsonBody(ruleUpdate) },
  responses: { 200: jsonAnswer(ruleChanged, 'Changed') },
})

export const updateRule = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const before = await loadRule(c.env, c.req.valid('param').id)
  checkVersion(expected, before.version)
  const at = Date.now()
  const after: RuleRow = {
    ...before,
    ...withoutUndefined(c.req.valid('json')),
    version: before.version + 1,
    updatedAt: at,
  }
  checkSetsSomething(after)
  const { id, createdAt: _born, ...set } = after
  const isSame = and(eq(rules.id, id), eq(rules.version, before.version))
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at,
    action: 'rule.updated',
    resource: { kind: 'rule', id },
    before: presentRule(before),
    after: presentRule(after),
    guard: sql`EXISTS (SELECT 1 FROM rules WHERE ${isSame})`,
    changes: [{ update: rules, set, where: eq(rules.id, id) }],
  }).catch(async (error: unknown) => {
    if (error instanceof GuardFailed) throw stale((await loadRule(c.env, id)).version)
    throw error
  })
  forgetAllSnapshots()
  return c.json(
    { ...presentRule(after), effectiveWithinSeconds: EFFECTIVE_WITHIN_SECONDS },
    200,
    etag(after.version),
  )
})
