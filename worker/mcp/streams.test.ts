// Event streams: M7, M12, M3, P4, P8, S7 (event ids) against a runtime over real sockets.
import { describe, expect, test } from 'vitest'
import { headerOf, type Answer } from '../testing/hostile-runtime.ts'
import { startBench, TOOL_DEFAULTS, type Bench } from '../testing/mcp-bench.ts'

const SSE = { 'content-type': 'text/event-stream' }
const CALL = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'slow', arguments: {} } }
const META = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' }
const RESULT = 'data: {"jsonrpc":"2.0","id":{{id}},"result":{"ok":true}}\n\n'
const PROGRESS = 'data: {"jsonrpc":"2.0","method":"notifications/progress","params":{"progress":1}}\n\n'

const QUICK = { keepAliveMs: 60, recheckMs: 60_000, idleMs: 60_000 }

function modern(method: string, params: Record<string, unknown> = {}) {
  const name = typeof params['name'] === 'string' ? { 'mcp-name': params['name'] } : {}
  return {
    body: { jsonrpc: '2.0', id: 7, method, params: { ...params, _meta: META } },
    headers: { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, ...name },
  }
}

/** Reads a stream as a client does, with the time of each part. */
async function follow(
  response: Response,
): Promise<{ text: string; parts: { text: string; atMs: number }[] }> {
  const startedAt = Date.now()
  const parts: { text: string; atMs: number }[] = []
  const decoder = new TextDecoder()
  for await (const bytes of response.body ?? new ReadableStream<Uint8Array>()) {
    parts.push({ text: decoder.decode(bytes), atMs: Date.now() - startedAt })
  }
  return { text: parts.map((part) => part.text).join(''), parts }
}

/** The messages of a stream, comments and ids left out. */
function messagesOf(
  text: string,
): { id?: unknown; error?: { code: number; data?: { code: string } }; result?: unknown }[] {
  return text
    .split('\n\n')
    .flatMap((event) => event.split('\n').filter((line) => line.startsWith('data: ')))
    .map((line) => JSON.parse(line.slice(6)))
}

async function run(answer: Answer, options: Parameters<typeof startBench>[0] = {}, body: unknown = CALL) {
  const bench = await startBench({ limits: QUICK, ...options })
  await bench.runtime.script(answer)
  const response = await bench.post(body)
  const stream = await follow(response)
  await bench.settled()
  return { bench, response, ...stream }
}

describe('a stream that goes well (M7)', () => {
  test('starts at once, comes event by event, untouched, and is recorded when it ends', async () => {
    const { bench, response, text, parts } = await run({
      headers: SSE,
      chunks: [
        { text: PROGRESS, delayMs: 150 },
        { text: PROGRESS, delayMs: 150 },
        { text: RESULT, delayMs: 150 },
      ],
    })
    expect(response.headers.get('x-accel-buffering')).toBe('no')
    expect(response.headers.get('cache-control')).toContain('no-transform')
    expect(response.headers.get('content-encoding')).toBeNull()
    expect(parts[0]?.text).toBe(': limen\n\n')
    expect(parts[0]?.atMs).toBeLessThan(100)
    const arrivals = parts.filter((part) => part.text.startsWith('data')).map((part) => part.atMs)
    expect(arrivals).toHaveLength(3)
    expect((arrivals[2] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(200)
    const passed = text.replaceAll(/: (limen|keep-alive)\n\n/g, '')
    expect(passed).toBe(PROGRESS + PROGRESS + RESULT.replace('{{id}}', '7'))
    expect(bench.events.map((event) => event.outcome)).toEqual(['ok'])
    expect(bench.events[0]?.totalMs).toBeGreaterThan(400)
  })

  test('keep-alives stand between events only, also when an event comes byte by byte', async () => {
    const event = RESULT.replace('{{id}}', '7')
    const { text } = await run({
      headers: SSE,
      chunks: [...event].map((character, index) => ({ text: character, delayMs: index % 8 === 0 ? 30 : 0 })),
    })
    expect(text).toContain(': keep-alive\n\n')
    expect(text).toContain(event)
    expect(messagesOf(text)).toEqual([{ jsonrpc: '2.0', id: 7, result: { ok: true } }])
  })

  test.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
    ['CR', '\r'],
  ])('lines may end with %s', async (_name, end) => {
    const { bench, text } = await run({
      headers: SSE,
      chunks: [
        { text: `event: message${end}data: {"jsonrpc":"2.0","id":7,${end}data: "result":{}}${end}${end}` },
      ],
    })
    expect(text).toContain(`data: "result":{}}${end}${end}`)
    expect(bench.events[0]?.outcome).toBe('ok')
  })

  test('a tool error and a JSON-RPC error are seen in the stream', async () => {
    const failing = await run({
      headers: SSE,
      chunks: [{ text: 'data: {"jsonrpc":"2.0","id":7,"result":{"isError":true}}\n\n' }],
    })
    expect(failing.bench.events[0]?.outcome).toBe('tool_error')
    const error = await run({
      headers: SSE,
      chunks: [{ text: 'data: {"jsonrpc":"2.0","id":7,"error":{"code":-32602,"message":"x"}}\n\n' }],
    })
    expect(error.bench.events[0]?.outcome).toBe('runtime_error')
  })
})

