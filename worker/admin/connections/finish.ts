// The way back from the sign-in: the one-time code, in the browser that began, becomes a short session of that Gateway.
import { connectionsFinish } from '../../../schema/api/connections.ts'
import { AdminProblem } from '../admin-problem.ts'
import { defineRoute, endpoint } from '../endpoint.ts'
import { answerBrowser, redirectTo } from '../sign-in/answer-browser.ts'
import { refuseSignInFlood } from '../sign-in/refuse-flood.ts'
import { checkReturnTo } from '../sign-in/urls.ts'
import { askConnections, loadPlacement } from './connections-object.ts'
import { sessionCookie, startCookie, verifierOf } from './cookies.ts'

const route = defineRoute({
  method: 'get',
  path: '/session/connections/finish',
  permission: 'public',
  operationId: 'finishConnections',
  summary: 'Where the sign-in to your connections comes back to',
  request: { query: connectionsFinish },
  responses: { 302: { description: 'Signed in; to the page that was asked for' } },
})

export const finishConnectionsRoute = endpoint(route, (c) =>
  answerBrowser(
    c,
    async () => {
      refuseSignInFlood(c, 'finish', Date.now())
      const { gatewayId, start, returnTo, code } = c.req.valid('query')
      const placement = await loadPlacement(c.env, gatewayId)
      const verifier = verifierOf(c, start)
      const session =
        verifier === undefined
          ? null
          : await askConnections(c.env, placement, (object) => object.finishConnections(code, verifier))
      if (!session) {
        throw new AdminProblem(
          'unauthenticated',
          'This sign-in was not begun in this browser, was finished already, or took too long. Start again.',
        )
      }
      const seconds = Math.max(1, Math.floor((session.expiresAt - Date.now()) / 1_000))
      const { origin } = new URL(c.req.url)
      return redirectTo(`${origin}${checkReturnTo(returnTo, origin)}`, [
        startCookie(start, ''),
        sessionCookie(placement.id, session.token, seconds),
      ])
    },
    '/connections',
  ),
)
