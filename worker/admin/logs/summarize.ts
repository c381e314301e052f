// How many calls there were, per server and per hour: what the overview shows (product.md §9).
import { logSummary, logSummaryQuery, type LogSummary } from '../../../schema/api/logs.ts'
import { summarizeCalls, type CallCounts, type CountedHour } from '../../logs/summarize.ts'
import { defineRoute, endpoint, jsonAnswer } from '../endpoint.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** More would read too much of the log for a page that is looked at often. */
const RANGE_MS_MAX = 7 * DAY_MS

const route = defineRoute({
  method: 'get',
  path: '/logs/summary',
  permission: 'logs.read',
  operationId: 'summarizeLogs',
  summary: 'Calls, errors and refusals per server and per hour',
  request: { query: logSummaryQuery },
  responses: { 200: jsonAnswer(logSummary, 'The counts') },
})

export const summarizeLogs = endpoint(route, async (c) => {
  const to = Date.now()
  const from = Math.max(c.req.valid('query').from ?? to - DAY_MS, to - RANGE_MS_MAX)
  return c.json(presentSummary(await summarizeCalls(c.env.DB, from, to), from, to), 200)
})

function presentSummary(counted: readonly CountedHour[], from: number, to: number): LogSummary {
  const servers = Map.groupBy(counted, ({ serverId }) => serverId)
  const hours = Map.groupBy(counted, ({ hour }) => hour)
  return {
    from,
    to,
    total: sumOf(counted),
    servers: [...servers]
      .map(([serverId, rows]) => ({ serverId, ...sumOf(rows) }))
      .toSorted((one, other) => other.calls - one.calls),
    hours: hoursBetween(from, to).map((at) => ({ at, ...sumOf(hours.get(at) ?? []) })),
  }
}

function hoursBetween(from: number, to: number): number[] {
  const first = Math.floor(from / HOUR_MS) * HOUR_MS
  return Array.from({ length: Math.max(Math.ceil((to - first) / HOUR_MS), 0) }, (_, n) => first + n * HOUR_MS)
}

function sumOf(rows: readonly CallCounts[]): CallCounts {
  return {
    calls: rows.reduce((sum, { calls }) => sum + calls, 0),
    errors: rows.reduce((sum, { errors }) => sum + errors, 0),
    refused: rows.reduce((sum, { refused }) => sum + refused, 0),
  }
}
