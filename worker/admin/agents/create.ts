// Makes a custom agent (product.md §6). Servers admit it as their `otherAgents` says, until it is set there.
import { sql } from 'drizzle-orm'
import { agent, agentCreate } from '../../../schema/api/agents.ts'
import { agents, type AgentRow } from '../../../schema/tables/agents.ts'
import { randomId } from '../../crypto/random-id.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import { commitWrite } from '../commit-write.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { etag } from '../if-match.ts'
import { checkPatterns } from './check-patterns.ts'
import { presentAgent } from './load.ts'

const route = defineRoute({
  method: 'post',
  path: '/agents',
  permission: 'agents.configure',
  operationId: 'createAgent',
  summary: 'Make a custom agent',
  request: { body: jsonBody(agentCreate) },
  responses: { 201: jsonAnswer(agent, 'Created') },
})

export const createAgent = endpoint(route, async (c) => {
  const at = Date.now()
  const row: AgentRow = {
    ...c.req.valid('json'),
    id: randomId('agt'),
    version: 1,
    createdAt: at,
    updatedAt: at,
  }
  await checkPatterns(c.env, row.id, row)
  const view = presentAgent({ id: row.id, row })
  await commitWrite(c.env, {
    actor: c.get('actor'),
    requestId: c.get('requestId'),
    at,
    action: 'agent.created',
    resource: { kind: 'agent', id: row.id },
    before: null,
    after: view,
    guard: sql`TRUE`,
    changes: [{ insert: agents, row: { ...row } }],
  })
  forgetAllSnapshots()
  return c.json(view, 201, etag(row.version))
})
