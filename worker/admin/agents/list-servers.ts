// The other view of the mapping: which servers one agent may use.
import { alias } from 'drizzle-orm/sqlite-core'
import { desc, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { agentQuery, agentServers } from '../../../schema/api/agents.ts'
import { accessPolicies, attachments, servers, type AccessPolicyRow } from '../../../schema/tables/index.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { encodeCursor, parseCursor } from '../page-cursor.ts'
import { idParam } from '../route-parts.ts'
import { OPEN_POLICY } from '../rules/save-policy.ts'
import { loadAgent } from './load.ts'

const route = defineRoute({
  method: 'get',
  path: '/agents/{id}/servers',
  permission: 'servers.read',
  operationId: 'listAgentServers',
  summary: 'Which servers an agent may use, newest server first',
  request: { params: idParam, query: agentQuery },
  responses: { 200: jsonAnswer(agentServers, 'One page of servers') },
})

const rowid = sql<number>`servers.rowid`
const gatewayPolicies = alias(accessPolicies, 'gateway_policies')

export const listAgentServers = endpoint(route, async (c) => {
  const { cursor, limit } = c.req.valid('query')
  const before = cursor === undefined ? undefined : parseCursor(cursor)
  const { id } = await loadAgent(c.env, c.req.valid('param').id)
  const found = await drizzle(c.env.DB)
    .select({
      server: { id: servers.id, slug: servers.slug, name: servers.name, createdAt: servers.createdAt },
      gatewayId: attachments.gatewayId,
      own: accessPolicies,
      gateways: gatewayPolicies,
      rowid,
    })
    .from(servers)
    .leftJoin(attachments, eq(attachments.serverId, servers.id))
    .leftJoin(accessPolicies, eq(accessPolicies.targetId, servers.id))
    .leftJoin(gatewayPolicies, eq(gatewayPolicies.targetId, attachments.gatewayId))
    .where(before && sql`(${servers.createdAt}, ${rowid}) < (${before.at}, ${before.rowid})`)
    .orderBy(desc(servers.createdAt), desc(rowid))
    .limit(limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return c.json(
    {
      servers: page.map(({ server, gatewayId, own, gateways }) => {
        const ofServer = admits(own, id)
        const ofGateway = gatewayId === null ? null : admits(gateways, id)
        return {
          serverId: server.id,
          slug: server.slug,
          name: server.name,
          allowed: ofServer && (ofGateway ?? true),
          ofServer,
          isSet: own?.agents[id] !== undefined,
          gatewayId,
          ofGateway,
        }
      }),
      cursor:
        last && found.length > limit ? encodeCursor({ at: last.server.createdAt, rowid: last.rowid }) : null,
    },
    200,
  )
})

function admits(row: AccessPolicyRow | null, agentId: string): boolean {
  const { agents, otherAgents } = row ?? OPEN_POLICY
  return agents[agentId] ?? otherAgents
}