describe('a stream that ends with an open request (M7, P4, S15)', () => {
  const broken: [name: string, answer: Answer][] = [
    ['a clean end', { headers: SSE, chunks: [{ text: PROGRESS }] }],
    ['an end without any event', { headers: SSE }],
    [
      'a cut between events',
      { headers: SSE, chunks: [{ text: PROGRESS }, { text: ': c\n\n', delayMs: 100 }], end: 'reset' },
    ],
    [
      'a cut inside an event',
      {
        headers: SSE,
        chunks: [
          { text: PROGRESS },
          { text: 'data: {"jsonrpc":"2.0","id":7,"res', delayMs: 50 },
          { text: '', delayMs: 50 },
        ],
        end: 'reset',
      },
    ],
    [
      'the answer to another id',
      { headers: SSE, chunks: [{ text: 'data: {"jsonrpc":"2.0","id":8,"result":{}}\n\n' }] },
    ],
    [
      'a request of the runtime with the same id',
      { headers: SSE, chunks: [{ text: 'data: {"jsonrpc":"2.0","id":7,"method":"ping"}\n\n' }] },
    ],
  ]
  test.each(broken)('%s: one final JSON-RPC error, recorded as truncated', async (_name, answer) => {
    const { bench, text } = await run(answer)
    const last = messagesOf(text).at(-1)
    expect(last).toMatchObject({ id: 7, error: { code: -31502, data: { code: 'answer_truncated' } } })
    expect(messagesOf(text).filter((message) => message.error)).toHaveLength(1)
    expect(text).not.toContain('"res\n')
    expect(bench.events.map((event) => event.outcome)).toEqual(['truncated'])
  })

  test('the error carries the id as it was written', async () => {
    const { text } = await run(
      { headers: SSE },
      {},
      '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}',
    )
    expect(text).toContain('"id":9007199254740993,"error"')
  })

  test('an answer that spells the id differently is the answer', async () => {
    const { bench } = await run(
      { headers: SSE, chunks: [{ text: 'data: {"jsonrpc":"2.0","id":"a","result":{}}\n\n' }] },
      {},
      '{"jsonrpc":"2.0","id":"\\u0061","method":"ping"}',
    )
    expect(bench.events[0]?.outcome).toBe('ok')
  })

  test('two ids that differ only beyond 2^53 are two requests', async () => {
    const { bench } = await run(
      { headers: SSE, chunks: [{ text: 'data: {"jsonrpc":"2.0","id":9007199254740992,"result":{}}\n\n' }] },
      {},
      '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}',
    )
    expect(bench.events[0]?.outcome).toBe('truncated')
  })

  test('of an array each open request gets its error', async () => {
    const { text } = await run({ headers: SSE, chunks: [{ text: RESULT }] }, {}, [
      CALL,
      { ...CALL, id: 'b' },
      { ...CALL, id: 3 },
    ])
    expect(
      messagesOf(text)
        .filter((message) => message.error)
        .map((message) => message.id),
    ).toEqual(['b', 3])
  })

  test('after an event with an id, on legacy traffic, is left for Last-Event-ID', async () => {
    const { bench, text } = await run({ headers: SSE, chunks: [{ text: 'id: e-1\nretry: 10\ndata: \n\n' }] })
    expect(messagesOf(text.replace('data: \n', ''))).toEqual([])
    expect(bench.events.map((event) => event.outcome)).toEqual(['detached'])
  })

  test('on modern traffic an event id changes nothing: the request is lost and says so', async () => {
    const bench = await startBench({ limits: QUICK })
    await bench.runtime.script({ headers: SSE, chunks: [{ text: `id: e-1\n${PROGRESS}` }] })
    const { body, headers } = modern('tools/call', { name: 'slow' })
    const { text } = await follow(await bench.post(body, headers))
    expect(text).toContain('id: e-1\n')
    expect(messagesOf(text).at(-1)).toMatchObject({ id: 7, error: { data: { code: 'answer_truncated' } } })
  })
})

