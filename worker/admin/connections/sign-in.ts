// Begins a sign-in to *My connections*: the browser gets a verifier here, at the dashboard, and goes to the main host,
// where the Gateway's one callback is.
import { eq, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { connectionsStart } from '../../../schema/api/connections.ts'
import { attachments, servers } from '../../../schema/tables/index.ts'
import { sha256Base64url } from '../../crypto/digest.ts'
import { randomToken } from '../../crypto/random-id.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { AdminProblem, invalidField, notFound } from '../admin-problem.ts'
import { defineRoute, endpoint } from '../endpoint.ts'
import { answerBrowser, redirectTo } from '../sign-in/answer-browser.ts'
import { refuseSignInFlood } from '../sign-in/refuse-flood.ts'
import { checkReturnTo } from '../sign-in/urls.ts'
import { askConnections, loadPlacement } from './connections-object.ts'
import { startCookie } from './cookies.ts'

const CONNECTIONS_PATH = '/api/v1/session/connections'

const route = defineRoute({
  method: 'get',
  path: '/session/connections/sign-in',
  permission: 'public',
  operationId: 'startConnections',
  summary: 'Sign in to your own connections at a Gateway; open it in a browser',
  request: { query: connectionsStart },
  responses: { 302: { description: 'On to the sign-in' } },
})

export const startConnectionsRoute = endpoint(route, (c) =>
  answerBrowser(
    c,
    async () => {
      refuseSignInFlood(c, 'begin', Date.now())
      const { signInOrigins, dashboardOrigin } = settingsOf(c.env).signIn()
      const url = new URL(c.req.url)
      // Opened under another name of this host: its cookies would stay with that name.
      if (!signInOrigins.includes(url.origin)) {
        return redirectTo(`${dashboardOrigin}${CONNECTIONS_PATH}/sign-in${url.search}`, [])
      }
      const input = c.req.valid('query')
      const placement = await loadPlacement(c.env, await gatewayIdOf(c.env, input))
      const verifier = randomToken()
      const challenge = await sha256Base64url(verifier)
      const start = challenge.slice(0, 16)
      const finish = new URLSearchParams({
        gatewayId: placement.id,
        start,
        returnTo: checkReturnTo(input.returnTo ?? '/connections', url.origin),
      })
      const handle = await askConnections(c.env, placement, (object) =>
        object.startConnections({
          challenge,
          finishUrl: `${url.origin}${CONNECTIONS_PATH}/finish?${finish}`,
          address: c.req.header('cf-connecting-ip') ?? 'local',
        }),
      )
      if (handle === null) {
        throw new AdminProblem('too_many_requests', 'Too many sign-ins at once. Wait a minute.')
      }
      const { publicOrigin } = settingsOf(c.env)
      const location = `${publicOrigin}/g/${placement.id}/connections?handle=${handle}`
      return redirectTo(location, [startCookie(start, verifier)])
    },
    '/connections',
  ),
)

interface Wanted {
  gatewayId?: string | undefined
  server?: string | undefined
  mcpUrl?: string | undefined
}

async function gatewayIdOf(env: Env, { gatewayId, server, mcpUrl }: Wanted): Promise<string> {
  if ([gatewayId, server, mcpUrl].filter((one) => one !== undefined).length !== 1) {
    throw invalidField('gatewayId', 'name exactly one of gatewayId, server and mcpUrl')
  }
  if (gatewayId !== undefined) return gatewayId
  const [row] = await drizzle(env.DB)
    .select({ gatewayId: attachments.gatewayId })
    .from(attachments)
    .innerJoin(servers, eq(servers.id, attachments.serverId))
    .where(mcpUrl === undefined ? eq(servers.slug, server ?? '') : isAt(env, mcpUrl))
  if (!row) throw notFound('server with sign-in')
  return row.gatewayId
}

/** The server whose public URL this is, in either form (O1). */
function isAt(env: Env, mcpUrl: string): SQL {
  const { publicHost } = settingsOf(env)
  const { host, pathname } = new URL(mcpUrl)
  if (host !== publicHost) return eq(attachments.customHost, host)
  return eq(servers.slug, /^\/s\/([^/]+)(?:\/|$)/.exec(pathname)?.[1] ?? '')
}
