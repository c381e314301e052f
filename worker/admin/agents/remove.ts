// Deletes a custom agent that nothing names. Its clients are unrecognised from then on.
import { and, eq, sql, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { accessPolicies, accessTokens, agents, budgets, rateLimits } from '../../../schema/tables/index.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import type { Env } from '../../environment.ts'
import { AdminProblem } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint } from '../endpoint.ts'
import { checkIfMatch, checkVersion, ifMatchHeader, stale } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { loadAgent, presentAgent } from './load.ts'

const route = defineRoute({
  method: 'delete',
  path: '/agents/{id}',
  permission: 'agents.configure',
  operationId: 'deleteAgent',
  summary: 'Delete a custom agent that nothing names',
  request: { params: idParam, headers: ifMatchHeader },
  responses: { 204: { description: 'Deleted' } },
})

export const deleteAgent = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const found = await loadAgent(c.env, c.req.valid('param').id)
  const before = presentAgent(found)
  if (before.kind === 'predefined') {
    throw new AdminProblem(
      'conflict',
      'A predefined agent cannot be deleted. Deny it at the servers it may not use.',
    )
  }
  checkVersion(expected, before.version)
  const { id } = found
  await checkUnused(c.env, id)
  const isSame = and(eq(agents.id, id), eq(agents.version, before.version))
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at: Date.now(),
    action: 'agent.deleted',
    resource: { kind: 'agent', id },
    before,
    after: null,
    guard: sql`EXISTS (SELECT 1 FROM agents WHERE ${isSame})
      AND NOT EXISTS (SELECT 1 FROM access_policies WHERE ${isSet(id)})
      AND NOT EXISTS (SELECT 1 FROM access_tokens WHERE ${eq(accessTokens.agentId, id)})
      AND NOT EXISTS (SELECT 1 FROM budgets WHERE ${eq(budgets.agentId, id)})
      AND NOT EXISTS (SELECT 1 FROM rate_limits WHERE ${eq(rateLimits.agentId, id)})`,
    changes: [{ delete: agents, where: eq(agents.id, id) }],
  }).catch(async (error: unknown) => {
    if (!(error instanceof GuardFailed)) throw error
    await checkUnused(c.env, id)
    throw stale(presentAgent(await loadAgent(c.env, id)).version)
  })
  forgetAllSnapshots()
  return c.body(null, 204)
})

/** Throws AdminProblem `conflict` with the list of what names the agent. */
async function checkUnused(env: Pick<Env, 'DB'>, id: string): Promise<void> {
  const db = drizzle(env.DB)
  const [policies, tokens, limits, rates] = await db.batch([
    db
      .select({ kind: accessPolicies.targetKind, id: accessPolicies.targetId })
      .from(accessPolicies)
      .where(isSet(id)),
    db
      .select({ id: accessTokens.id, name: accessTokens.name })
      .from(accessTokens)
      .where(eq(accessTokens.agentId, id)),
    db.select({ id: budgets.id, name: budgets.name }).from(budgets).where(eq(budgets.agentId, id)),
    db
      .select({ id: rateLimits.id, name: rateLimits.name })
      .from(rateLimits)
      .where(eq(rateLimits.agentId, id)),
  ])
  const errors = [
    ...policies.map((policy) => ({
      path: `${policy.kind}s.${policy.id}.agents`,
      message: `allowed or denied at ${policy.kind} ${policy.id}; set it back to null there`,
    })),
    ...tokens.map((token) => ({ path: `access-tokens.${token.id}`, message: `the token "${token.name}"` })),
    ...limits.map((budget) => ({ path: `budgets.${budget.id}`, message: `the budget "${budget.name}"` })),
    ...rates.map((rate) => ({ path: `rate-limits.${rate.id}`, message: `the rate limit "${rate.name}"` })),
  ]
  if (errors.length === 0) return
  throw new AdminProblem('conflict', 'The agent is in use. Take it out there first.', { errors })
}

function isSet(id: string): SQL {
  return sql`EXISTS (SELECT 1 FROM json_each(access_policies.agents) WHERE key = ${id})`
}