describe('bounds (S15, P9)', () => {
  test('silence: an error, and the runtime’s request ends', async () => {
    const { bench, text } = await run(
      { headers: SSE, chunks: [{ text: PROGRESS }], end: 'open' },
      { limits: { ...QUICK, idleMs: 250 } },
    )
    expect(messagesOf(text).at(-1)).toMatchObject({ id: 7, error: { data: { code: 'runtime_timeout' } } })
    expect(bench.events[0]?.outcome).toBe('timeout')
    await expect.poll(async () => (await bench.runtime.ledger())[0]?.aborted).toBe(true)
  })

  const PING = { text: ': ping\n\n', delayMs: 50 }
  test('a runtime that pings does not keep a hung tool alive', async () => {
    const pings = Array.from({ length: 60 }, () => PING)
    const started = await run(
      { headers: SSE, chunks: [{ text: PROGRESS }, ...pings, { text: 'id: e-1\ndata:\n\n' }], end: 'open' },
      { limits: { ...QUICK, idleMs: 300 } },
    )
    expect(started.bench.events[0]).toMatchObject({ outcome: 'timeout' })
    expect(started.bench.events[0]?.totalMs).toBeLessThan(1_500)
    const never = await run({ headers: SSE, chunks: pings, end: 'open' }, { server: { timeoutMs: 300 } })
    expect(messagesOf(never.text).at(-1)).toMatchObject({
      id: 7,
      error: { data: { code: 'runtime_timeout' } },
    })
    expect(never.bench.events[0]?.totalMs).toBeLessThan(1_500)
  })

  test('a call that is never silent ends at the time of the whole', async () => {
    const { bench, text } = await run(
      { headers: SSE, chunks: Array.from({ length: 60 }, () => ({ text: PROGRESS, delayMs: 50 })) },
      { limits: { ...QUICK, totalMs: 400 } },
    )
    expect(messagesOf(text).at(-1)).toMatchObject({ id: 7, error: { data: { code: 'runtime_timeout' } } })
    expect(bench.events.map((event) => event.outcome)).toEqual(['timeout'])
  })

  test('an array on modern traffic does not pass (M3)', async () => {
    const bench = await startBench({ limits: QUICK })
    await bench.runtime.script({
      headers: SSE,
      chunks: [{ text: 'data: [{"jsonrpc":"2.0","id":7,"result":{}}]\n\n' }],
      end: 'open',
    })
    const { body, headers } = modern('tools/call', { name: 'slow' })
    const { text } = await follow(await bench.post(body, headers))
    expect(messagesOf(text)).toMatchObject([{ id: 7, error: { data: { code: 'runtime_bad_answer' } } }])
    await bench.settled()
    expect(bench.events).toMatchObject([{ outcome: 'runtime_error', ruleId: 'runtime_bad_answer' }])
  })

  test('one endless event: an error, nothing of it passes', async () => {
    const { bench, text } = await run(
      { headers: SSE, chunks: [{ text: 'data: ' }, { text: 'x'.repeat(10_000), repeat: 100_000 }] },
      { limits: { ...QUICK, eventBytesMax: 200_000 } },
    )
    expect(text).not.toContain('xxx')
    expect(messagesOf(text).at(-1)).toMatchObject({ id: 7, error: { data: { code: 'answer_too_large' } } })
    expect(bench.events[0]?.outcome).toBe('too_large')
  })

  test('endlessly many events: an error at the cap', async () => {
    const { bench, text } = await run(
      { headers: SSE, chunks: [{ text: PROGRESS, repeat: 1_000_000 }] },
      { limits: { ...QUICK, answerBytesMax: 100_000 } },
    )
    expect(text.length).toBeLessThan(400_000)
    expect(messagesOf(text).at(-1)).toMatchObject({ id: 7, error: { data: { code: 'answer_too_large' } } })
    expect(bench.events[0]?.outcome).toBe('too_large')
  })

  test.each(['GET', 'listen'])('an open stream (%s) has neither idle time nor a cap (M12)', async (kind) => {
    const limits = { ...QUICK, idleMs: 50, totalMs: 50, answerBytesMax: 100 }
    const bench = await startBench({ limits, server: { timeoutMs: 50 } })
    await bench.runtime.script({
      headers: SSE,
      chunks: [
        { text: PROGRESS, repeat: 5, delayMs: 150 },
        { text: PROGRESS, delayMs: 300 },
        ...(kind === 'listen' ? [{ text: RESULT }] : []),
      ],
    })
    const { body, headers } = modern('subscriptions/listen')
    const opening = kind === 'GET' ? bench.send({ method: 'GET' }) : bench.post(body, headers)
    const { text } = await follow(await opening)
    await bench.settled()
    expect(messagesOf(text)).toHaveLength(kind === 'GET' ? 6 : 7)
    expect(bench.events[0]).toMatchObject({ outcome: 'ok' })
  })
})

