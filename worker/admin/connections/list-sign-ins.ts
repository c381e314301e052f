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

/** What is no cookie of ours is looked up nowhere: everybody may ask here. */
const GATEWAY_ID = /^[A-Za-z0-9_-]{1,64}$/
const TOKEN = /^[A-Za-z0-9_-]{43}$/

const route = defineRoute({
  method: 'get',
  path: '/session/connections/sign-ins',
  permission: 'public',
  operationId: 'listConnectionSignIns',
  summary: 'The Gateways at which this browser is signed in to its connections (their cookies)',
  responses: { 200: jsonAnswer(connectionSignIns, 'Those whose session still holds') },
})

/** A Gateway is named to nobody who has no session there; one that does not answer does not hide the others. */
export const listConnectionSignIns = endpoint(route, async (c) => {
  const asked = await Promise.allSettled(
    sessionTokensOf(c)
      .filter(([gatewayId, token]) => GATEWAY_ID.test(gatewayId) && TOKEN.test(token))
      .slice(0, SIGN_INS_MAX)
      .map(async ([gatewayId, token]) => {
        const placement = await findPlacement(c.env, gatewayId)
        if (!placement) return undefined
        const session = await askConnections(c.env, placement, (object) => object.connectionsSession(token))
        return session ? { gatewayId, session } : undefined
      }),
  )
  const open = asked.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []))
  const away = asked.find((one) => one.status === 'rejected')
  // Nothing at all would read as "signed in nowhere".
  if (away && open.length === 0) throw away.reason
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
