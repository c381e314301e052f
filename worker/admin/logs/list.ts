// Calls and authorization steps, newest first (product.md §9).
import { logList, logQuery } from '../../../schema/api/logs.ts'
import { searchLogs } from '../../logs/search.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'
import { encodeCursor, parseCursor } from '../page-cursor.ts'
import { withoutUndefined } from '../without-undefined.ts'
import { presentLogEvent } from './present.ts'

const route = defineRoute({
  method: 'get',
  path: '/logs',
  permission: 'logs.read',
  operationId: 'listLogs',
  summary: 'Log events, newest first',
  request: { query: logQuery },
  responses: { 200: jsonAnswer(logList, 'One page of events') },
})

export const listLogs = endpoint(route, async (c) => {
  const { cursor, limit, ...filters } = c.req.valid('query')
  const page = { limit: limit + 1, ...(cursor === undefined ? {} : { before: parseCursor(cursor) }) }
  const found = await searchLogs(c.env.DB, withoutUndefined(filters), page)
  const events = found.slice(0, limit)
  const last = events.at(-1)
  return c.json(
    {
      events: events.map(({ rowid: _rowid, ...row }) => presentLogEvent(row)),
      cursor: last && found.length > limit ? encodeCursor(last) : null,
    },
    200,
  )
})
