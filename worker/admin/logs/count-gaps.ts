// How many events were lost (P5).
import { gapQuery, logGaps } from '../../../schema/api/logs.ts'
import { countGaps } from '../../logs/count-gaps.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'

const DAY_MS = 24 * 3_600_000

const route = defineRoute({
  method: 'get',
  path: '/logs/gaps',
  permission: 'logs.read',
  operationId: 'countLogGaps',
  summary: 'How many log events were lost',
  request: { query: gapQuery },
  responses: { 200: jsonAnswer(logGaps, 'The count') },
})

export const countLogGaps = endpoint(route, async (c) => {
  const since = c.req.valid('query').since ?? Date.now() - DAY_MS
  return c.json({ since, lost: await countGaps(c.env.DB, since) }, 200)
})
