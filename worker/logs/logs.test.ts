import {
  createExecutionContext,
  createMessageBatch,
  getQueueResult,
  waitOnExecutionContext,
} from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Env } from '../environment.ts'
import worker from '../index.ts'
import { admin } from '../testing/admin-client.ts'
import { consumeLogs } from './consume.ts'
import { countGaps, OBJECT_GAPS_SQL } from './count-gaps.ts'
import type { LogEntry, LogEvent } from './event.ts'
import { eventOf } from './event-of.ts'
import { insertEvents } from './insert-events.ts'
import { keepLogCap, LAST_COUNT, type LogCount } from './keep-cap.ts'
import { pruneLogs } from './prune.ts'
import { BUFFER_EVENTS, Recorder } from './record.ts'
import { redactDetail, redactName } from './redact.ts'
import { searchLogs } from './search.ts'
import { sendEvents } from './send-events.ts'

const bindings = env as unknown as Env
const { DB } = bindings
const DAY_MS = 86_400_000
const NOW = 1_800_000_000_000

function entry(overrides: Partial<LogEntry> = {}): LogEntry {
  return { kind: 'call', requestId: 'req_1', outcome: 'ok', at: NOW, ...overrides }
}

/** A queue that keeps what it is sent, or refuses. */
function ledgerQueue() {
  const batches: LogEvent[][] = []
  const texts: string[][] = []
  const state = { refuses: false }
  const queue = {
    async sendBatch(messages: Iterable<MessageSendRequest<string>>) {
      if (state.refuses) throw new Error('Queue is overloaded')
      const bodies = [...messages].map(({ body }) => body)
      texts.push(bodies)
      batches.push(bodies.flatMap((body) => JSON.parse(body) as LogEvent[]))
    },
  }
  return { batches, texts, state, env: { LOG_QUEUE: queue as unknown as Env['LOG_QUEUE'], DB } }
}

/** A database that is away. */
const brokenDatabase = {
  prepare() {
    throw new Error('D1_ERROR: no answer')
  },
} as unknown as D1Database

function context() {
  const pending: Promise<unknown>[] = []
  return {
    ctx: { waitUntil: (promise: Promise<unknown>) => void pending.push(promise) },
    settled: () => Promise.all(pending),
  }
}

async function countEvents(): Promise<number> {
  return (await DB.prepare('SELECT count(*) AS n FROM log_events').first<number>('n')) ?? 0
}

beforeEach(async () => {
  await DB.prepare('DELETE FROM log_events').run()
})