test.each([
  ['max-age=5', 'max-age=5, no-transform'],
  ['private, No-Transform', 'private, No-Transform'],
  [undefined, 'no-cache, no-transform'],
])('a stream with Cache-Control %s is not compressed on its way: %s (M7)', async (said, passed) => {
  const headers = { ...SSE, ...(said === undefined ? {} : { 'cache-control': said }) }
  const { response } = await run({ headers, chunks: [{ text: RESULT }] })
  expect(response.headers.get('cache-control')).toBe(passed)
})

test('an event over the cap does not pass, also where it comes at once', async () => {
  const event = `data: ${'x'.repeat(2_000)}\n\n`
  const { text } = await run(
    { headers: SSE, chunks: [{ text: event }] },
    { limits: { ...QUICK, eventBytesMax: 1_000 } },
  )
  expect(text).not.toContain('xxx')
  expect(messagesOf(text)).toMatchObject([{ id: 7, error: { data: { code: 'answer_too_large' } } }])
})

test('an open stream that its runtime breaks is recorded as broken, one that it ends as ended', async () => {
  const bench = await startBench({ limits: QUICK })
  const answer: Answer = { headers: SSE, chunks: [{ text: PROGRESS }, { text: ': c\n\n', delayMs: 50 }] }
  await bench.runtime.script({ ...answer, end: 'reset' }, answer)
  for (let stream = 0; stream < 2; stream += 1) await follow(await bench.send({ method: 'GET' }))
  await bench.settled()
  expect(bench.events.map(({ outcome }) => outcome)).toEqual(['truncated', 'ok'])
})

test('an open stream that must end says why, though no request is open', async () => {
  const bench = await startBench({ limits: { ...QUICK, eventBytesMax: 1_000 } })
  await bench.runtime.script({ headers: SSE, chunks: [{ text: `data: ${'x'.repeat(5_000)}` }], end: 'open' })
  const { text } = await follow(await bench.send({ method: 'GET' }))
  expect(messagesOf(text)).toMatchObject([{ id: null, error: { data: { code: 'answer_too_large' } } }])
})

describe('a client that goes away', () => {
  async function leave(bench: Bench, response: Response) {
    const reader = response.body?.getReader()
    await reader?.read()
    await reader?.cancel()
    await bench.settled()
  }

  test.each([
    [
      'a chatty stream',
      [{ text: PROGRESS }, { text: PROGRESS, delayMs: 60 }, { text: PROGRESS, delayMs: 60 }],
    ],
    ['a silent stream', [{ text: PROGRESS }]],
  ])('%s: the runtime’s request ends, recorded as cancelled', async (_name, chunks) => {
    const bench = await startBench({ limits: QUICK })
    await bench.runtime.script({ headers: SSE, chunks, end: 'open' })
    await leave(bench, await bench.post(CALL))
    await expect.poll(async () => (await bench.runtime.ledger())[0]?.aborted).toBe(true)
    expect(bench.events.map((event) => event.outcome)).toEqual(['cancelled'])
  })

  test('an open stream is left as a matter of course', async () => {
    const bench = await startBench({ limits: QUICK })
    await bench.runtime.script({ headers: SSE, chunks: [{ text: PROGRESS }], end: 'open' })
    await leave(bench, await bench.send({ method: 'GET' }))
    await expect.poll(async () => (await bench.runtime.ledger())[0]?.aborted).toBe(true)
    expect(bench.events.map((event) => event.outcome)).toEqual(['ok'])
  })
})

