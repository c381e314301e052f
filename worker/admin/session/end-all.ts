import { sessionsEnded } from '../../../schema/api/session.ts'
import { cookieOf, SESSION_COOKIE } from '../../identity/session-cookie.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { requireSignedIn } from '../require-permission.ts'
import { endSessions } from './end-sessions.ts'

const route = defineRoute({
  method: 'delete',
  path: '/session/all',
  permission: 'signed_in',
  operationId: 'endOwnSessions',
  summary: 'Sign out everywhere, here too',
  responses: { 200: jsonAnswer(sessionsEnded, 'All of your sessions ended') },
  needsMasterKeys: false,
})

export const endOwnSessions = endpoint(route, async (c) => {
  const actor = c.get('actor')
  const person = requireSignedIn(actor)
  const ended = await endSessions(c.env, { actor, requestId: c.get('requestId'), person })
  c.header('Set-Cookie', cookieOf(SESSION_COOKIE, '', 0))
  return c.json({ ended, effectiveWithinSeconds: 0 as const }, 200)
})