describe('recording an event (P5, P6)', () => {
  it('sends a full buffer at once and a smaller one within a second, numbered without gaps', async () => {
    vi.useFakeTimers()
    const { batches, env: queue } = ledgerQueue()
    const { ctx, settled } = context()
    const recorder = new Recorder()
    for (let call = 0; call < BUFFER_EVENTS + 3; call += 1) recorder.record(queue, ctx, entry())
    await vi.advanceTimersByTimeAsync(0)
    expect(batches.map((batch) => batch.length)).toEqual([BUFFER_EVENTS])
    await vi.advanceTimersByTimeAsync(1_000)
    vi.useRealTimers()
    await settled()
    const events = batches.flat()
    expect(events.map(({ sequence }) => sequence)).toEqual(Array.from(events, (_, index) => index))
    expect(events).toHaveLength(BUFFER_EVENTS + 3)
    expect(new Set(events.map(({ isolate }) => isolate)).size).toBe(1)
  })

  it('sends a buffer that was filled twice as two batches: the first plan does not split the second', async () => {
    vi.useFakeTimers()
    const { batches, env: stores } = ledgerQueue()
    const { ctx, settled } = context()
    const recorder = new Recorder()
    for (let call = 0; call < BUFFER_EVENTS; call += 1) recorder.record(stores, ctx, entry())
    await vi.advanceTimersByTimeAsync(900)
    for (let call = 0; call < 10; call += 1) recorder.record(stores, ctx, entry())
    await vi.advanceTimersByTimeAsync(200)
    for (let call = 10; call < BUFFER_EVENTS; call += 1) recorder.record(stores, ctx, entry())
    await vi.advanceTimersByTimeAsync(2_000)
    vi.useRealTimers()
    await settled()
    expect(batches.map((batch) => batch.length)).toEqual([BUFFER_EVENTS, BUFFER_EVENTS])
  })

  it('stores in D1 at once what the Queue refuses', async () => {
    const { batches, state, env: stores } = ledgerQueue()
    const { ctx, settled } = context()
    const recorder = new Recorder()
    state.refuses = true
    for (let call = 0; call < BUFFER_EVENTS; call += 1) recorder.record(stores, ctx, entry())
    await settled()
    expect({ sent: batches.length, stored: await countEvents(), dropped: recorder.dropped }).toEqual({
      sent: 0,
      stored: BUFFER_EVENTS,
      dropped: 0,
    })
  })

  it('tries again by itself while Queue and D1 refuse, and loses nothing', async () => {
    vi.useFakeTimers()
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { batches, state, env: stores } = ledgerQueue()
    const { ctx, settled } = context()
    state.refuses = true
    new Recorder().record({ ...stores, DB: brokenDatabase }, ctx, entry())
    await vi.advanceTimersByTimeAsync(2_500)
    expect(log).toHaveBeenCalledTimes(2)
    state.refuses = false
    await vi.advanceTimersByTimeAsync(10_000)
    vi.useRealTimers()
    await settled()
    expect(batches.flat()).toHaveLength(1)
    log.mockRestore()
  })

  it('drops the oldest beyond a thousand while Queue and D1 refuse, and counts them', async () => {
    vi.useFakeTimers()
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { batches, state, env: stores } = ledgerQueue()
    const { ctx } = context()
    const recorder = new Recorder()
    state.refuses = true
    for (let call = 0; call < 1_200; call += 1) {
      recorder.record({ ...stores, DB: brokenDatabase }, ctx, entry())
    }
    await vi.advanceTimersByTimeAsync(0)
    expect(recorder.dropped).toBe(200)
    state.refuses = false
    await recorder.flush(stores)
    vi.useRealTimers()
    expect(batches.flat()).toHaveLength(1_000)
    expect(batches.flat()[0]?.sequence).toBe(200)
    log.mockRestore()
  })

  it('is asked for no further try by calls while everything refuses', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { ctx } = context()
    const recorder = new Recorder()
    let asked = 0
    const refusing = {
      DB: brokenDatabase,
      LOG_QUEUE: {
        sendBatch: () => {
          asked += 1
          return Promise.reject(new Error('Queue is overloaded'))
        },
      } as unknown as Env['LOG_QUEUE'],
    }
    for (let call = 0; call < BUFFER_EVENTS; call += 1) recorder.record(refusing, ctx, entry())
    await vi.waitFor(() => expect(log).toHaveBeenCalled())
    for (let call = 0; call < BUFFER_EVENTS * 3; call += 1) recorder.record(refusing, ctx, entry())
    expect(asked).toBe(1)
    log.mockRestore()
  })

  it('never throws, whatever it is given', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const broken = {
      waitUntil() {
        throw new Error('the request is over')
      },
    }
    expect(() => new Recorder().record(ledgerQueue().env, broken, entry())).not.toThrow()
    log.mockRestore()
  })

  it('leaves redaction, serialising and sending to after the call: nothing of the event is read before', async () => {
    const { batches, env: queue } = ledgerQueue()
    const { ctx } = context()
    const recorder = new Recorder()
    let reads = 0
    const watched = new Proxy(entry({ tool: 'add_todo' }), {
      get(target, property) {
        reads += 1
        return Reflect.get(target, property) as unknown
      },
    })
    for (let call = 0; call < BUFFER_EVENTS - 1; call += 1) recorder.record(queue, ctx, watched)
    expect({ reads, sent: batches.length }).toEqual({ reads: 0, sent: 0 })
    await recorder.flush(queue)
    expect(reads).toBeGreaterThan(0)
    expect(batches.flat()).toHaveLength(BUFFER_EVENTS - 1)
  })

  it('keeps batches within the limits of the Queue', async () => {
    const { batches, texts, env: queue } = ledgerQueue()
    const long = 'wörd 語 '.repeat(60)
    const findings = [{ text: 'x'.repeat(200_000) }]
    const events = Array.from({ length: 250 }, (_, sequence) =>
      eventOf(entry({ detail: long, guardrailFindings: sequence === 7 ? findings : null }), 'iso', sequence),
    )
    await sendEvents(queue.LOG_QUEUE, events)
    expect(batches.flat().map(({ sequence }) => sequence)).toEqual(events.map(({ sequence }) => sequence))
    const bytes = (text: string) => new TextEncoder().encode(text).length
    for (const bodies of texts) {
      for (const body of bodies) expect(bytes(body)).toBeLessThan(128_000)
      expect(bytes(bodies.join(''))).toBeLessThan(256_000)
    }
  })

  it('travels through the real Queue binding', async () => {
    await sendEvents(bindings.LOG_QUEUE, [eventOf(entry(), 'real-queue', 0)])
  })
})