describe('a stream whose caller may not have it any longer (M12, P8)', () => {
  const limits = { ...QUICK, recheckMs: 80 }
  const chunks = [
    { text: PROGRESS },
    { text: PROGRESS, delayMs: 40, repeat: 1 },
    ...Array.from({ length: 40 }, () => ({ text: PROGRESS, delayMs: 40 })),
  ]

  const changes: [name: string, change: (bench: Bench) => void, code: string][] = [
    [
      'revoked',
      (bench) => void bench.credentials.set('alice', { ok: false, reason: 'invalid_token' }),
      'invalid_token',
    ],
    ['blocked', (bench) => void bench.credentials.set('alice', { ok: false, reason: 'blocked' }), 'blocked'],
    [
      'object out of reach',
      (bench) => void bench.credentials.set('alice', { ok: false, reason: 'internal', requestId: 'r' }),
      'internal',
    ],
    [
      'disabled',
      (bench) =>
        void (bench.current = { ...bench.snapshot, server: { ...bench.snapshot.server, enabled: false } }),
      'server_disabled',
    ],
    [
      'detached',
      (bench) => void (bench.current = { ...bench.snapshot, attachment: null, gateway: null }),
      'access_ended',
    ],
    ['deleted', (bench) => void (bench.current = undefined), 'access_ended'],
    [
      'deleted and made again',
      (bench) =>
        void (bench.current = { ...bench.snapshot, server: { ...bench.snapshot.server, id: 'srv_new' } }),
      'access_ended',
    ],
    [
      'a scope is needed now',
      (bench) =>
        void (bench.current = {
          ...bench.snapshot,
          tools: new Map([['slow', { ...TOOL_DEFAULTS, requiredScopes: ['accounts.read'] }]]),
        }),
      'insufficient_scope',
    ],
  ]
  test.each(changes)(
    '%s: closed with a final error, the runtime’s request ended',
    async (_name, change, code) => {
      const bench = await startBench({ limits })
      await bench.runtime.script({ headers: SSE, chunks, end: 'open' })
      const response = await bench.post(CALL)
      setTimeout(() => change(bench), 200)
      const { text } = await follow(response)
      await bench.settled()
      expect(messagesOf(text).length).toBeLessThan(20)
      expect(messagesOf(text).at(-1)).toMatchObject({ id: 7, error: { data: { code } } })
      expect(bench.events).toMatchObject([{ outcome: 'refused', ruleId: code }])
      await expect.poll(async () => (await bench.runtime.ledger())[0]?.aborted).toBe(true)
    },
  )

  test('where it ended before the first byte, nothing of the stream passes', async () => {
    const bench = await startBench({ limits: { ...limits, recheckMs: 200 } })
    await bench.runtime.script({ headers: SSE, delayMs: 500, chunks, end: 'open' })
    const answering = bench.post(CALL)
    setTimeout(() => bench.credentials.delete('alice'), 100)
    const { text } = await follow(await answering)
    expect(messagesOf(text)).toMatchObject([{ id: 7, error: { data: { code: 'invalid_token' } } }])
  })

  test.each(['GET', 'listen'])('a silent %s stream too', async (kind) => {
    const bench = await startBench({ limits })
    await bench.runtime.script({ headers: SSE, chunks: [{ text: ': hello\n\n' }], end: 'open' })
    const { body, headers } = modern('subscriptions/listen')
    const response = kind === 'GET' ? await bench.send({ method: 'GET' }) : await bench.post(body, headers)
    setTimeout(() => bench.credentials.delete('alice'), 150)
    const { text } = await follow(response)
    expect(messagesOf(text).at(-1)).toMatchObject({
      id: kind === 'GET' ? null : 7,
      error: { data: { code: 'invalid_token' } },
    })
  })

  test.each(['POST', 'GET'])('a %s stream that nobody reads: the runtime’s request ends', async (method) => {
    const bench = await startBench({ limits })
    await bench.runtime.script({
      headers: SSE,
      chunks: Array.from({ length: 200 }, () => ({ text: PROGRESS, delayMs: 10 })),
      end: 'open',
    })
    const response = method === 'GET' ? await bench.send({ method }) : await bench.post(CALL)
    bench.credentials.delete('alice')
    await expect.poll(async () => (await bench.runtime.ledger())[0]?.aborted).toBe(true)
    await bench.settled()
    expect(bench.events).toMatchObject([{ outcome: 'refused', ruleId: 'invalid_token' }])
    await expect(response.text()).rejects.toThrow()
  })

  test.each([
    { ok: false, reason: 'downstream_unavailable', retryAfterSeconds: 5 } as const,
    { ok: false, reason: 'gateway_needs_review' } as const,
  ])('$reason ends nothing, and every look allows answers of at most 5 s (M12)', async (away) => {
    const bench = await startBench({ limits })
    await bench.runtime.script({ headers: SSE, chunks: [{ text: PROGRESS }, { text: RESULT, delayMs: 500 }] })
    const response = await bench.post(CALL)
    bench.credentials.set('alice', away)
    const { text } = await follow(response)
    expect(messagesOf(text).at(-1)).toMatchObject({ result: { ok: true } })
    expect(new Set(bench.loads)).toEqual(new Set([5_000]))
    expect(bench.checks.length).toBeGreaterThan(3)
    expect(Math.max(...bench.checks.slice(1))).toBe(5_000)
  })
})

