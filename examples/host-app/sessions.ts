// Who is signed in at this app: an id in a cookie, everything else stays here. A real app keeps this in its database.
import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

export interface User {
  subject: string
  name: string
  email: string
  organization: string | undefined
  /** The user's own token for the API. It never reaches the browser. */
  accessToken: string
}

export interface Session {
  user?: User
  /** A sign-in or a connection that is under way: what the way back must bring along. */
  underWay?: { kind: 'sign-in' | 'connect'; state: string; codeVerifier: string; nonce: string }
  /** MCP token of the agent that the user has connected. */
  agentToken?: string
}

const COOKIE = 'host_app_session'
const sessions = new Map<string, Session>()

export function sessionOf(c: Context): Session {
  const known = sessions.get(getCookie(c, COOKIE) ?? '')
  if (known) return known
  const id = randomBytes(32).toString('base64url')
  const session: Session = {}
  sessions.set(id, session)
  setCookie(c, COOKIE, id, { httpOnly: true, sameSite: 'Lax', path: '/' })
  return session
}

export function signOut(c: Context): void {
  sessions.delete(getCookie(c, COOKIE) ?? '')
}
