import { sessionsEnded } from '../../../schema/api/session.ts'
import { notFound } from '../admin-problem.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { requireSignedIn } from '../require-permission.ts'
import { idParam } from '../route-parts.ts'
import { endSessions } from './end-sessions.ts'

const route = defineRoute({
  method: 'delete',
  path: '/session/all/{id}',
  permission: 'signed_in',
  operationId: 'endOwnSession',
  summary: 'End one of your sessions',
  request: { params: idParam },
  responses: { 200: jsonAnswer(sessionsEnded, 'Ended') },
  needsMasterKeys: false,
})

/** Another person's session answers like one that is not there (S13). */
export const endOwnSession = endpoint(route, async (c) => {
  const actor = c.get('actor')
  const ended = await endSessions(c.env, {
    actor,
    requestId: c.get('requestId'),
    person: requireSignedIn(actor),
    sessionId: c.req.valid('param').id,
  })
  if (ended === 0) throw notFound('session')
  return c.json({ ended, effectiveWithinSeconds: 0 as const }, 200)
})
