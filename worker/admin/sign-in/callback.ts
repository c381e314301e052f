// The way back from the OpenID provider: the browser that began it, the code, the ID token, then a session.
import type { Context } from 'hono'
import { DownstreamError } from '../../downstream/contract.ts'
import { ioWith } from '../../downstream/io.ts'
import { settingsOf } from '../../environment.ts'
import type { Identity } from '../../gateway/contract.ts'
import { finishSignIn } from '../../identity/oidc/finish-sign-in.ts'
import { openTransaction, type SignInTransaction } from '../../identity/oidc/transaction.ts'
import { cookieOf, readCookie, SESSION_COOKIE, transactionCookieName } from '../../identity/session-cookie.ts'
import { SESSION_MAX_MS } from '../../identity/session-limits.ts'
import { AdminProblem } from '../admin-problem.ts'
import type { AdminEnv } from '../context.ts'
import { defineRoute, endpoint } from '../endpoint.ts'
import { recordSignInFailure, refuseBlockedAddress } from '../sign-in-failures.ts'
import { answerBrowser, redirectTo } from './answer-browser.ts'
import { issueSession } from './issue-session.ts'
import { refuseSignInFlood } from './refuse-flood.ts'
import { requireSignInProfile } from './sign-in-profile.ts'

const OUTAGES: ReadonlySet<string> = new Set([
  'downstream_unreachable',
  'identity_unreachable',
  'jwks_unreachable',
])

const route = defineRoute({
  method: 'get',
  path: '/sign-in/callback',
  permission: 'public',
  operationId: 'finishSignIn',
  summary: 'Where the sign-in server sends the browser back to',
  responses: { 302: { description: 'Signed in; to the page that was asked for' } },
})

export const finishSignInRoute = endpoint(route, (c) =>
  answerBrowser(c, async () => {
    const now = Date.now()
    refuseBlockedAddress(c, now)
    refuseSignInFlood(c, 'finish', now)
    const url = new URL(c.req.url)
    const state = url.searchParams.get('state') ?? ''
    const cookieName = await transactionCookieName(state)
    const transaction = await requireTransaction(c, cookieName, state, now)
    const identity = await identify(c, url, transaction, now)
    const session = await issueSession(c, identity, { isFresh: transaction.isFresh, now })
    return redirectTo(`${url.origin}${transaction.returnTo}`, [
      cookieOf(cookieName, '', 0),
      cookieOf(SESSION_COOKIE, session, SESSION_MAX_MS / 1_000),
    ])
  }),
)

/** Only the browser that began the sign-in can finish it (RFC 6749 §10.12). */
async function requireTransaction(
  c: Context<AdminEnv>,
  cookieName: string,
  state: string,
  now: number,
): Promise<SignInTransaction> {
  const sealed = readCookie(c.req.header('cookie'), cookieName)
  const keys = settingsOf(c.env).masterKeys()
  const transaction = sealed ? await openTransaction(keys, state, sealed, now) : undefined
  if (transaction) return transaction
  recordSignInFailure(c, 'oidc', 'no sign-in under way in this browser', now)
  throw new AdminProblem(
    'unauthenticated',
    'This sign-in was not begun in this browser, was finished already, or took longer than ten minutes.',
  )
}

async function identify(
  c: Context<AdminEnv>,
  url: URL,
  transaction: SignInTransaction,
  now: number,
): Promise<Identity> {
  const { profile } = await requireSignInProfile(c, url.origin)
  try {
    return await finishSignIn(profile, transaction, url.searchParams, ioWith(c.env.KV))
  } catch (error) {
    if (!(error instanceof DownstreamError)) throw error
    if (OUTAGES.has(error.code)) throw new AdminProblem('unavailable', error.message, { cause: error })
    console.error(
      JSON.stringify({
        level: 'warn',
        surface: 'sign_in',
        requestId: c.get('requestId'),
        code: error.code,
        message: error.detail,
      }),
    )
    // A person who changes their mind is no attacker.
    if (error.code !== 'access_denied') recordSignInFailure(c, 'oidc', error.code, now)
    throw new AdminProblem('unauthenticated', error.message, { cause: error })
  }
}