describe('what an event may hold (P7)', () => {
  const secrets = [
    'lmn_0abcdefghijklmnopqrstuvwxyz0123456789',
    'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl',
    'Bearer 0f8fad5b-d9cb-469f-a165-70867728950e',
    'bearer 0f8fad5b-d9cb-469f-a165-70867728950e',
    'Basic YWRhOmxvdmVsYWNlLTE4MTU=',
  ]

  it.each(secrets)('is never a credential: %s', (secret) => {
    expect(redactName(`before ${secret} after`)).not.toContain(secret.slice(-12))
    expect(redactDetail(`before ${secret} after`)).toMatch(/^before .*\[redacted\].* after$/)
  })

  it.each([
    ['code=SplxlOBeZQQYbYS6WxSbIA', 'SplxlOBeZQQYbYS6WxSbIA'],
    ['{"refresh_token":"abc-123-short"}', 'abc-123-short'],
    ['client_secret: hunter2', 'hunter2'],
    ['https://as.dev/cb?anything=private-value', 'private-value'],
    ['opaque 9d8c7b6a5f4e3d2c1b0a9d8c7b6a5f4e3d2c1b0a', '9d8c7b6a5f4e3d2c1b0a9d8c7b6a5f4e3d2c1b0a'],
  ])('has no secret of the text: %s', (text, secret) => {
    expect(redactDetail(text)).not.toContain(secret)
  })

  it('is no credential in any text that others choose', () => {
    const text = `x ${secrets[0]}`
    const texts = {
      serverId: text,
      gatewayId: text,
      attachmentId: text,
      grantId: text,
      method: text,
      tool: text,
      agentId: text,
      clientId: text,
      clientName: text,
      userIssuer: text,
      userSubject: text,
      userEmail: text,
      userDomain: text,
      protocolVersion: text,
      ruleId: text,
      guardrailOutcome: text,
      userAgent: text,
      detail: text,
    }
    const redacted = Object.fromEntries(Object.keys(texts).map((field) => [field, 'x [redacted]']))
    expect(eventOf(entry(texts), 'iso', 0)).toMatchObject(redacted)
  })

  it('keeps ids and plain sentences, and redacting twice changes nothing', () => {
    const plain = 'grt_AAECAwQFBgcICQoLDA0ODw: the token endpoint answered 503, tried again'
    expect(redactDetail(plain)).toBe(plain)
    const once = redactDetail(secrets.join(' and '))
    expect(redactDetail(once)).toBe(once)
  })

  it('has names of 256 characters at most, and sentences of 1,024', () => {
    const event = eventOf(entry({ clientName: 'é'.repeat(5_000), tool: 'a '.repeat(500) }), 'iso', 0)
    expect(event.clientName).toHaveLength(256)
    expect(event.tool).toHaveLength(256)
    expect(redactDetail('é '.repeat(5_000))).toHaveLength(1_024)
  })
})

