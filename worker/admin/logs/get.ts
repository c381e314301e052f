// One call or authorization step, by the id that the list shows: what a link to an event leads to.
import { logEvent } from '../../../schema/api/logs.ts'
import { findEvent } from '../../logs/find-event.ts'
import { notFound } from '../admin-problem.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { idParam } from '../route-parts.ts'
import { parseLogEventId, presentLogEvent } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/logs/{id}',
  permission: 'logs.read',
  operationId: 'getLogEvent',
  summary: 'One log event',
  request: { params: idParam },
  responses: { 200: jsonAnswer(logEvent, 'The event') },
})

export const getLogEvent = endpoint(route, async (c) => {
  const key = parseLogEventId(c.req.valid('param').id)
  const row = key && (await findEvent(c.env.DB, key))
  if (!row) throw notFound('log event')
  return c.json(presentLogEvent(row), 200)
})