describe('event ids (M5, S7)', () => {
  const RESUMED: Answer = { headers: SSE, chunks: [{ text: `id: e-2\n${RESULT.replace('{{id}}', '7')}` }] }

  async function first() {
    const bench = await startBench({ limits: QUICK })
    await bench.runtime.script(
      { headers: SSE, chunks: [{ text: 'event: message\nid: e-1\ndata:\n\n' }] },
      RESUMED,
    )
    const { text } = await follow(await bench.post(CALL))
    const sealed = /^id: (.+)$/m.exec(text)?.[1] ?? ''
    return { bench, text, sealed }
  }

  test('of legacy traffic are sealed, everything else of the event stays', async () => {
    const { text, sealed } = await first()
    expect(sealed).toMatch(/^k1\.[\w-]{22}\.e-1$/)
    expect(text).toContain(`event: message\nid: ${sealed}\ndata:\n\n`)
  })

  test('are no session ids, and a session id is no event id', async () => {
    const { bench, sealed } = await first()
    await bench.runtime.script({
      headers: { 'content-type': 'application/json', 'mcp-session-id': 'e-1' },
      chunks: [{ text: '{"jsonrpc":"2.0","id":1,"result":{}}' }],
    })
    const opened = await bench.post({ jsonrpc: '2.0', id: 1, method: 'initialize', params: {} })
    const session = opened.headers.get('mcp-session-id') ?? ''
    const before = (await bench.runtime.ledger()).length
    for (const headers of [{ 'mcp-session-id': sealed }, { 'last-event-id': session }])
      expect((await bench.send({ method: 'GET', headers })).status).toBe(404)
    expect(await bench.runtime.ledger()).toHaveLength(before)
  })

  test('lead back to the stream of the same caller', async () => {
    const { bench, sealed } = await first()
    const { text } = await follow(await bench.send({ method: 'GET', headers: { 'last-event-id': sealed } }))
    expect(messagesOf(text)).toMatchObject([{ id: 7, result: { ok: true } }])
    const entry = (await bench.runtime.ledger())[1]
    expect(entry && headerOf(entry, 'last-event-id')).toBe('e-1')
  })

  test.each([
    ['bob', (sealed: string) => sealed],
    ['alice-other-client', (sealed: string) => sealed],
    ['alice', () => 'e-1'],
    ['alice', (sealed: string) => sealed.replace(/e-1$/, 'e-9')],
  ])('for %s a foreign or altered one is 404, and the runtime hears nothing', async (token, alter) => {
    const { bench, sealed } = await first()
    const response = await bench.send({ method: 'GET', headers: { 'last-event-id': alter(sealed) }, token })
    expect(response.status).toBe(404)
    expect(await bench.runtime.ledger()).toHaveLength(1)
  })
})