describe('the consumer (P5)', () => {
  const message = (body: unknown, id: number) => ({
    id: `m${id}`,
    timestamp: new Date(NOW),
    attempts: 1,
    body,
  })

  /** Each event in a message of its own, or whatever else a body holds. */
  const alone = (events: unknown[]) => events.map((event) => JSON.stringify([event]))

  async function consume(bodies: unknown[], database: D1Database = DB) {
    const batch = createMessageBatch('limen-logs', bodies.map(message))
    const ctx = createExecutionContext()
    await consumeLogs(batch, { DB: database })
    await waitOnExecutionContext(ctx)
    return getQueueResult(batch, ctx)
  }

  it('stores every event once, however often it is delivered', async () => {
    const events = Array.from({ length: 100 }, (_, sequence) =>
      eventOf(entry({ guardrailFindings: [{ detector: 'iban' }], totalMs: 1.5 }), 'iso', sequence),
    )
    const result = await consume([JSON.stringify(events.slice(0, 60)), ...alone(events.slice(60))])
    expect(result.explicitAcks).toHaveLength(41)
    await consume(
      alone(events.slice(20).map((event) => ({ ...event, tool: 'changed by a second delivery' }))),
    )
    expect(await countEvents()).toBe(100)
    const [row] = await searchLogs(DB, {}, { limit: 1 })
    expect(row).toMatchObject({
      kind: 'call',
      totalMs: 1.5,
      guardrailFindings: [{ detector: 'iban' }],
      tool: null,
    })
  })

  it('lets poison go and stores what stands beside it', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const good = eventOf(entry(), 'iso', 0)
    const poison = [
      null,
      'text',
      42,
      {},
      { ...good, outcome: 'great' },
      { ...good, sequence: '1; DROP TABLE' },
    ]
    const neighbour = eventOf(entry(), 'iso', 1)
    const result = await consume([
      null,
      'no JSON',
      '{}',
      ...alone(poison),
      ...alone([good]),
      JSON.stringify([...poison, neighbour]),
    ])
    expect(result.explicitAcks).toHaveLength(11)
    expect(result.retryMessages).toEqual([])
    expect(await countEvents()).toBe(2)
    log.mockRestore()
  })

  it('tries again only what D1 refuses', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const picky = new Proxy(DB, {
      get(target, property) {
        if (property !== 'prepare') return Reflect.get(target, property) as unknown
        return (text: string) => {
          const statement = target.prepare(text)
          return {
            bind: (json: string) =>
              json.includes('"sequence":1,')
                ? { run: () => Promise.reject(new Error('D1_ERROR')) }
                : statement.bind(json),
          }
        }
      },
    })
    const result = await consume(alone([0, 1, 2].map((sequence) => eventOf(entry(), 'iso', sequence))), picky)
    expect(result.retryMessages.map(({ msgId }) => msgId)).toEqual(['m1'])
    expect(await countEvents()).toBe(2)
    log.mockRestore()
  })
})

describe('gaps (P5)', () => {
  it('count what an isolate numbered and nobody stored, the first one too', async () => {
    const isolate = `${NOW.toString(36)}-abc`
    const stored = [1, 2, 5].map((sequence) => eventOf(entry(), isolate, sequence))
    await insertEvents(DB, stored)
    expect(await countGaps(DB, NOW - 1_000)).toBe(3)
    expect(await countGaps(DB, NOW + 1_000)).toBe(0)
  })

  const steps = (isolate: string, at: number, ...sequences: number[]) =>
    insertEvents(
      DB,
      sequences.map((sequence) => eventOf(entry({ kind: 'authorization', at }), isolate, sequence)),
    )

  it('count what an outbox had to drop while the Queue was away, also behind what is older than the range', async () => {
    await steps('do:a', NOW - 2 * DAY_MS, 6, 7)
    await steps('do:a', NOW, 5_000, 5_001, 5_003)
    await steps('do:b', NOW, 1, 4)
    expect(await countGaps(DB, NOW - DAY_MS)).toBe(4_992 + 1 + 2)
    expect(await countGaps(DB, NOW + 1)).toBe(0)
  })

  it('take nothing for lost that an object numbered before what is kept', async () => {
    await steps('do:a', NOW, 9_000, 9_001)
    await steps('do:b', NOW - DAY_MS, 40)
    await steps('do:b', NOW, 41)
    await insertEvents(DB, [eventOf(entry(), 'iso', 70)])
    expect(await countGaps(DB, 0)).toBe(0)
  })

  it('of objects are found along indexes, among the events of the range', async () => {
    const { results } = await DB.prepare(`EXPLAIN QUERY PLAN ${OBJECT_GAPS_SQL}`)
      .bind(NOW)
      .all<{ detail: string }>()
    const plan = results.map(({ detail }) => detail)
    expect(plan).toContain('SEARCH log_events USING INDEX log_events_by_kind (kind=? AND at>?)')
    expect(plan).toContainEqual(
      expect.stringMatching(/^SEARCH before USING COVERING INDEX .* \(isolate=\? AND sequence<\?\)$/),
    )
    expect(plan.join('; ')).not.toContain('SCAN log_events')
  })
})

