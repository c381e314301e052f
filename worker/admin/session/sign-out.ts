import { sessionsEnded } from '../../../schema/api/session.ts'
import { cookieOf, SESSION_COOKIE } from '../../identity/session-cookie.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { requireSignedIn } from '../require-permission.ts'
import { endSessions } from './end-sessions.ts'

const route = defineRoute({
  method: 'delete',
  path: '/session',
  permission: 'signed_in',
  operationId: 'signOut',
  summary: 'Sign out here',
  responses: { 200: jsonAnswer(sessionsEnded, 'The session ended, and its cookie is taken away') },
  needsMasterKeys: false,
})

/** A sign-in by Cloudflare Access has no session of ours: it ends at `/cdn-cgi/access/logout`. */
export const signOut = endpoint(route, async (c) => {
  const actor = c.get('actor')
  const { sessionId, ...person } = requireSignedIn(actor)
  const ended =
    sessionId === null
      ? 0
      : await endSessions(c.env, { actor, requestId: c.get('requestId'), person, sessionId })
  c.header('Set-Cookie', cookieOf(SESSION_COOKIE, '', 0))
  return c.json({ ended, effectiveWithinSeconds: 0 as const }, 200)
})
