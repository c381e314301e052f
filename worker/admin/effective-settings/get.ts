// What holds for one user and one agent at one server, each value with the rule that set it (product.md §6). Decided by
// the same functions as a call, from what stands in the database now.
import { eq, inArray, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { effectiveSettings, effectiveSettingsQuery } from '../../../schema/api/effective-settings.ts'
import { groups } from '../../../schema/tables/groups.ts'
import { tools } from '../../../schema/tables/tools.ts'
import { readSnapshot } from '../../edge/read-snapshot.ts'
import type { Env } from '../../environment.ts'
import type { KnownAgent } from '../../policy/caller.ts'
import { decideAgent, decideUser } from '../../policy/decide-access.ts'
import type { Governance } from '../../policy/governance.ts'
import { groupsOf } from '../../policy/standing.ts'
import { notFound } from '../admin-problem.ts'
import { loadAgent } from '../agents/load.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { loadServer } from '../servers/load.ts'
import { parseUser } from './parse-user.ts'
import { pageOfTools } from './page-of-tools.ts'

const route = defineRoute({
  method: 'get',
  path: '/effective-settings',
  permission: 'grants.read',
  operationId: 'getEffectiveSettings',
  summary: 'What holds for a user and an agent at a server, and why; without a user: for anonymous calls',
  request: { query: effectiveSettingsQuery },
  responses: { 200: jsonAnswer(effectiveSettings, 'One page of tools, with what was decided before them') },
})

export const getEffectiveSettings = endpoint(route, async (c) => {
  const query = c.req.valid('query')
  const user = parseUser(query)
  const { server } = await loadServer(c.env, query.serverId)
  const agent = await findAgent(c.env, query)
  const snapshot = await readSnapshot(c.env.DB, { slug: server.slug })
  if (!snapshot) throw notFound('server')
  const { governance } = snapshot
  const { rule, ...access } = decideUser(governance, user)
  return c.json(
    {
      serverId: server.id,
      gatewayId: snapshot.gateway?.id ?? null,
      groups: await namedGroups(c.env, [...groupsOf(governance, user)]),
      agent: agent && presentAgentVerdict(governance, agent),
      access: { ...access, ruleId: rule },
      acceptClaimed: { value: governance.acceptClaimed, source: 'server' as const },
      ...pageOfTools(snapshot, await loadToolRows(c.env, server.id), user, query),
    },
    200,
  )
})

async function findAgent(
  env: Env,
  { agentId, agentLevel: level }: { agentId?: string | undefined; agentLevel: KnownAgent['level'] },
): Promise<KnownAgent | null> {
  if (agentId === undefined) return null
  if (agentId === 'unrecognised') return { id: null, level, recognisedBy: 'none' }
  const { id } = await loadAgent(env, agentId)
  return { id, level, recognisedBy: 'client' }
}

function presentAgentVerdict(governance: Governance, agent: KnownAgent) {
  const verdict = decideAgent(governance, agent)
  if (verdict.allow) return { allow: true, ruleId: null, target: null, step: 'default' as const }
  const { rule, target, step } = verdict
  return { allow: false, ruleId: rule, target, step }
}

async function loadToolRows(env: Env, serverId: string) {
  const rows = await drizzle(env.DB)
    .select({ name: tools.name, followsNewTools: tools.followsNewTools })
    .from(tools)
    .where(eq(tools.serverId, serverId))
  return new Map(rows.map((row) => [row.name, row]))
}

async function namedGroups(
  env: Env,
  matched: readonly (readonly [id: string, match: 'named' | 'trusted'])[],
) {
  if (matched.length === 0) return []
  const ids = JSON.stringify(matched.map(([id]) => id))
  const rows = await drizzle(env.DB)
    .select({ id: groups.id, name: groups.name })
    .from(groups)
    .where(inArray(groups.id, sql`(SELECT value FROM json_each(${ids}))`))
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return matched.map(([id, match]) => ({ id, name: names.get(id) ?? id, isTrusted: match === 'trusted' }))
}