describe('pruning', () => {
  const rows = (count: number, overrides: Partial<LogEntry>, isolate: string) =>
    insertEvents(
      DB,
      Array.from({ length: count }, (_, sequence) => eventOf(entry(overrides), isolate, sequence)),
    )

  it('keeps calls 30 days and authorization steps 400', async () => {
    await rows(5_001, { at: NOW - 31 * DAY_MS }, 'old-calls')
    await rows(3, { at: NOW - 29 * DAY_MS }, 'calls')
    await rows(2, { at: NOW - 399 * DAY_MS, kind: 'authorization' }, 'steps')
    await rows(4, { at: NOW - 401 * DAY_MS, kind: 'authorization' }, 'old-steps')
    const pruned = await pruneLogs(bindings, NOW)
    expect(pruned).toMatchObject({ calls: 5_001, authorizations: 4 })
    expect(await countEvents()).toBe(5)
  })

  describe('beyond the cap', () => {
    const capped = { ...bindings, LOG_ROWS_MAX: '1000' }
    beforeEach(() => bindings.KV.delete(LAST_COUNT))

    /** Runs it, and answers the statements that it made. */
    async function statementsOf(run: (env: Env) => Promise<number>) {
      const statements: string[] = []
      const DB = new Proxy(bindings.DB, {
        get(target, property) {
          if (property !== 'prepare') return Reflect.get(target, property) as unknown
          return (text: string) => {
            statements.push(text)
            return target.prepare(text)
          }
        },
      })
      return { removed: await run({ ...capped, DB }), statements }
    }

    it('removes the oldest rows, and a fiftieth more', async () => {
      await rows(1_500, { at: NOW - 2_000 }, 'older')
      await rows(900, { at: NOW - 1_000 }, 'newer')
      expect(await keepLogCap(capped)).toBe(1_420)
      const { results } = await DB.prepare(
        'SELECT isolate, count(*) AS n FROM log_events GROUP BY isolate ORDER BY isolate',
      ).all()
      expect(results).toEqual([
        { isolate: 'newer', n: 900 },
        { isolate: 'older', n: 80 },
      ])
    })

    it('is done every minute, for as many rows as a minute brings', async () => {
      const controller = { cron: '* * * * *', scheduledTime: NOW, noRetry: () => undefined }
      await rows(6_000, { at: NOW }, 'one-minute')
      await worker.scheduled(controller, capped)
      expect(await countEvents()).toBe(980)
    })

    it('removes nothing twice where two runs overlap', async () => {
      await rows(6_000, { at: NOW }, 'iso')
      await Promise.all([keepLogCap(capped), keepLogCap(capped)])
      expect(await countEvents()).toBe(980)
    })

    it('counts only where there may be too many since the last count', async () => {
      await rows(1_100, { at: NOW - 2_000 }, 'iso')
      expect((await statementsOf(keepLogCap)).statements).toContainEqual(expect.stringContaining('count(*)'))
      await rows(20, { at: NOW }, 'as-many-as-fit')
      const quiet = await statementsOf(keepLogCap)
      expect(quiet).toEqual({ removed: 0, statements: [expect.stringContaining('max(rowid)')] })
      await rows(1, { at: NOW }, 'one-more')
      expect((await statementsOf(keepLogCap)).removed).toBe(21)
    })

    it('does not trust a count that row numbers contradict', async () => {
      await rows(1_500, { at: NOW }, 'iso')
      const foreign: LogCount = { rows: 0, newest: 1_000_000_000 }
      await bindings.KV.put(LAST_COUNT, JSON.stringify(foreign))
      expect(await keepLogCap(capped)).toBe(520)
    })

    it('asks first for the ends of the table, and reads along the index of time', async () => {
      await rows(1_500, { at: NOW }, 'iso')
      const { statements } = await statementsOf(keepLogCap)
      const plans = statements.map(async (text) => {
        const { results } = await DB.prepare(`EXPLAIN QUERY PLAN ${text}`)
          .bind(...(text.match(/\?\d/g) ?? []).map(() => 1))
          .all<{ detail: string }>()
        return results.map(({ detail }) => detail).join('; ')
      })
      const [ends, _count, last, removal] = await Promise.all(plans)
      expect(ends).not.toContain('SCAN log_events')
      expect(last).toBe('SCAN log_events USING COVERING INDEX log_events_by_time')
      expect(removal).toContain('SEARCH log_events USING COVERING INDEX log_events_by_time')
      expect(removal).not.toContain('TEMP B-TREE')
      expect(statements).toHaveLength(4)
    })
  })

  it('keeps audit events 400 days', async () => {
    const insert = DB.prepare(
      "INSERT INTO audit_events (id, at, actor_kind, action, resource_kind, resource_id, request_id) VALUES (?, ?, 'system', 'x', 'y', 'z', 'r')",
    )
    await DB.batch([insert.bind('old', NOW - 401 * DAY_MS), insert.bind('young', NOW - 399 * DAY_MS)])
    expect((await pruneLogs(bindings, NOW)).audit).toBe(1)
  })
})

