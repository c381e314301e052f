// Where this browser is signed in to its connections: the cookies are of no use to the page, which cannot read them.
import { inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { connectionSignIns, type ConnectionSignIns } from '../../../schema/api/connections.ts'
import { gateways } from '../../../schema/tables/gateways.ts'
import type { Env } from '../../environment.ts'
import { findPlacement } from '../../oauth/find-placement.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { askConnections } from './connections-object.ts'
import { sessionTokensOf } from './cookies.ts'

/** A browser holds no more; whoever sends more is none. */
const SIGN_INS_MAX = 20

const route = defineRoute({
  method: 'get',
  path: '/session/connections/sign-ins',
  permission: 'public',
  operationId: 'listConnectionSignIns',
  summary: 'The Gateways at which this browser is signed in to its connections (their cookies)',
  responses: { 200: jsonAnswer(connectionSignIns, 'Those whose session still holds') },
})

/** A Gateway is named to nobody who has no session there. */
export const listConnectionSignIns = endpoint(route, async (c) => {
  const found = await Promise.all(
    sessionTokensOf(c)
      .slice(0, SIGN_INS_MAX)
      .map(async ([gatewayId, token]) => {
        const placement = await findPlacement(c.env, gatewayId)
        if (!placement) return undefined
        const session = await askConnections(c.env, placement, (object) => object.connectionsSession(token))
        return session ? { gatewayId, session } : undefined
      }),
  )
  const open = found.filter((one) => one !== undefined)
  const names = await namesOf(
    c.env,
    open.map(({ gatewayId }) => gatewayId),
  )
  const signIns: ConnectionSignIns['signIns'] = open.map(({ gatewayId, session }) => {
    const { issuer, subject, organization, email, displayName } = session.identity
    return {
      gatewayId,
      gatewayName: names.get(gatewayId) ?? gatewayId,
      identity: { issuer, subject, organization, email, displayName },
      sessionExpiresAt: session.expiresAt,
    }
  })
  return c.json({ signIns }, 200)
})

async function namesOf(env: Pick<Env, 'DB'>, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await drizzle(env.DB)
    .select({ id: gateways.id, name: gateways.name })
    .from(gateways)
    .where(inArray(gateways.id, [...ids]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
