import { sessionsEnded } from '../../../schema/api/session.ts'
import { checkMayGive } from '../check-role.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { endSessions } from '../session/end-sessions.ts'
import { loadMember } from './load.ts'

const route = defineRoute({
  method: 'delete',
  path: '/members/{id}/sessions',
  permission: 'members.manage',
  operationId: 'endMemberSessions',
  summary: 'Sign a member out everywhere',
  request: { params: idParam },
  responses: { 200: jsonAnswer(sessionsEnded, 'Their sessions ended') },
  needsMasterKeys: false,
})

export const endMemberSessions = endpoint(route, async (c) => {
  const person = await loadMember(c.env, c.req.valid('param').id)
  const actor = c.get('actor')
  checkMayGive(actor, person.role)
  const ended = await endSessions(c.env, { actor, requestId: c.get('requestId'), person })
  return c.json({ ended, effectiveWithinSeconds: 0 as const }, 200)
})
