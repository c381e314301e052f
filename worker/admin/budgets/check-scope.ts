// What a budget or rate limit names must be there, and stay there until it is written.
import { eq, sql, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { agents, gateways, servers } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { UNRECOGNISED } from '../../meter/metered-rules.ts'
import { PREDEFINED_AGENTS } from '../../policy/predefined-agents.ts'
import { invalidField } from '../admin-problem.ts'
import type { ScopeColumns } from './scope-columns.ts'

/** Throws AdminProblem `validation` that names the field. */
export async function checkScope(env: Pick<Env, 'DB'>, columns: ScopeColumns): Promise<void> {
  const db = drizzle(env.DB)
  const { gatewayId, serverId, agentId } = columns
  const [foundGateways, foundServers, foundAgents] = await db.batch([
    db
      .select({ id: gateways.id })
      .from(gateways)
      .where(eq(gateways.id, gatewayId ?? '')),
    db
      .select({ authMode: servers.authMode, passthrough: servers.passthrough })
      .from(servers)
      .where(eq(servers.id, serverId ?? '')),
    db
      .select({ id: agents.id })
      .from(agents)
      .where(eq(agents.id, agentId ?? '')),
  ])
  if (gatewayId !== null && foundGateways.length === 0)
    throw invalidField('scope.gatewayId', 'there is no such Gateway; use the id of one that exists')
  const [server] = foundServers
  if (serverId !== null && !server)
    throw invalidField('scope.serverId', 'there is no such server; use the id of one that exists')
  if (gatewayId !== null && serverId !== null)
    throw invalidField('scope.gatewayId', 'name a Gateway or a server, not both')
  if (agentId !== null && foundAgents.length === 0 && !isKnownAgent(agentId))
    throw invalidField(
      'scope.agentId',
      `there is no such agent; use the id of one that exists, or "${UNRECOGNISED}"`,
    )
  // M13: nobody's identity is proven there, so a user's rule could hold for nobody.
  const isOfUsers = columns.scope === 'user' || columns.scope === 'default_user'
  if (isOfUsers && server?.authMode === 'passthrough' && !server.passthrough?.verification)
    throw invalidField(
      'scope.serverId',
      'this server passes tokens on without verifying them, so its users are not known; configure issuer and keys there, or use the scope "server"',
    )
}

/** The same as a condition of the write. */
export function scopeStands({ gatewayId, serverId, agentId }: ScopeColumns): SQL {
  const gatewayStands =
    gatewayId === null ? sql`TRUE` : sql`EXISTS (SELECT 1 FROM gateways WHERE id = ${gatewayId})`
  const serverStands =
    serverId === null ? sql`TRUE` : sql`EXISTS (SELECT 1 FROM servers WHERE id = ${serverId})`
  const agentStands =
    agentId === null || isKnownAgent(agentId)
      ? sql`TRUE`
      : sql`EXISTS (SELECT 1 FROM agents WHERE id = ${agentId})`
  return sql`${gatewayStands} AND ${serverStands} AND ${agentStands}`
}

function isKnownAgent(id: string): boolean {
  return id === UNRECOGNISED || PREDEFINED_AGENTS.some((agent) => agent.id === id)
}
