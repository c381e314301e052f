// A user's own grants at one Gateway, with the names of their servers.
import { inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { connectionList, connectionsQuery } from '../../../schema/api/connections.ts'
import { servers } from '../../../schema/tables/servers.ts'
import { pathSurface } from '../../edge/public-urls.ts'
import { settingsOf, type Env } from '../../environment.ts'
import type { GrantView } from '../../gateway/contract.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { askConnections, loadPlacement } from './connections-object.ts'
import { requireSessionToken, signInAgain } from './cookies.ts'

const route = defineRoute({
  method: 'get',
  path: '/session/connections',
  permission: 'connections',
  operationId: 'listConnections',
  summary: 'Your own connections at a Gateway (cookie of its sign-in)',
  request: { query: connectionsQuery },
  responses: { 200: jsonAnswer(connectionList, 'One page of your connections') },
})

export const listConnectionsRoute = endpoint(route, async (c) => {
  const { gatewayId, ...query } = c.req.valid('query')
  const token = requireSessionToken(c, gatewayId)
  const placement = await loadPlacement(c.env, gatewayId)
  const [session, page] = await askConnections(c.env, placement, async (object) => [
    await object.connectionsSession(token),
    await object.listConnections(token, { ...withoutUndefined(query), limit: query.limit }),
  ])
  if (!session || !page) throw signInAgain()
  const { issuer, subject, organization, email, displayName } = session.identity
  const named = await namesOf(c.env, page.grants)
  return c.json(
    {
      identity: { issuer, subject, organization, email, displayName },
      sessionExpiresAt: session.expiresAt,
      connections: page.grants.map((grant) => present(grant, named.get(grant.serverId) ?? null)),
      cursor: page.cursor,
    },
    200,
  )
})

interface NamedServer {
  id: string
  name: string
  mcpUrl: string
}

async function namesOf(env: Env, grants: readonly GrantView[]): Promise<ReadonlyMap<string, NamedServer>> {
  const ids = [...new Set(grants.map((grant) => grant.serverId))]
  const { publicOrigin } = settingsOf(env)
  const rows = await drizzle(env.DB)
    .select({ id: servers.id, name: servers.name, slug: servers.slug })
    .from(servers)
    .where(inArray(servers.id, ids))
  return new Map(
    rows.map(({ id, name, slug }) => [id, { id, name, mcpUrl: pathSurface(publicOrigin, slug).resource }]),
  )
}

function present(grant: GrantView, server: NamedServer | null) {
  const { id, clientId, clientName, scopes, state, stateReason, createdAt, lastUsedAt, accessExpiresAt } =
    grant
  return {
    id,
    server,
    clientId,
    clientName,
    scopes: [...scopes],
    state,
    stateReason,
    createdAt,
    lastUsedAt,
    accessExpiresAt,
  }
}