describe('the log list of the API', () => {
  const facts = {
    requestId: 'req_a',
    serverId: 'srv_a',
    gatewayId: 'gw_a',
    attachmentId: 'att_a',
    tool: 'add_todo',
    agentId: 'agt_a',
    userSubject: 'u1',
    userEmail: 'ann@example.com',
    userDomain: 'example.com',
    clientId: 'cli_a',
    guardrailOutcome: 'redacted',
  } as const
  const filters: Record<string, string> = {
    ...facts,
    outcome: 'refused',
    kind: 'authorization',
    userLevel: 'claimed',
  }

  async function list(query: string) {
    const { status, body, text } = await admin('GET', `/logs?${query}`)
    expect(status, text).toBe(200)
    return body as { events: { id: string; at: number }[]; cursor: string | null }
  }

  it.each(Object.entries(filters))('filters by %s', async (field, value) => {
    const isEnum = ['outcome', 'kind', 'userLevel'].includes(field)
    await insertEvents(DB, [
      eventOf(entry(isEnum ? {} : { [field]: 'other' }), 'iso', 0),
      eventOf(entry({ [field]: value }), 'iso', 1),
    ])
    const { events } = await list(`${field}=${encodeURIComponent(value)}`)
    expect(events.map(({ id }) => id)).toEqual(['iso.1'])
  })

  it('finds the clients that were looked at and are no agent', async () => {
    await insertEvents(DB, [
      eventOf(entry({ agentId: 'agt_a', agentRecognisedBy: 'client' }), 'iso', 0),
      eventOf(entry({ agentId: null, agentRecognisedBy: 'none' }), 'iso', 1),
      eventOf(entry({ agentId: null, kind: 'authorization' }), 'iso', 2),
    ])
    expect((await list('agentId=unrecognised')).events.map(({ id }) => id)).toEqual(['iso.1'])
  })

  it('finds a user by e-mail, however it was written and far it was to be believed', async () => {
    await insertEvents(DB, [
      eventOf(entry({ userEmail: 'Ann@Example.com', userLevel: 'proven' }), 'iso', 0),
      eventOf(entry({ userEmail: 'ann@example.com', userLevel: 'claimed' }), 'iso', 1),
      eventOf(entry({ userEmail: 'joann@example.com', userLevel: 'proven' }), 'iso', 2),
      eventOf(entry({ userLevel: 'claimed' }), 'iso', 3),
    ])
    const idsOf = async (query: string) => (await list(query)).events.map(({ id }) => id)
    expect(await idsOf('userEmail=ANN%40example.com')).toEqual(['iso.1', 'iso.0'])
    expect(await idsOf('userEmail=ann%40example.com&userLevel=claimed')).toEqual(['iso.1'])
    expect(await idsOf('userEmail=nn%40example.com')).toEqual([])
  })

  it('filters by several things at once, also by unrecognised clients of one server', async () => {
    const looked = { agentId: null, agentRecognisedBy: 'none' } as const
    await insertEvents(DB, [
      eventOf(entry({ serverId: 'srv_a', ...looked }), 'iso', 0),
      eventOf(entry({ serverId: 'srv_b', ...looked }), 'iso', 1),
      eventOf(entry({ serverId: 'srv_a', agentId: 'agt_a' }), 'iso', 2),
    ])
    const { events } = await list('agentId=unrecognised&kind=call&serverId=srv_a&outcome=ok')
    expect(events.map(({ id }) => id)).toEqual(['iso.0'])
  })

  it('filters by time, the first moment inclusive, the last exclusive', async () => {
    await insertEvents(
      DB,
      [0, 1, 2, 3].map((sequence) => eventOf(entry({ at: NOW + sequence }), 'iso', sequence)),
    )
    const { events } = await list(`from=${NOW + 1}&to=${NOW + 3}`)
    expect(events.map(({ at }) => at)).toEqual([NOW + 2, NOW + 1])
  })

  it('walks by cursor newest first, each event once, also while new ones arrive', async () => {
    const same = Array.from({ length: 25 }, (_, sequence) =>
      eventOf(entry({ at: NOW + Math.floor(sequence / 10) }), 'iso', sequence),
    )
    await insertEvents(DB, same)
    const seen: string[] = []
    let cursor: string | null = null
    for (let page = 0; page < 10; page += 1) {
      const answer: Awaited<ReturnType<typeof list>> = await list(
        `limit=7${cursor ? `&cursor=${cursor}` : ''}`,
      )
      seen.push(...answer.events.map(({ id }) => id))
      await insertEvents(DB, [eventOf(entry({ at: NOW + 100 }), 'late', page)])
      cursor = answer.cursor
      if (cursor === null) break
    }
    expect(seen).toHaveLength(25)
    expect(new Set(seen).size).toBe(25)
  })

  it('answers one event by the id that the list shows, and 404 for any other', async () => {
    const isolate = 'do:0417.e2'
    await insertEvents(
      DB,
      [0, 1].map((sequence) => eventOf(entry({ tool: `tool_${sequence}` }), isolate, sequence)),
    )
    const [newest] = (await list('limit=1')).events
    const found = await admin('GET', `/logs/${encodeURIComponent(newest?.id ?? '')}`)
    expect(found.status).toBe(200)
    expect(found.body).toEqual(newest)
    expect(found.body['id']).toBe(`${isolate}.1`)
    for (const id of [`${isolate}.2`, isolate, '.1', 'x']) {
      expect((await admin('GET', `/logs/${encodeURIComponent(id)}`)).status, id).toBe(404)
    }
  })

  it('refuses unknown filters and foreign cursors', async () => {
    expect((await admin('GET', '/logs?userName=a')).status).toBe(400)
    expect((await admin('GET', '/logs?cursor=MTIz')).status).toBe(400)
    expect((await admin('GET', '/logs?limit=201')).status).toBe(400)
  })

  async function planOf(filter: Parameters<typeof searchLogs>[1]): Promise<string> {
    const { sql, params } = searchLogs(DB, filter, { before: { at: NOW, rowid: 5 }, limit: 50 }).toSQL()
    const { results } = await DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...params)
      .all<{ detail: string }>()
    return results.map(({ detail }) => detail).join('; ')
  }

  it.each([...Object.entries(filters), ['agentId', 'unrecognised'], ['from', String(NOW)]])(
    'uses an index for %s and sorts nothing',
    async (field, value) => {
      const plan = await planOf({ [field]: field === 'from' ? Number(value) : value })
      expect(plan).toMatch(/SEARCH log_events USING INDEX log_events_by_/)
      expect(plan).not.toContain('TEMP B-TREE')
      if (field !== 'from') expect(plan).not.toContain('log_events_by_time')
    },
  )

  it.each([
    ['request', { kind: 'call', outcome: 'ok', requestId: 'req_a' }],
    ['email', { userLevel: 'proven', kind: 'call', userEmail: 'a@b.dev', serverId: 'srv_a' }],
    ['user', { userLevel: 'proven', userSubject: 'u1', outcome: 'ok' }],
    ['server', { kind: 'call', outcome: 'ok', serverId: 'srv_a', from: 1 }],
  ] as const)('searches by the %s, which few events share, and not by what many have', async (by, filter) => {
    expect(await planOf(filter)).toMatch(new RegExp(`USING INDEX log_events_by_${by} `))
  })
})
