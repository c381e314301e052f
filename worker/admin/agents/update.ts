// Changes how an agent is recognised. For a predefined one: what this deployment adds.
import { and, eq, sql } from 'drizzle-orm'
import { agent, agentUpdate } from '../../../schema/api/agents.ts'
import { agents, type AgentRow } from '../../../schema/tables/agents.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import { invalidField } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { checkIfMatch, checkVersion, etag, ifMatchHeader, stale } from '../if-match.ts'
import { idParam } from '../route-parts.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { checkPatterns } from './check-patterns.ts'
import { loadAgent, presentAgent } from './load.ts'

const route = defineRoute({
  method: 'patch',
  path: '/agents/{id}',
  permission: 'agents.configure',
  operationId: 'updateAgent',
  summary: 'Change how an agent is recognised',
  request: { params: idParam, headers: ifMatchHeader, body: jsonBody(agentUpdate) },
  responses: { 200: jsonAnswer(agent, 'Changed') },
})

export const updateAgent = endpoint(route, async (c) => {
  const expected = checkIfMatch(c.req.valid('header')['if-match'])
  const found = await loadAgent(c.env, c.req.valid('param').id)
  const before = presentAgent(found)
  checkVersion(expected, before.version)
  const input = withoutUndefined(c.req.valid('json'))
  if (input.name !== undefined && before.kind === 'predefined') {
    throw invalidField('name', 'a predefined agent keeps its name')
  }
  const at = Date.now()
  const { id, row: old } = found
  const row: AgentRow = {
    ...(old ?? { id, name: null, clientIds: [], clientUrlPrefixes: [], keywords: [], createdAt: at }),
    ...input,
    version: before.version + 1,
    updatedAt: at,
  }
  await checkPatterns(c.env, id, row)
  const { createdAt: _born, ...set } = row
  const after = presentAgent({ id, row })
  const isSame = old
    ? sql`EXISTS (SELECT 1 FROM agents WHERE ${and(eq(agents.id, id), eq(agents.version, old.version))})`
    : sql`NOT EXISTS (SELECT 1 FROM agents WHERE ${eq(agents.id, id)})`
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at,
    action: 'agent.updated',
    resource: { kind: 'agent', id },
    before,
    after,
    guard: isSame,
    changes: [old ? { update: agents, set, where: eq(agents.id, id) } : { insert: agents, row: { ...row } }],
  }).catch(async (error: unknown) => {
    if (error instanceof GuardFailed) throw stale(presentAgent(await loadAgent(c.env, id)).version)
    throw error
  })
  forgetAllSnapshots()
  return c.json(after, 200, etag(after.version))
})
