// A runtime that answers 401: M4, M10, and S6 as far as the edge decides it.
import { describe, expect, test } from 'vitest'
import { sha256Base64url } from '../crypto/digest.ts'
import { headerOf, type Answer } from '../testing/hostile-runtime.ts'
import { startBench, type Bench } from '../testing/mcp-bench.ts'

const CALL = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'add_todo', arguments: {} } }
const JSON_TYPE = { 'content-type': 'application/json' }
const OK: Answer = { headers: JSON_TYPE, chunks: [{ text: '{"jsonrpc":"2.0","id":{{id}},"result":{}}' }] }
const BARE: Answer = { status: 401 }
const REFUSED: Answer = { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } }
const RENEWED = { action: 'retry', accessToken: 'downstream-renewed', expiresAt: null } as const

async function tokensSeen(bench: Bench) {
  return (await bench.runtime.ledger()).map((entry) => headerOf(entry, 'x-gateway-access-token'))
}

interface Case {
  name: string
  answers: Answer[]
  object: Bench['refusedAnswer']
  status: number
  code: string | null
  sent: number
  reports: number
}

const ALICE = 'downstream-alice'
const cases: Case[] = [
  {
    name: 'bare',
    answers: [BARE],
    object: RENEWED,
    status: 502,
    code: 'runtime_refused_gateway',
    sent: 1,
    reports: 0,
  },
  {
    name: 'Basic',
    answers: [{ status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }],
    object: RENEWED,
    status: 502,
    code: 'runtime_refused_gateway',
    sent: 1,
    reports: 0,
  },
  {
    name: 'another error',
    answers: [{ status: 401, headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' } }],
    object: RENEWED,
    status: 502,
    code: 'runtime_refused_gateway',
    sent: 1,
    reports: 0,
  },
  {
    name: 'the words inside a description',
    answers: [{ status: 401, headers: { 'www-authenticate': 'Bearer realm="error=\\"invalid_token\\""' } }],
    object: RENEWED,
    status: 502,
    code: 'runtime_refused_gateway',
    sent: 1,
    reports: 0,
  },
  {
    name: 'the words of another scheme',
    answers: [{ status: 401, headers: { 'www-authenticate': 'DPoP error="invalid_token"' } }],
    object: RENEWED,
    status: 502,
    code: 'runtime_refused_gateway',
    sent: 1,
    reports: 0,
  },
  {
    name: '407',
    answers: [{ status: 407 }],
    object: RENEWED,
    status: 502,
    code: 'runtime_refused_gateway',
    sent: 1,
    reports: 0,
  },
  {
    name: 'invalid_token once',
    answers: [REFUSED, OK],
    object: RENEWED,
    status: 200,
    code: null,
    sent: 2,
    reports: 1,
  },
  {
    name: 'invalid_token always',
    answers: [REFUSED],
    object: RENEWED,
    status: 502,
    code: 'runtime_refused_gateway',
    sent: 2,
    reports: 1,
  },
  {
    name: 'invalid_token, then bare',
    answers: [REFUSED, BARE],
    object: RENEWED,
    status: 502,
    code: 'runtime_refused_gateway',
    sent: 2,
    reports: 1,
  },
  {
    name: 'invalid_token, renewed lately',
    answers: [REFUSED],
    object: { action: 'fault' },
    status: 502,
    code: 'runtime_refused_gateway',
    sent: 1,
    reports: 1,
  },
  {
    name: 'invalid_token, the authorization server is out of reach',
    answers: [REFUSED],
    object: { action: 'unavailable', retryAfterSeconds: 17 },
    status: 503,
    code: 'downstream_unavailable',
    sent: 1,
    reports: 1,
  },
  {
    name: 'invalid_token, nothing to renew with',
    answers: [REFUSED],
    object: { action: 'reauthorize' },
    status: 401,
    code: 'invalid_token',
    sent: 1,
    reports: 1,
  },
]

describe('a 401 of the runtime (M4)', () => {
  test.each(cases)('$name: $status, sent $sent times, reported $reports times', async (row) => {
    const bench = await startBench()
    bench.refusedAnswer = row.object
    await bench.runtime.script(...row.answers)
    const response = await bench.post(CALL)
    expect(response.status).toBe(row.status)
    const challenge = response.headers.get('www-authenticate')
    if (row.status === 401) expect(challenge).toContain(bench.surface.resourceMetadataUrl)
    else expect(challenge).toBeNull()
    // The body was read, so the id is known and every error echoes it.
    if (row.code) expect(await response.json()).toMatchObject({ id: 7, error: { data: { code: row.code } } })
    expect(response.headers.get('retry-after')).toBe(row.status === 503 ? '17' : null)
    expect(await tokensSeen(bench)).toEqual([ALICE, 'downstream-renewed'].slice(0, row.sent))
    const digest = await sha256Base64url(ALICE)
    expect(bench.reports).toEqual(
      Array.from({ length: row.reports }, () => ({
        grantId: 'grt_alice_client-1',
        accessTokenDigest: digest,
      })),
    )
    await bench.settled()
    expect(bench.events).toHaveLength(1)
    if (row.code === 'runtime_refused_gateway') {
      expect(bench.events[0]).toMatchObject({ ruleId: 'runtime_refused_gateway', outcome: 'runtime_error' })
    }
  })

  test('a refresh that takes longer than the tool may leaves the retry its whole time', async () => {
    const bench = await startBench({ server: { timeoutMs: 300 } })
    bench.refusedAnswer = RENEWED
    bench.refusedDelayMs = 500
    await bench.runtime.script(REFUSED, { ...OK, delayMs: 150 })
    expect((await bench.post(CALL)).status).toBe(200)
    await bench.runtime.script(REFUSED, { ...OK, delayMs: 2_000 })
    expect((await bench.post(CALL)).status).toBe(504)
  })

  test('of a server without grants is a fault, whatever it says', async () => {
    const bench = await startBench({ attached: false, server: { authMode: 'none', open: true } })
    await bench.runtime.script(REFUSED)
    expect((await bench.post(CALL, {}, null)).status).toBe(502)
    expect(bench.reports).toEqual([])
  })

  test('after a renewal the isolate asks for the caller anew, past its cache', async () => {
    const bench = await startBench()
    bench.refusedAnswer = RENEWED
    await bench.runtime.script(REFUSED, OK)
    await bench.post(CALL)
    await bench.settled()
    expect(bench.checks.at(-1)).toBe(0)
  })

  test('a call over 256 KiB is not sent twice; the client may send it again', async () => {
    const bench = await startBench()
    bench.refusedAnswer = RENEWED
    await bench.runtime.script(REFUSED, OK)
    const large = { ...CALL, params: { name: 'x', arguments: { pad: 'x'.repeat(256 * 1024) } } }
    const response = await bench.post(large)
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('1')
    expect(await tokensSeen(bench)).toEqual([ALICE])
  })

  test('a call of exactly 256 KiB is sent twice, byte by byte the same (M2, M10)', async () => {
    const bench = await startBench()
    bench.refusedAnswer = RENEWED
    await bench.runtime.script(REFUSED, OK)
    const around =
      '{ "jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"x","arguments":{"n":1.0,"pad":""}}}'
    const body = around.replace('""', () => JSON.stringify('x'.repeat(256 * 1024 - around.length)))
    expect((await bench.post(body)).status).toBe(200)
    const bodies = (await bench.runtime.ledger()).map((entry) => entry.body === body)
    expect(bodies).toEqual([true, true])
  })

  test('GET streams are treated alike', async () => {
    const bench = await startBench()
    bench.refusedAnswer = RENEWED
    await bench.runtime.script(REFUSED, { status: 405 })
    expect((await bench.send({ method: 'GET' })).status).toBe(405)
    await bench.runtime.script(BARE)
    expect((await bench.send({ method: 'GET' })).status).toBe(502)
  })
})

describe('_meta["limen/downstream"] in a result (M4)', () => {
  const marked = (meta: string) => `{"jsonrpc":"2.0","id":{{id}},"result":{"content":[],"_meta":${meta}}}`
  const MARK = '{"limen/downstream":"invalid_token"}'

  test.each([
    ['JSON', { headers: JSON_TYPE, chunks: [{ text: marked(MARK) }] }],
    [
      'an event',
      { headers: { 'content-type': 'text/event-stream' }, chunks: [{ text: `data: ${marked(MARK)}\n\n` }] },
    ],
  ])('in %s: passes as it is, reported once, not retried', async (_name, answer) => {
    const bench = await startBench()
    bench.refusedAnswer = RENEWED
    await bench.runtime.script(answer)
    const text = await (await bench.post(CALL)).text()
    expect(text).toContain(marked(MARK).replace('{{id}}', '7'))
    await bench.settled()
    expect(bench.reports).toHaveLength(1)
    expect(bench.checks.at(-1)).toBe(0)
    expect(await tokensSeen(bench)).toEqual([ALICE])
  })

  const event = (text: string) => ({ text: `data: ${text.replace('{{id}}', '7')}\n\n` })
  const progress = event(`{"jsonrpc":"2.0","id":99,"result":{"_meta":${MARK}}}`)

  test('a stream that says it over and over asks the object once, and only for an open request', async () => {
    const bench = await startBench()
    bench.refusedAnswer = RENEWED
    const foreign = Array.from({ length: 5 }, () => progress)
    const own = Array.from({ length: 5 }, () => event(marked(MARK)))
    await bench.runtime.script(
      { headers: { 'content-type': 'text/event-stream' }, chunks: [...foreign, ...own] },
      { headers: { 'content-type': 'text/event-stream' }, chunks: foreign },
    )
    await (await bench.post(CALL)).text()
    await bench.settled()
    expect(bench.reports).toHaveLength(1)
    await (await bench.post(CALL)).text()
    await (await bench.send({ method: 'GET' })).text()
    await bench.settled()
    expect(bench.reports).toHaveLength(1)
    const other = marked(MARK).replace('{{id}}', '"b"')
    await bench.runtime.script({
      headers: { 'content-type': 'text/event-stream' },
      chunks: [event(marked(MARK)), event(other)],
    })
    await (await bench.post([CALL, { ...CALL, id: 'b' }])).text()
    await bench.settled()
    expect(bench.reports).toHaveLength(2)
  })

  test('the isolate forgets the token at once, and the answer waits a second at most', async () => {
    const bench = await startBench()
    bench.refusedAnswer = RENEWED
    bench.refusedDelayMs = 3_000
    await bench.runtime.script({ headers: JSON_TYPE, chunks: [{ text: marked(MARK) }] })
    const before = Date.now()
    expect((await bench.post(CALL)).status).toBe(200)
    expect(Date.now() - before).toBeLessThan(2_000)
    expect(bench.forgotten).toEqual(['grt_alice_client-1'])
    await bench.settled()
  })

  test.each([
    ['another value', marked('{"limen/downstream":"ok"}')],
    [
      'inside the content',
      '{"jsonrpc":"2.0","id":{{id}},"result":{"structuredContent":{"_meta":{"limen/downstream":"invalid_token"}}}}',
    ],
    [
      'inside a text',
      `{"jsonrpc":"2.0","id":{{id}},"result":{"content":[{"type":"text","text":${JSON.stringify(marked(MARK))}}]}}`,
    ],
    [
      'on an error',
      '{"jsonrpc":"2.0","id":{{id}},"error":{"code":1,"message":"x","data":{"_meta":{"limen/downstream":"invalid_token"}}}}',
    ],
  ])('%s says nothing', async (_name, text) => {
    const bench = await startBench()
    await bench.runtime.script({ headers: JSON_TYPE, chunks: [{ text }] })
    await bench.post(CALL)
    await bench.settled()
    expect(bench.reports).toEqual([])
  })
})
