import { env } from 'cloudflare:workers'
import { beforeEach, expect, it } from 'vitest'
import type { Env } from '../../environment.ts'
import type { LogEntry, LogEvent } from '../../logs/event.ts'
import { insertEvents } from '../../logs/insert-events.ts'
import { SUMMARY_SQL } from '../../logs/summarize.ts'
import { admin } from '../../testing/admin-client.ts'

const { DB } = env as unknown as Env
const HOUR_MS = 3_600_000
let sequence = 0

function event(at: number, overrides: Partial<LogEntry> = {}): LogEvent {
  sequence += 1
  return {
    isolate: 'aaaaaaaa-summary',
    sequence,
    kind: 'call',
    requestId: `req_${sequence}`,
    outcome: 'ok',
    serverId: 'srv_a',
    at,
    ...overrides,
  } as LogEvent
}

beforeEach(async () => {
  await DB.prepare('DELETE FROM log_events').run()
})

it('counts calls, errors and refusals of the last day, per server and per hour', async () => {
  const now = Date.now()
  await insertEvents(DB, [
    event(now - 1_000),
    event(now - 1_000, { outcome: 'timeout' }),
    event(now - 2 * HOUR_MS, { outcome: 'blocked' }),
    event(now - 2 * HOUR_MS, { serverId: 'srv_b', outcome: 'tool_error' }),
    event(now - 1_000, { kind: 'authorization', outcome: 'refused' }),
    event(now - 25 * HOUR_MS),
  ])
  const { status, body, text } = await admin('GET', '/logs/summary')
  expect(status, text).toBe(200)
  expect(body['total']).toEqual({ calls: 4, errors: 2, refused: 1 })
  expect(body['servers']).toEqual([
    { serverId: 'srv_a', calls: 3, errors: 1, refused: 1 },
    { serverId: 'srv_b', calls: 1, errors: 1, refused: 0 },
  ])
  const hours = body['hours'] as { at: number; calls: number }[]
  expect([24, 25]).toContain(hours.length)
  expect(hours.at(-1)?.at).toBe(Math.floor((body['to'] as number) / HOUR_MS) * HOUR_MS)
  expect(hours.reduce((sum, { calls }) => sum + calls, 0)).toBe(4)
})

it('looks back a week at most, and not at the whole log', async () => {
  const { body } = await admin('GET', '/logs/summary?from=0')
  expect((body['to'] as number) - (body['from'] as number)).toBe(7 * 24 * HOUR_MS)
  expect((await admin('GET', '/logs/summary?from=soon')).status).toBe(400)
  const { results } = await DB.prepare(`EXPLAIN QUERY PLAN ${SUMMARY_SQL}`)
    .bind(1, 2)
    .all<{ detail: string }>()
  expect(results[0]?.detail).toContain('log_events_by_kind (kind=? AND at>? AND at<?)')
})
