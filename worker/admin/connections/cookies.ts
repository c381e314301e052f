// The cookies of *My connections*, at the dashboard: one for a sign-in under way, one for the session, each of one Gateway.
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { parse } from 'hono/utils/cookie'
import { cookieOf, readCookie } from '../../identity/session-cookie.ts'
import { AdminProblem } from '../admin-problem.ts'
import type { AdminEnv } from '../context.ts'

const START_SECONDS = 10 * 60

/** The prefix by which logs recognise credentials. */
const PREFIX = 'lmn_con_'

export const SESSION_NAME = '__Host-limen-connections-'
const startName = (start: string) => `__Host-limen-connections-start-${start}`
const sessionName = (gatewayId: string) => `${SESSION_NAME}${gatewayId}`

/** `start` tells sign-ins of several tabs apart; `verifier` proves the browser. An empty one takes the cookie away. */
export function startCookie(start: string, verifier: string): string {
  return cookieOf(startName(start), verifier, verifier === '' ? 0 : START_SECONDS)
}

export function verifierOf(c: Context<AdminEnv>, start: string): string | undefined {
  return readCookie(c.req.header('cookie'), startName(start))
}

/** `token` null takes the cookie away. */
export function sessionCookie(gatewayId: string, token: string | null, seconds: number): string {
  return cookieOf(sessionName(gatewayId), token === null ? '' : PREFIX + token, token === null ? 0 : seconds)
}

/** Of every Gateway at which this browser may be signed in: its id, and the token. */
export function sessionTokensOf(c: Context<AdminEnv>): [gatewayId: string, token: string][] {
  return Object.entries(parse(c.req.header('cookie') ?? ''))
    .filter(([name, value]) => name.startsWith(SESSION_NAME) && value.startsWith(PREFIX))
    .map(([name, value]) => [name.slice(SESSION_NAME.length), value.slice(PREFIX.length)])
}

/** Before anything else is read. Whose session it is, and whether it holds, the handler asks at its Gateway. */
export const requireConnectionsCookie = createMiddleware<AdminEnv>(async (c, next) => {
  if (sessionTokensOf(c).length === 0) throw signInAgain()
  await next()
})

/** Throws AdminProblem `unauthenticated`. */
export function requireSessionToken(c: Context<AdminEnv>, gatewayId: string): string {
  const value = readCookie(c.req.header('cookie'), sessionName(gatewayId))
  if (value?.startsWith(PREFIX)) return value.slice(PREFIX.length)
  throw signInAgain()
}

export function signInAgain(): AdminProblem {
  return new AdminProblem(
    'unauthenticated',
    'Sign in to your connections first: open /api/v1/session/connections/sign-in?gatewayId=… in a browser.',
  )
}
