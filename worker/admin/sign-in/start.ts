// Begins a sign-in with OpenID Connect: the browser gets a sealed cookie and goes to the provider.
import { signInStart } from '../../../schema/api/session.ts'
import { settingsOf } from '../../environment.ts'
import { startSignIn } from '../../identity/oidc/authorization-url.ts'
import { sealTransaction, TRANSACTION_SECONDS_MAX } from '../../identity/oidc/transaction.ts'
import { cookieOf, transactionCookieName } from '../../identity/session-cookie.ts'
import { defineRoute, endpoint } from '../endpoint.ts'
import { refuseBlockedAddress } from '../sign-in-failures.ts'
import { answerBrowser, redirectTo } from './answer-browser.ts'
import { refuseSignInFlood } from './refuse-flood.ts'
import { requireSignInProfile } from './sign-in-profile.ts'
import { checkReturnTo, SIGN_IN_PATH } from './urls.ts'

const route = defineRoute({
  method: 'get',
  path: '/sign-in/start',
  permission: 'public',
  operationId: 'startSignIn',
  summary: 'Begin a sign-in with OpenID Connect; open it in a browser',
  request: { query: signInStart },
  responses: { 302: { description: 'To the sign-in server' } },
})

export const startSignInRoute = endpoint(route, (c) =>
  answerBrowser(c, async () => {
    const now = Date.now()
    refuseBlockedAddress(c, now)
    refuseSignInFlood(c, 'begin', now)
    const settings = settingsOf(c.env)
    const { signInOrigins, dashboardOrigin } = settings.signIn()
    const url = new URL(c.req.url)
    // Opened under another name of this host, `localhost` for 127.0.0.1: its cookies would stay with that name.
    if (!signInOrigins.includes(url.origin)) {
      return redirectTo(`${dashboardOrigin}${SIGN_IN_PATH}/start${url.search}`, [])
    }
    const { returnTo, fresh } = c.req.valid('query')
    const { profile, oidc } = await requireSignInProfile(c, url.origin)
    const isFresh = fresh === 'true'
    const { location, state, pending } = await startSignIn(profile, oidc.scopes, isFresh)
    const sealed = await sealTransaction(settings.masterKeys(), state, {
      pending,
      returnTo: checkReturnTo(returnTo, url.origin),
      isFresh,
      startedAt: now,
    })
    const cookie = cookieOf(await transactionCookieName(state), sealed, TRANSACTION_SECONDS_MAX)
    return redirectTo(location, [cookie])
  }),
)
