// Deletes a group that nothing names.
import { and, eq, sql, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { accessPolicies, groups, rules } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { AdminProblem } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint } from '../endpoint.ts'
import { checkIfMatch, checkVersion, ifMatchHeader, stale } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { loadGroup } from './load.ts'
import { presentGroup } from './present.ts'

const route = defineRoute({
  method: 'delete',
  path: '/groups/{id}',
  permission: 'access.configure',
  operationId: 'deleteGroup',
  summary: 'Delete a group that no rule and no access list names',
  request: { params: idParam, headers: ifMatchHeader },
  responses: { 204: { description: 'Deleted' } },
})

export const deleteGroup = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const row = await loadGroup(c.env, c.req.valid('param').id)
  checkVersion(expected, row.version)
  await checkUnused(c.env, row.id)
  const isSame = and(eq(groups.id, row.id), eq(groups.version, row.version))
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'group.deleted',
    resource: { kind: 'group', id: row.id },
    before: presentGroup(row),
    after: null,
    guard: sql`EXISTS (SELECT 1 FROM groups WHERE ${isSame})
      AND NOT EXISTS (SELECT 1 FROM access_policies WHERE ${isListed(row.id)})
      AND NOT EXISTS (SELECT 1 FROM rules WHERE ${eq(rules.groupId, row.id)})`,
    changes: [{ delete: groups, where: eq(groups.id, row.id) }],
  }).catch(async (error: unknown) => {
    if (!(error instanceof GuardFailed)) throw error
    await checkUnused(c.env, row.id)
    throw stale((await loadGroup(c.env, row.id)).version)
  })
  return c.body(null, 204)
})

/** Throws AdminProblem `conflict` with the list of what names the group. */
async function checkUnused(env: Pick<Env, 'DB'>, id: string): Promise<void> {
  const db = drizzle(env.DB)
  const [lists, overrides] = await db.batch([
    db
      .select({ kind: accessPolicies.targetKind, id: accessPolicies.targetId })
      .from(accessPolicies)
      .where(isListed(id)),
    db
      .select({ id: rules.id, kind: rules.targetKind, targetId: rules.targetId })
      .from(rules)
      .where(eq(rules.groupId, id)),
  ])
  const errors = [
    ...lists.map((list) => ({
      path: `${list.kind}s.${list.id}.access`,
      message: `the access lists of ${list.kind} ${list.id} name it`,
    })),
    ...overrides.map((rule) => ({
      path: `rules.${rule.id}`,
      message: `a rule at ${rule.kind} ${rule.targetId}`,
    })),
  ]
  if (errors.length === 0) return
  throw new AdminProblem('conflict', 'The group is in use. Take it out there first.', { errors })
}

function isListed(id: string): SQL {
  const holds = (list: SQL): SQL => sql`EXISTS (SELECT 1 FROM json_each(${list}) WHERE value = ${id})`
  return sql`(${holds(sql`access_policies.denied_groups`)} OR ${holds(sql`access_policies.allowed_groups`)})`
}
