// One request and its answer: M0, M1, M2, M3, M4, M5, M6, M8, M10, M11, M14, P4, S7, S9, S15, S17 against a runtime over real sockets.
import { describe, expect, test, vi } from 'vitest'
import type { Env } from '../environment.ts'
import jsonCorpus from '../protocol/corpora/json-parsing.json'
import { USER_AGENT } from '../runtime/user-agent.ts'
import { headerOf, type Answer } from '../testing/hostile-runtime.ts'
import { answerFor, startBench, WORKER_SECRET } from '../testing/mcp-bench.ts'

const OK: Answer = {
  headers: { 'content-type': 'application/json' },
  chunks: [
    { text: '{"jsonrpc":"2.0","id":{{id}},"result":{"content":[{"type":"text","text":"{{secret}}"}]}}' },
  ],
}
const CALL = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'add_todo', arguments: {} } }
const VERSION = '2026-07-28'
const META = {
  'io.modelcontextprotocol/protocolVersion': VERSION,
  'io.modelcontextprotocol/clientCapabilities': {},
}
const MODERN = { ...CALL, params: { ...CALL.params, _meta: META } }
const MODERN_HEADERS = { 'mcp-protocol-version': VERSION, 'mcp-method': 'tools/call', 'mcp-name': 'add_todo' }

interface ErrorBody {
  id: unknown
  error: { code: number; message: string; data?: { code: string; rule?: string; requestId: string } }
}

async function errorOf(response: Response): Promise<ErrorBody> {
  return JSON.parse(await response.text()) as ErrorBody
}

describe('a call that may pass', () => {
  test('reaches the runtime with the bytes that came, and its answer comes back as it was', async () => {
    const bench = await startBench()
    const answer =
      '{"jsonrpc":"2.0","id":{{id}},"result":{"big":9007199254740993123,"_meta":{"x":1.0}, "requestState":"a\\u0062"}}'
    await bench.runtime.script({
      headers: { 'content-type': 'application/json' },
      chunks: [{ text: answer }],
    })
    const body =
      '{ "jsonrpc":"2.0",\n"id":9007199254740993, "method":"tools/call","params":{"name":"x","arguments":{"n":1e2}}}'
    const response = await bench.post(body)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(answer.replace('{{id}}', '9007199254740993'))
    const [entry] = await bench.runtime.ledger()
    expect(entry?.body).toBe(body)
  })

  test('carries the contract headers by the configured names, and nothing else of the client', async () => {
    const bench = await startBench({
      server: {
        workerSecretHeader: 'x-emcy-worker-secret',
        accessTokenHeader: 'x-emcy-upstream-access-token',
      },
      staticHeaders: { 'x-tenant': 'acme' },
    })
    await bench.runtime.script(OK)
    await bench.post(CALL, {
      cookie: 'a=b',
      'x-forwarded-for': '1.2.3.4',
      'x-user': 'root',
      'cf-connecting-ip': '1.1.1.1',
      'x-tenant': 'evil',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      'mcp-protocol-version': '2025-11-25',
    })
    const [entry] = await bench.runtime.ledger()
    const names = entry?.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase())
    expect(new Set(names)).toEqual(
      new Set([
        'content-type',
        'accept',
        'traceparent',
        'mcp-protocol-version',
        'user-agent',
        'x-limen-hop',
        'x-tenant',
        'x-emcy-worker-secret',
        'x-emcy-upstream-access-token',
        // What the platform itself adds.
        'host',
        'content-length',
        'cf-worker',
      ]),
    )
    if (!entry) throw new Error('nothing arrived')
    expect(headerOf(entry, 'x-emcy-worker-secret')).toBe(WORKER_SECRET)
    expect(headerOf(entry, 'x-emcy-upstream-access-token')).toBe('downstream-alice')
    expect(headerOf(entry, 'x-tenant')).toBe('acme')
    expect(headerOf(entry, 'user-agent')).toBe(USER_AGENT)
    expect(headerOf(entry, 'x-limen-hop')).toBe('1')
  })

  test('carries every header that MCP gives a meaning, as it came, and no other (M6)', async () => {
    const bench = await startBench()
    await bench.runtime.script(OK)
    const passed = {
      ...MODERN_HEADERS,
      'content-type': 'application/json; charset=utf-8',
      accept: 'text/event-stream, application/json',
      'mcp-param-region': '=?base64?ZXU=?=',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      tracestate: 'vendor=1,other=2',
      baggage: 'a=1;p=2',
    }
    await bench.post(MODERN, {
      ...passed,
      origin: 'https://claude.ai',
      referer: 'https://claude.ai/',
      'accept-language': 'de',
      'user-agent': 'client/1',
      'x-mcp-user': 'root@example.com',
      'x-request-id': 'chosen',
      'proxy-authorization': 'Basic x',
      'mcp-unknown': 'x',
      'last-event-id': 'x',
      'mcp-session-id': 'x',
    })
    const [entry] = await bench.runtime.ledger()
    const received = Object.fromEntries(
      (entry?.rawHeaders ?? []).flatMap((name, at, all) =>
        at % 2 === 0 ? [[name.toLowerCase(), all[at + 1]]] : [],
      ),
    )
    expect(received).toEqual({
      ...passed,
      'user-agent': USER_AGENT,
      'x-limen-hop': '1',
      'x-gateway-worker-secret': WORKER_SECRET,
      'x-gateway-access-token': 'downstream-alice',
      // What the platform itself adds.
      host: expect.any(String),
      'content-length': expect.any(String),
      'cf-worker': expect.any(String),
    })
    expect(USER_AGENT).toMatch(/^limen\/\d+\.\d+\.\d+/)
    await bench.post(CALL, { 'mcp-param-region': 'eu' })
    const legacy = (await bench.runtime.ledger())[1]
    expect(legacy && headerOf(legacy, 'mcp-param-region')).toBeUndefined()
  })

  test.each([400, 403, 404, 429])(
    'that the runtime refuses with %i: the client learns when to come back, and no challenge (M4, M6)',
    async (status) => {
      const bench = await startBench()
      await bench.runtime.script({
        status,
        headers: {
          'content-type': 'application/json',
          'retry-after': '17',
          'www-authenticate': 'Bearer error="insufficient_scope", resource_metadata="https://up.example/x"',
          'set-cookie': 'a=b',
        },
        chunks: [{ text: '{"jsonrpc":"2.0","id":7,"error":{"code":1,"message":"x"}}' }],
      })
      const { headers, status: answered } = await bench.post(CALL)
      expect([answered, headers.get('retry-after')]).toEqual([status, '17'])
      expect([headers.has('www-authenticate'), headers.has('set-cookie')]).toEqual([false, false])
    },
  )

  test('carries the token as Bearer where the header is named authorization', async () => {
    const bench = await startBench({ server: { accessTokenHeader: 'authorization' } })
    await bench.runtime.script(OK)
    await bench.post(CALL)
    const [entry] = await bench.runtime.ledger()
    expect(entry && headerOf(entry, 'authorization')).toBe('Bearer downstream-alice')
  })

  test('gives back allow-listed headers only, and CORS of its own', async () => {
    const bench = await startBench()
    await bench.runtime.script({
      ...OK,
      headers: {
        'content-type': 'application/json',
        'set-cookie': ['a=b', 'c=d'],
        'www-authenticate': 'Basic',
        location: 'https://evil.example',
        server: 'uvicorn',
        'access-control-allow-origin': 'https://only.example',
        'access-control-allow-credentials': 'true',
        'mcp-session-id': 'not-of-an-initialize',
        'mcp-protocol-version': '2025-11-25',
        'cache-control': 'max-age=5',
      },
    })
    const response = await bench.post(CALL)
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'application/json',
      'mcp-protocol-version': '2025-11-25',
      'cache-control': 'max-age=5',
      'access-control-allow-origin': '*',
      'access-control-expose-headers':
        'WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version, Retry-After, X-Request-Id',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.stringMatching(/^req_/),
    })
  })

  test('is recorded once, with what the log needs', async () => {
    const bench = await startBench({ tools: [{ name: 'add_todo' }] })
    await bench.runtime.script(OK)
    const response = await bench.post(MODERN, { ...MODERN_HEADERS, 'user-agent': 'probe/1' })
    await response.text()
    await bench.settled()
    expect(bench.events).toHaveLength(1)
    expect(bench.events[0]).toMatchObject({
      kind: 'call',
      outcome: 'ok',
      status: 200,
      method: 'tools/call',
      tool: 'add_todo',
      protocolVersion: VERSION,
      serverId: 'srv_test',
      gatewayId: 'gw_test',
      attachmentId: 'att_test',
      grantId: 'grt_alice_client-1',
      clientId: 'client-1',
      userSubject: 'alice',
      userDomain: 'example.com',
      userLevel: 'proven',
      userAgent: 'probe/1',
      requestBytes: JSON.stringify(MODERN).length,
      requestId: response.headers.get('x-request-id'),
    })
    const { totalMs, runtimeMs, ownMs } = bench.events[0] ?? {}
    expect(totalMs).toBeCloseTo((runtimeMs ?? 0) + (ownMs ?? 0), 3)
  })

  test('that fails in the tool is recorded as tool_error', async () => {
    const bench = await startBench()
    await bench.runtime.script({
      headers: { 'content-type': 'application/json' },
      chunks: [{ text: '{"jsonrpc":"2.0","id":{{id}},"result":{"isError":true,"content":[]}}' }],
    })
    await bench.post(CALL)
    expect(bench.events[0]?.outcome).toBe('tool_error')
  })

  test('to an open server needs no token and sends none', async () => {
    const bench = await startBench({ attached: false, server: { authMode: 'none', open: true } })
    await bench.runtime.script(OK)
    const response = await bench.post(CALL, {}, null)
    expect(response.status).toBe(200)
    const [entry] = await bench.runtime.ledger()
    expect(entry && headerOf(entry, 'x-gateway-access-token')).toBeUndefined()
    expect(entry && headerOf(entry, 'x-gateway-worker-secret')).toBe(WORKER_SECRET)
  })
})

describe('S9: a client cannot set a contract header', () => {
  const spellings = (name: string): string[] => {
    const words = name.split('-')
    const snake = words.join('_')
    return [
      name,
      name.toUpperCase(),
      words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('-'),
      snake,
      snake.toUpperCase(),
      words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('_'),
      words.join(''),
      words.join('.'),
      words.join('--'),
      words.join('__'),
      words.join('-_'),
      `_${name}`,
      `-${name}`,
      `${name}-`,
      `${name}_`,
      `http-${name}`,
      `HTTP_${snake}`,
      `x-${name}`,
      `mcp-param-${name}`,
      `Mcp-Param-${snake}`,
      name.replace('-', '_'),
      name.replace(/-(?=[^-]*$)/, '_'),
      name.replace('x', 'X'),
      `x-original-${name}`,
      `x-forwarded-${name}`,
      `proxy-${name}`,
      `cf-${name}`,
      `${name}.`,
      `.${name}`,
      `${name}0`,
      `${name}'`,
      `~${name}`,
      `${name}~`,
      `!${name}`,
      `${name}*`,
      `${name}|`,
      `${name}^`,
      `${name}+`,
      `#${name}`,
      `$${name}`,
      `%${name}`,
    ]
  }
  const contract = ['x-gateway-worker-secret', 'x-gateway-access-token']
  const forged = contract.flatMap((name) => spellings(name))
  const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

  test(`in none of ${forged.length} spellings, alone or all together`, async () => {
    expect(forged.length).toBeGreaterThanOrEqual(80)
    const bench = await startBench()
    await bench.runtime.script(OK)
    const all = Object.fromEntries(forged.map((name) => [name, 'forged']))
    for (const headers of [all, ...forged.map((name) => ({ [name]: 'forged' }))]) {
      expect((await bench.post(MODERN, { ...MODERN_HEADERS, ...headers })).status).toBe(200)
    }
    for (const entry of await bench.runtime.ledger()) {
      const received = entry.rawHeaders.filter((_, at) => at % 2 === 0)
      // Parameter headers are part of the protocol and go through under their own name (GW-2).
      const alike = received.filter((name) => contract.map(plain).includes(plain(name)))
      expect(alike.map((name) => name.toLowerCase()).toSorted()).toEqual(contract.toSorted())
      expect(headerOf(entry, 'x-gateway-worker-secret')).toBe(WORKER_SECRET)
      expect(headerOf(entry, 'x-gateway-access-token')).toBe('downstream-alice')
      const withForged = received.filter((_, at) => entry.rawHeaders[at * 2 + 1] === 'forged')
      expect(withForged.filter((name) => !name.toLowerCase().startsWith('mcp-param-'))).toEqual([])
    }
  }, 60_000)

  test('also not where an admin chose a name that a parameter header could have', async () => {
    const bench = await startBench({ server: { accessTokenHeader: 'mcp-param-token' } })
    await bench.runtime.script(OK)
    await bench.post(MODERN, { ...MODERN_HEADERS, 'mcp-param-token': 'forged', 'mcp-param_token': 'forged' })
    const [entry] = await bench.runtime.ledger()
    expect(entry && headerOf(entry, 'mcp-param-token')).toBe('downstream-alice')
  })
})

describe('what is refused before anybody knows who asks (M0, M8)', () => {
  test('OPTIONS answers without a token, echoes parameter headers, exposes what clients read', async () => {
    const bench = await startBench({ server: { enabled: false } })
    const response = await bench.send({
      method: 'OPTIONS',
      token: null,
      headers: {
        origin: 'https://evil.example',
        'access-control-request-headers': 'authorization, Mcp-Param-Region, x-evil',
      },
    })
    expect(response.status).toBe(204)
    const allowed = response.headers.get('access-control-allow-headers')?.toLowerCase().split(', ')
    expect(allowed).toEqual(
      expect.arrayContaining([
        'authorization',
        'mcp-protocol-version',
        'mcp-session-id',
        'last-event-id',
        'mcp-param-region',
      ]),
    )
    expect(allowed).not.toContain('x-evil')
    expect(response.headers.get('access-control-allow-credentials')).toBeNull()
  })

  test.each([
    ['https://evil.example', 403],
    ['null', 403],
    ['https://localhost.evil.example', 403],
    ['http://localhost:1.evil.example', 403],
    ['https://claude.ai.evil.example', 403],
    ['http://claude.ai', 403],
    ['https://claude.ai', 200],
    ['https://vscode.dev', 200],
    ['http://localhost:6274', 200],
    ['http://127.0.0.1:5173', 200],
    ['http://[::1]:80', 200],
    ['https://listed.example', 200],
    ['http://127.0.0.1:8787', 200],
  ])('a page of %s gets %i', async (origin, status) => {
    const bench = await startBench({ server: { allowedOrigins: ['https://listed.example'] } })
    await bench.runtime.script(OK)
    const response = await bench.post(CALL, { origin })
    expect(response.status).toBe(status)
    expect(await bench.runtime.ledger()).toHaveLength(status === 200 ? 1 : 0)
  })

  test('PUT is 405 with Allow', async () => {
    const bench = await startBench()
    const response = await bench.send({ method: 'PUT' })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toContain('POST')
  })

  test.each([
    ['1', 200, '2'],
    ['2', 508, undefined],
    ['99', 508, undefined],
    ['x', 508, undefined],
    ['-1', 508, undefined],
  ])('a request that has passed %s gateways gets %i', async (hops, status, next) => {
    const bench = await startBench()
    await bench.runtime.script(OK)
    expect((await bench.post(CALL, { 'x-limen-hop': hops })).status).toBe(status)
    const [entry] = await bench.runtime.ledger()
    expect(entry && headerOf(entry, 'x-limen-hop')).toBe(next)
  })
})

describe('a server that does not serve', () => {
  test.each([
    ['disabled', { server: { enabled: false } }, 403, 'server_disabled'],
    ['paused', { server: { pausedReason: 'secrets_missing' as const } }, 503, 'secrets_missing'],
    ['oauth without attachment', { attached: false }, 503, 'no_gateway'],
  ])('%s: says so whoever asks, and the runtime hears nothing', async (_name, options, status, code) => {
    const bench = await startBench(options)
    const response = await bench.post(CALL, {}, null)
    expect(response.status).toBe(status)
    expect(await errorOf(response)).toMatchObject({ id: null, error: { data: { code } } })
    expect(await bench.runtime.ledger()).toEqual([])
  })

  test('a disabled server names the rule, in the answer and in the log', async () => {
    const bench = await startBench({ server: { enabled: false } })
    const { error } = await errorOf(await bench.post(CALL))
    expect(error.data?.rule).toBe('server_enabled')
    expect(bench.events[0]).toMatchObject({ outcome: 'refused', ruleId: 'server_enabled', status: 403 })
  })

  test('missing MASTER_KEYS are 503, and the log names the variable', async () => {
    const bench = await startBench({ env: { MASTER_KEYS: '' } as Partial<Env> })
    const response = await bench.post(CALL)
    expect(response.status).toBe(503)
    const text = await response.text()
    expect(text).not.toContain('MASTER_KEYS')
    expect(text).toContain('"id":7,')
    expect(bench.events[0]?.detail).toContain('MASTER_KEYS')
    expect(await bench.runtime.ledger()).toEqual([])
  })
})

describe('credential before everything about the body (M4, O4)', () => {
  test('no token: a bare challenge that names metadata and scopes, even for a broken body', async () => {
    const bench = await startBench()
    const response = await bench.post('{broken', {}, null)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe(
      `Bearer resource_metadata="${bench.surface.resourceMetadataUrl}", scope="tickets.read accounts.read"`,
    )
    expect(response.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate')
    expect(bench.events).toEqual([])
  })

  test('a bad token: invalid_token, even for a body that is too large', async () => {
    const bench = await startBench({ server: { bodyBytesMax: 10 } })
    const response = await bench.post(CALL, {}, 'mallory')
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"')
  })

  test('the scheme of a credential has no case (RFC 9110 §11.1)', async () => {
    const bench = await startBench()
    const response = await bench.post(CALL, { authorization: 'bEARER mallory' }, null)
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"')
    const other = await bench.post(CALL, { authorization: 'Basic mallory' }, null)
    expect(other.headers.get('www-authenticate')).not.toContain('error=')
  })

  test('a server without OAuth answers Bearer alone', async () => {
    const bench = await startBench({ attached: false, server: { authMode: 'none' } })
    expect((await bench.post(CALL, {}, null)).headers.get('www-authenticate')).toBe('Bearer')
    bench.credentials.clear()
    const refused = await bench.post(CALL)
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer error="invalid_token"',
    ])
  })

  test.each([
    [{ ok: false, reason: 'downstream_unavailable', retryAfterSeconds: 9 } as const, 503, '9'],
    [{ ok: false, reason: 'gateway_needs_review' } as const, 503, '1'],
    [{ ok: false, reason: 'no_gateway' } as const, 503, null],
    [{ ok: false, reason: 'server_disabled' } as const, 403, null],
    [{ ok: false, reason: 'blocked' } as const, 403, null],
    [{ ok: false, reason: 'internal', requestId: 'req_x' } as const, 503, '1'],
  ])('the object answers %o: %i', async (answer, status, retryAfter) => {
    const bench = await startBench()
    bench.credentials.set('alice', answer)
    const response = await bench.post(CALL)
    expect(response.status).toBe(status)
    expect(response.headers.get('retry-after')).toBe(retryAfter)
    expect(response.headers.get('www-authenticate')).toBeNull()
    expect(await bench.runtime.ledger()).toEqual([])
  })
})

describe('S17: what is no JSON-RPC never reaches the runtime', () => {
  test.each([
    ['an unfinished object', '{"jsonrpc":"2.0"', -32700],
    ['an empty body', '', -32700],
    ['a duplicate key', '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call"}', -32700],
    [
      'an escaped duplicate key',
      '{"jsonrpc":"2.0","id":1,"method":"ping","m\\u0065thod":"tools/call"}',
      -32700,
    ],
    ['a deep duplicate key', '{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":{"b":1,"b":2}}}', -32700],
    [
      '65 levels',
      `{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":${'['.repeat(64)}${']'.repeat(64)}}}`,
      -32700,
    ],
    ['two million arrays', '['.repeat(2_000_000), -32700],
    ['a byte order mark', '\uFEFF{"jsonrpc":"2.0","id":1,"method":"ping"}', -32700],
    ['a text', '"ping"', -32600],
    ['null', 'null', -32600],
    ['an empty array', '[]', -32600],
    ['an array of arrays', '[[]]', -32600],
    ['no version', '{"id":1,"method":"ping"}', -32600],
    ['version 1.0', '{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600],
    ['a null id', '{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600],
    ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600],
    ['an id that is a truth value', '{"jsonrpc":"2.0","id":true,"method":"ping"}', -32600],
    ['an endless id', `{"jsonrpc":"2.0","id":"${'x'.repeat(2_000)}","method":"ping"}`, -32600],
    ['a method that is a number', '{"jsonrpc":"2.0","id":1,"method":5}', -32600],
    ['params that are an array', '{"jsonrpc":"2.0","id":1,"method":"x","params":[]}', -32600],
    ['a request that is also an answer', '{"jsonrpc":"2.0","id":1,"method":"x","result":{}}', -32600],
    ['neither', '{"jsonrpc":"2.0","id":1}', -32600],
    ['__proto__ as envelope', '{"__proto__":{"jsonrpc":"2.0","id":1,"method":"ping"}}', -32600],
    ['a second spelling of method', '{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call"}', -32600],
    ['a long s in params', '{"jsonrpc":"2.0","id":1,"method":"ping","param\u017f":{}}', -32600],
    [
      'a second spelling of name',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","NAME":"b"}}',
      -32600,
    ],
    [
      'a claim that is no text',
      '{"jsonrpc":"2.0","id":1,"method":"x","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":5}}}',
      -32600,
    ],
    ['a call without a name', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{}}', -32602],
    [
      'a call whose name is a list',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":["a"]}}',
      -32602,
    ],
    [
      'two requests with one id',
      '[{"jsonrpc":"2.0","id":1,"method":"a"},{"jsonrpc":"2.0","id":1.0,"method":"b"}]',
      -32600,
    ],
    ['initialize in an array', '[{"jsonrpc":"2.0","id":1,"method":"initialize"}]', -32600],
  ])('%s', async (_name, body, code) => {
    const bench = await startBench()
    const response = await bench.post(body)
    expect(response.status).toBe(400)
    expect((await errorOf(response)).error.code).toBe(code)
    expect(await bench.runtime.ledger()).toEqual([])
    expect(bench.events).toHaveLength(1)
  })

  test('bytes that are no UTF-8', async () => {
    const bench = await startBench()
    const bytes = new Uint8Array([
      ...new TextEncoder().encode('{"jsonrpc":"2.0","id":1,"method":"'),
      0xff,
      0x22,
      0x7d,
    ])
    const response = await bench.send({ method: 'POST', body: bytes })
    expect((await errorOf(response)).error.code).toBe(-32700)
  })

  test('the public corpus of broken JSON: always 4xx, never forwarded', async () => {
    const bench = await startBench()
    for (const [name, encoded] of Object.entries(jsonCorpus as Record<string, string>)) {
      if (!name.startsWith('n_')) continue
      const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
      const response = await bench.send({ method: 'POST', body: bytes })
      expect([name, response.status]).toEqual([name, 400])
    }
    expect(await bench.runtime.ledger()).toEqual([])
  })

  test.each(['0', '-0', '-7', '1.5', '9007199254740993', '"a"', '"\\u00e9\\n"', '""', '1e3', '"__proto__"'])(
    'the id %s is echoed as it was written',
    async (id) => {
      const bench = await startBench()
      await bench.runtime.script({ resetBeforeStatus: true })
      const response = await bench.post(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`)
      expect(response.status).toBe(502)
      expect(await response.text()).toContain(`"id":${id},"error"`)
    },
  )
})

describe('size (M11)', () => {
  test.each([
    ['declared', true],
    ['streamed', false],
  ])('a body over the cap, %s, is 413 and not forwarded', async (_name, isDeclared) => {
    const bench = await startBench({ server: { bodyBytesMax: 1_000 } })
    const text = JSON.stringify({ ...CALL, params: { name: 'x', arguments: { pad: 'x'.repeat(2_000) } } })
    const body = isDeclared ? text : new Response(text).body
    const response = await bench.send({
      method: 'POST',
      body,
      headers: isDeclared ? { 'content-length': String(text.length) } : {},
    })
    expect(response.status).toBe(413)
    expect(await bench.runtime.ledger()).toEqual([])
    expect(bench.events[0]?.outcome).toBe('too_large')
  })

  test('where nothing is configured, 4 MiB pass and a byte more does not', async () => {
    const bench = await startBench()
    await bench.runtime.script({ ...OK, chunks: [{ text: '{"jsonrpc":"2.0","id":7,"result":{}}' }] })
    const body = (bytes: number) => {
      const around = JSON.stringify({ ...CALL, params: { name: 'x', arguments: { pad: '' } } })
      return around.replace('""', () => JSON.stringify('x'.repeat(bytes - around.length)))
    }
    const statuses: number[] = []
    for (const bytes of [4 * 1024 * 1024, 4 * 1024 * 1024 + 1])
      statuses.push((await bench.post(body(bytes))).status)
    expect(statuses).toEqual([200, 413])
  })

  test('a body of exactly the cap passes', async () => {
    const text = JSON.stringify(CALL)
    const bench = await startBench({ server: { bodyBytesMax: text.length } })
    await bench.runtime.script(OK)
    expect((await bench.post(text)).status).toBe(200)
  })
})

describe('header and body tell one story (M2)', () => {
  test.each([
    ['no version header', { 'mcp-protocol-version': '' }],
    ['another version', { 'mcp-protocol-version': '2025-11-25' }],
    ['another method', { 'mcp-method': 'tools/list' }],
    ['no method', { 'mcp-method': '' }],
    ['another name', { 'mcp-name': 'delete_todo' }],
    ['no name', { 'mcp-name': '' }],
    ['a name in another case', { 'mcp-name': 'ADD_TODO' }],
    ['broken base64', { 'mcp-name': '=?base64?%%%?=' }],
    ['base64 of something else', { 'mcp-name': '=?base64?eA==?=' }],
  ])('%s: 400 with −32020, id echoed, nothing forwarded', async (_name, change) => {
    const bench = await startBench()
    const headers = Object.entries({ ...MODERN_HEADERS, ...change }).filter(([, value]) => value !== '')
    const response = await bench.post(MODERN, Object.fromEntries(headers))
    expect(response.status).toBe(400)
    expect(await errorOf(response)).toMatchObject({ id: 7, error: { code: -32020 } })
    expect(await bench.runtime.ledger()).toEqual([])
  })

  test('a name in the sentinel form is decoded before it is compared, and forwarded as it came', async () => {
    const bench = await startBench()
    await bench.runtime.script(OK)
    const encoded = '=?base64?w7xiZXI=?='
    const body = { ...MODERN, params: { ...MODERN.params, name: 'über' } }
    expect(
      (await bench.post(body, { ...MODERN_HEADERS, 'mcp-name': encoded, 'mcp-param-x': '=?base64?eA==?=' }))
        .status,
    ).toBe(200)
    const [entry] = await bench.runtime.ledger()
    expect(entry && headerOf(entry, 'mcp-name')).toBe(encoded)
    expect(entry && headerOf(entry, 'mcp-param-x')).toBe('=?base64?eA==?=')
  })

  test('a modern header does not make a legacy body modern', async () => {
    const bench = await startBench()
    await bench.runtime.script(OK)
    expect((await bench.post(CALL, { 'mcp-protocol-version': VERSION })).status).toBe(200)
    expect((await bench.post(CALL, { 'mcp-method': 'tools/list' })).status).toBe(400)
  })

  test('a notification without a claim goes by its header', async () => {
    const bench = await startBench()
    await bench.runtime.script({ status: 202 })
    const note = { jsonrpc: '2.0', method: 'notifications/progress' }
    expect((await bench.post(note, { 'mcp-protocol-version': '2025-11-25' })).status).toBe(202)
    expect((await bench.post(note, { 'mcp-protocol-version': VERSION })).status).toBe(400)
    expect(
      (await bench.post(note, { 'mcp-protocol-version': VERSION, 'mcp-method': note.method })).status,
    ).toBe(202)
  })
})

describe('arrays (M3)', () => {
  const array = [CALL, { ...CALL, id: 8 }, { jsonrpc: '2.0', method: 'notifications/x' }]
  const answers: Answer = {
    headers: { 'content-type': 'application/json' },
    chunks: [{ text: '[{"jsonrpc":"2.0","id":8,"result":{}},{"jsonrpc":"2.0","id":7,"result":{}}]' }],
  }

  test.each([
    [{}, 200],
    [{ 'mcp-protocol-version': '2025-03-26' }, 200],
    [{ 'mcp-protocol-version': '2025-06-18' }, 400],
    [{ 'mcp-protocol-version': '2026-07-28' }, 400],
  ])('with %o: %i', async (headers, status) => {
    const bench = await startBench()
    await bench.runtime.script(answers)
    expect((await bench.post(array, headers)).status).toBe(status)
  })

  test('one element that may not pass stops the whole array', async () => {
    const bench = await startBench({ tools: [{ name: 'add_todo', requiredScopes: ['accounts.read'] }] })
    const response = await bench.post([{ jsonrpc: '2.0', id: 1, method: 'ping' }, CALL])
    expect(response.status).toBe(403)
    // One error for many requests is the answer to none of them (JSON-RPC 2.0 §6).
    expect((await errorOf(response)).id).toBeNull()
    expect(await bench.runtime.ledger()).toEqual([])
  })

  test('an array with an answer missing is an error, not a hang', async () => {
    const bench = await startBench()
    await bench.runtime.script({ ...answers, chunks: [{ text: '[{"jsonrpc":"2.0","id":8,"result":{}}]' }] })
    expect((await bench.post(array)).status).toBe(502)
  })
})

describe('scopes and tools (M14, O4)', () => {
  const tools = [
    { name: 'read', requiredScopes: ['tickets.read'] },
    { name: 'accounts', requiredScopes: ['accounts.read'] },
    { name: 'both', requiredScopes: ['tickets.read', 'accounts.read'] },
    { name: 'admin', requiredScopes: ['admin.read'] },
    { name: 'off', enabled: false },
  ]
  const callOf = (name: string) => ({ ...CALL, params: { name } })

  test.each([
    ['read', 200],
    ['unlisted', 200],
    ['accounts', 403],
    ['both', 403],
    ['admin', 403],
  ])('a token with tickets.read calls %s: %i', async (name, status) => {
    const bench = await startBench({ tools })
    await bench.runtime.script(OK)
    expect((await bench.post(callOf(name))).status).toBe(status)
    expect(await bench.runtime.ledger()).toHaveLength(status === 200 ? 1 : 0)
  })

  test('a missing scope names granted and needed ones in one list', async () => {
    const bench = await startBench({ tools })
    bench.credentials.set(
      'alice',
      answerFor('alice', 'client-1', { scopes: ['tickets.read', 'offline_access', 'gone.scope'] }),
    )
    const response = await bench.post(callOf('accounts'))
    expect(response.headers.get('www-authenticate')).toBe(
      `Bearer error="insufficient_scope", resource_metadata="${bench.surface.resourceMetadataUrl}", scope="tickets.read accounts.read"`,
    )
    expect(await errorOf(response)).toMatchObject({
      id: 7,
      error: { data: { code: 'insufficient_scope', rule: 'tool_scopes:accounts' } },
    })
    expect(bench.events[0]).toMatchObject({
      outcome: 'refused',
      ruleId: 'tool_scopes:accounts',
      tool: 'accounts',
    })
  })

  test('offline_access is no scope to step up with, also where it is offered', async () => {
    const scopes = ['tickets.read', 'accounts.read', 'offline_access']
    const bench = await startBench({ tools, scopes })
    bench.credentials.set(
      'alice',
      answerFor('alice', 'client-1', { scopes: ['tickets.read', 'offline_access'] }),
    )
    const challenge = (await bench.post(callOf('accounts'))).headers.get('www-authenticate')
    expect(challenge).toContain('scope="tickets.read accounts.read"')
  })

  test('a scope that left the attachment counts no longer, whatever the token says', async () => {
    const bench = await startBench({ tools, scopes: ['accounts.read'] })
    expect((await bench.post(callOf('read'))).status).toBe(403)
  })

  test('a scope that no token can have asks for no step-up', async () => {
    const bench = await startBench({ tools })
    const response = await bench.post(callOf('admin'))
    expect(response.headers.get('www-authenticate')).toBeNull()
  })

  test('a call sent as a notification is decided too', async () => {
    const bench = await startBench({ tools })
    const response = await bench.post({ jsonrpc: '2.0', method: 'tools/call', params: { name: 'accounts' } })
    expect(response.status).toBe(403)
    expect(await bench.runtime.ledger()).toEqual([])
  })

  test('a disabled tool looks like one that does not exist', async () => {
    const bench = await startBench({ tools })
    const response = await bench.post(callOf('off'))
    expect(response.status).toBe(200)
    expect(await errorOf(response)).toEqual({
      jsonrpc: '2.0',
      id: 7,
      error: { code: -32602, message: 'Unknown tool: off' },
    })
  })
})

describe('what the runtime answers instead (M3, M4, P4, S15)', () => {
  test.each([
    [
      400,
      '{"jsonrpc":"2.0","id":7,"error":{"code":-32022,"message":"x","data":{"supported":["2025-11-25"]}}}',
      'application/json',
    ],
    [400, '<html>bad</html>', 'text/plain; charset=utf-8'],
    [400, '{"detail":"x"}', 'application/problem+json'],
    [
      404,
      '{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":null}',
      'application/json',
    ],
    [405, '', null],
    [406, '{"x":1}', 'application/json'],
    [403, '{"x":1}', 'application/json'],
    [500, '{"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"x"}}', 'application/json'],
  ])('%i passes with its body', async (status, text, type) => {
    const bench = await startBench()
    const headers: Record<string, string> = type
      ? { 'content-type': text.startsWith('<') ? 'text/html' : type }
      : {}
    await bench.runtime.script({ status, headers, chunks: text ? [{ text }] : [] })
    const response = await bench.post(CALL)
    expect(response.status).toBe(status)
    expect(await response.text()).toBe(text)
    expect(response.headers.get('content-type')).toBe(type)
    if (status === 405) expect(response.headers.get('allow')).toBe('POST')
  })

  const bad: [name: string, answer: Answer, status: number, code: string, outcome: string][] = [
    ['a reset before the status', { resetBeforeStatus: true }, 502, 'runtime_unreachable', 'runtime_error'],
    ['silence before the status', { hang: true }, 504, 'runtime_timeout', 'timeout'],
    ['500 with HTML', { status: 500, chunks: [{ text: '<h1>' }] }, 502, 'runtime_failed', 'runtime_error'],
    [
      '500 with an event stream',
      { status: 500, headers: { 'content-type': 'text/event-stream' }, chunks: [{ text: 'data: {}\n\n' }] },
      502,
      'runtime_failed',
      'runtime_error',
    ],
    ['502', { status: 502 }, 502, 'runtime_failed', 'runtime_error'],
    ['503', { status: 503, headers: { 'retry-after': '17' } }, 503, 'runtime_unavailable', 'runtime_error'],
    ['504', { status: 504 }, 504, 'runtime_timeout', 'timeout'],
    [
      'a redirect',
      { status: 307, headers: { location: '/elsewhere' } },
      502,
      'runtime_redirected',
      'runtime_error',
    ],
    [
      'HTML with 200',
      { headers: { 'content-type': 'text/html' }, chunks: [{ text: '<p>' }] },
      502,
      'runtime_bad_answer',
      'runtime_error',
    ],
    [
      'half a document that ends well',
      { headers: { 'content-type': 'application/json' }, chunks: [{ text: '{"jsonrpc":' }] },
      502,
      'runtime_bad_answer',
      'runtime_error',
    ],
    ['202 for a request', { status: 202 }, 502, 'runtime_bad_answer', 'runtime_error'],
    [
      'the answer to another request',
      {
        headers: { 'content-type': 'application/json' },
        chunks: [{ text: '{"jsonrpc":"2.0","id":8,"result":{}}' }],
      },
      502,
      'runtime_bad_answer',
      'runtime_error',
    ],
    [
      'fewer bytes than promised',
      {
        headers: { 'content-type': 'application/json', 'content-length': '500' },
        chunks: [{ text: '{"jsonrpc":"2.0","id":7,"result":{}}' }],
        end: 'reset',
      },
      502,
      'answer_truncated',
      'truncated',
    ],
    [
      'a cut chunked body',
      {
        headers: { 'content-type': 'application/json' },
        chunks: [{ text: '{"jsonrpc":"2.0","id":7,"result":{}}' }],
        end: 'reset',
      },
      502,
      'answer_truncated',
      'truncated',
    ],
    [
      'silence inside the body',
      { headers: { 'content-type': 'application/json' }, chunks: [{ text: '{"jsonrpc"' }], end: 'open' },
      504,
      'runtime_timeout',
      'timeout',
    ],
    [
      'a body that drips',
      {
        headers: { 'content-type': 'application/json' },
        chunks: Array.from({ length: 40 }, () => ({ text: ' ', delayMs: 100 })),
      },
      504,
      'runtime_timeout',
      'timeout',
    ],
    [
      'a body that says it is too large',
      { headers: { 'content-type': 'application/json', 'content-length': '99999999999' }, end: 'open' },
      502,
      'answer_too_large',
      'too_large',
    ],
  ]
  test.each(bad)('%s: an error with the id, recorded', async (_name, answer, status, code, outcome) => {
    const bench = await startBench({ server: { timeoutMs: 300 } })
    await bench.runtime.script(answer)
    const response = await bench.post(CALL)
    expect(response.status).toBe(status)
    expect(await errorOf(response)).toMatchObject({
      id: 7,
      error: { code: -31_000 - status, data: { code } },
    })
    await bench.settled()
    expect(bench.events.map((event) => [event.outcome, event.status])).toEqual([[outcome, status]])
    // M10: a call is never sent twice.
    expect(await bench.runtime.ledger()).toHaveLength(1)
  })

  test.each([
    ['17', '17'],
    [undefined, '1'],
  ])('an outage that says Retry-After %s is told with %s', async (said, told) => {
    const bench = await startBench()
    await bench.runtime.script({ status: 503, headers: said === undefined ? {} : { 'retry-after': said } })
    expect((await bench.post(CALL)).headers.get('retry-after')).toBe(told)
  })

  const array: Answer = {
    headers: { 'content-type': 'application/json' },
    chunks: [{ text: '[{"jsonrpc":"2.0","id":7,"result":{}}]' }],
  }
  test('an array in answer to one request passes in the revision that knows arrays only (M3)', async () => {
    const bench = await startBench()
    await bench.runtime.script(array)
    expect((await bench.post(CALL)).status).toBe(200)
    expect((await bench.post(CALL, { 'mcp-protocol-version': '2025-03-26' })).status).toBe(200)
    expect((await bench.post(CALL, { 'mcp-protocol-version': '2025-06-18' })).status).toBe(502)
    expect((await bench.post(MODERN, MODERN_HEADERS)).status).toBe(502)
  })

  test('an error that names no id answers a request that the runtime could not read', async () => {
    const bench = await startBench()
    const text = '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"x"}}'
    await bench.runtime.script({ ...OK, chunks: [{ text }] })
    expect(await (await bench.post(CALL)).text()).toBe(text)
    await bench.runtime.script({ ...OK, chunks: [{ text: text.replace('null', '8') }] })
    expect((await bench.post(CALL)).status).toBe(502)
  })

  test.each(['0', '-0', '0.0'])('the id -0 is answered by %s', async (id) => {
    const bench = await startBench()
    await bench.runtime.script({
      headers: { 'content-type': 'application/json' },
      chunks: [{ text: `{"jsonrpc":"2.0","id":${id},"result":{}}` }],
    })
    expect((await bench.post('{"jsonrpc":"2.0","id":-0,"method":"ping"}')).status).toBe(200)
  })

  test('a runtime that is not there is 502 with the id', async () => {
    const bench = await startBench({ server: { runtimeUrl: 'http://127.0.0.1:9/mcp' } })
    const response = await bench.post(CALL)
    expect(response.status).toBe(502)
    expect(await errorOf(response)).toMatchObject({ id: 7, error: { data: { code: 'runtime_unreachable' } } })
  })

  test('the tool has a time of its own', async () => {
    const bench = await startBench({ tools: [{ name: 'add_todo', timeoutMs: 150 }] })
    await bench.runtime.script({ ...OK, delayMs: 2_000 })
    const before = Date.now()
    expect((await bench.post(CALL)).status).toBe(504)
    expect(Date.now() - before).toBeLessThan(1_500)
  })

  test('an array has the longest time of its tools (M12)', async () => {
    const bench = await startBench({
      server: { timeoutMs: 150 },
      tools: [
        { name: 'add_todo', timeoutMs: 150 },
        { name: 'slow', timeoutMs: 10_000 },
      ],
    })
    const answers = '[{"jsonrpc":"2.0","id":7,"result":{}},{"jsonrpc":"2.0","id":8,"result":{}}]'
    await bench.runtime.script({ ...OK, delayMs: 600, chunks: [{ text: answers }] })
    const slow = { ...CALL, id: 8, params: { name: 'slow' } }
    expect((await bench.post([CALL, slow])).status).toBe(200)
  })

  test('a call that its client took along is recorded by a later one, once, without invented times (P5)', async () => {
    const bench = await startBench()
    await bench.runtime.script({ hang: true }, OK, OK)
    void bench.post(CALL)
    await expect.poll(async () => (await bench.runtime.ledger()).length).toBe(1)
    const began = Date.now()
    const now = vi.spyOn(Date, 'now').mockReturnValue(began + 66_000)
    await bench.post(CALL)
    now.mockReturnValue(began + 68_000)
    await bench.post(CALL)
    now.mockRestore()
    expect(bench.events).toMatchObject([
      { outcome: 'cancelled', ruleId: 'client_gone', totalMs: null, runtimeMs: null, ownMs: null },
      { outcome: 'ok' },
      { outcome: 'ok' },
    ])
  })

  test('a stream whose runtime takes its time is not taken for abandoned', async () => {
    const bench = await startBench()
    await bench.runtime.script({ hang: true }, OK)
    void bench.send({ method: 'GET', headers: { accept: 'text/event-stream' } })
    await expect.poll(async () => (await bench.runtime.ledger()).length).toBe(1)
    const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 24 * 3_600_000)
    await bench.post(CALL)
    now.mockRestore()
    expect(bench.events).toMatchObject([{ outcome: 'ok' }])
  })

  test('a large answer streams, whole or visibly broken', async () => {
    const bench = await startBench({ limits: { heldBytesMax: 10_000 } })
    const head = '{"jsonrpc":"2.0","id":7,"result":{"x":"'
    const large: Answer = {
      headers: { 'content-type': 'application/json' },
      chunks: [{ text: head }, { text: 'y'.repeat(5_000), repeat: 10 }, { text: '"}}', delayMs: 50 }],
    }
    await bench.runtime.script(large, { ...large, end: 'reset' })
    const whole = await bench.post(CALL)
    expect(JSON.parse(await whole.text()).result.x).toHaveLength(50_000)
    const cut = await bench.post(CALL)
    await expect(cut.text()).rejects.toThrow()
    await bench.settled()
    expect(bench.events.map((event) => event.outcome)).toEqual(['ok', 'truncated'])
  })

  const half: Answer = {
    headers: { 'content-type': 'application/json' },
    chunks: [{ text: 'y'.repeat(20_000) }],
    end: 'open',
  }
  test('a large answer ends with the right of its caller (M12)', async () => {
    const bench = await startBench({ limits: { heldBytesMax: 10_000, recheckMs: 80 } })
    await bench.runtime.script(half)
    const response = await bench.post(CALL)
    bench.credentials.delete('alice')
    await expect(response.text()).rejects.toThrow()
    await bench.settled()
    expect(bench.events).toMatchObject([{ outcome: 'refused', ruleId: 'invalid_token' }])
    await expect.poll(async () => (await bench.runtime.ledger())[0]?.aborted).toBe(true)
  })

  test('a large answer that falls silent ends at the idle time (S15)', async () => {
    const bench = await startBench({ limits: { heldBytesMax: 10_000, idleMs: 200 } })
    await bench.runtime.script(half)
    await expect((await bench.post(CALL)).text()).rejects.toThrow()
    await bench.settled()
    expect(bench.events[0]?.outcome).toBe('timeout')
  })

  test('a large answer that is no JSON is none', async () => {
    const bench = await startBench({ limits: { heldBytesMax: 10_000 } })
    await bench.runtime.script({ ...half, headers: { 'content-type': 'text/html' } })
    const response = await bench.post(CALL)
    expect([response.status, (await errorOf(response)).error.data?.code]).toEqual([502, 'runtime_bad_answer'])
  })

  test('a large answer that drips ends at the time of the whole', async () => {
    const bench = await startBench({ limits: { heldBytesMax: 10_000, totalMs: 400 } })
    const drip = Array.from({ length: 40 }, () => ({ text: 'y', delayMs: 100 }))
    await bench.runtime.script({ ...half, chunks: [...(half.chunks ?? []), ...drip] })
    await expect((await bench.post(CALL)).text()).rejects.toThrow()
    await bench.settled()
    expect(bench.events[0]?.outcome).toBe('timeout')
  })

  test('an endless answer is stopped at the cap', async () => {
    const bench = await startBench({ limits: { heldBytesMax: 10_000, answerBytesMax: 100_000 } })
    await bench.runtime.script({
      headers: { 'content-type': 'application/json' },
      chunks: [{ text: '{"x":"' }, { text: 'y'.repeat(10_000), repeat: 100_000 }],
    })
    const response = await bench.post(CALL)
    await expect(response.text()).rejects.toThrow()
    await bench.settled()
    expect(bench.events[0]?.outcome).toBe('too_large')
    // Nobody reads on: what was sent fits into the buffers of the two sockets.
    const sent = (await bench.runtime.ledger())[0]?.bytesSent ?? 0
    expect(sent).toBeLessThan(20_000_000)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect((await bench.runtime.ledger())[0]?.bytesSent).toBe(sent)
  })
})

describe('GET and DELETE (M5)', () => {
  test.each([
    [{ status: 405, headers: { allow: 'POST, DELETE' } }, 405, 'POST, DELETE'],
    [{ status: 405 }, 405, 'POST'],
    [{ status: 404, chunks: [{ text: 'Cannot GET' }] }, 405, 'POST'],
    [{ status: 200, headers: { 'content-type': 'text/html' }, chunks: [{ text: '<p>' }] }, 405, 'POST'],
    [{ status: 501 }, 405, 'POST'],
  ] satisfies [Answer, number, string][])(
    'a runtime without a stream that answers %o: 405 with Allow',
    async (answer, status, allow) => {
      const bench = await startBench()
      await bench.runtime.script(answer)
      const response = await bench.send({ method: 'GET', headers: { accept: 'text/event-stream' } })
      expect(response.status).toBe(status)
      expect(response.headers.get('allow')).toBe(allow)
      expect((await bench.runtime.ledger())[0]?.method).toBe('GET')
      // Clients ask this each time they connect: it is no fault in the log.
      expect(bench.events[0]?.outcome).toBe('ok')
    },
  )

  test('a runtime whose sessions do not end by DELETE says 405, which is no fault in the log', async () => {
    const bench = await startBench()
    await bench.runtime.script({ status: 405 })
    const response = await bench.send({ method: 'DELETE' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
    expect(bench.events[0]?.outcome).toBe('ok')
  })

  test('are legacy, whatever their version header says: sessions and events are sealed (M1)', async () => {
    const bench = await startBench()
    const opened: Answer = {
      ...OK,
      headers: { 'content-type': 'application/json', 'mcp-session-id': 'runtime-session' },
    }
    const event: Answer = {
      headers: { 'content-type': 'text/event-stream' },
      chunks: [{ text: 'id: e-1\ndata:\n\n' }],
    }
    await bench.runtime.script(opened, event, { status: 200 })
    const initialize = { jsonrpc: '2.0', id: 1, method: 'initialize', params: {} }
    const sealed = (await bench.post(initialize)).headers.get('mcp-session-id') ?? ''
    const headers = { 'mcp-protocol-version': VERSION, 'mcp-session-id': sealed }
    const stream = await bench.send({ method: 'GET', headers })
    expect(await stream.text()).toMatch(/^id: k1\.[\w-]{22}\.e-1$/m)
    await bench.send({ method: 'DELETE', headers })
    const [, ...entries] = await bench.runtime.ledger()
    expect(entries.map((entry) => headerOf(entry, 'mcp-session-id'))).toEqual([
      'runtime-session',
      'runtime-session',
    ])
  })

  test('400 for a GET without a session passes untouched', async () => {
    const bench = await startBench()
    await bench.runtime.script({
      status: 400,
      headers: { 'content-type': 'application/json' },
      chunks: [{ text: '{"e":1}' }],
    })
    expect((await bench.send({ method: 'GET' })).status).toBe(400)
  })
})

describe('sessions (M5, S7)', () => {
  const INITIALIZE = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25' },
  }
  const withSession: Answer = {
    ...OK,
    headers: { 'content-type': 'application/json', 'mcp-session-id': 'runtime-session-1' },
  }

  async function open() {
    const bench = await startBench()
    await bench.runtime.script(withSession)
    const response = await bench.post(INITIALIZE)
    return { bench, sealed: response.headers.get('mcp-session-id') ?? '' }
  }

  test('the client sees a sealed id, the runtime its own, on POST, GET and DELETE', async () => {
    const { bench, sealed } = await open()
    expect(sealed).toMatch(/^[\x21-\x7e]{40,}$/)
    expect(sealed).not.toBe('runtime-session-1')
    await bench.runtime.script(withSession, withSession, { status: 405 }, { status: 200 })
    expect((await bench.post(CALL, { 'mcp-session-id': sealed })).headers.get('mcp-session-id')).toBeNull()
    await bench.send({ method: 'GET', headers: { 'mcp-session-id': sealed } })
    expect((await bench.send({ method: 'DELETE', headers: { 'mcp-session-id': sealed } })).status).toBe(200)
    const entries = await bench.runtime.ledger()
    expect(entries.map((entry) => [entry.method, headerOf(entry, 'mcp-session-id')])).toEqual([
      ['POST', undefined],
      ['POST', 'runtime-session-1'],
      ['GET', 'runtime-session-1'],
      ['DELETE', 'runtime-session-1'],
    ])
  })

  test.each(['bob', 'alice-other-client'])(
    'of alice is unknown for %s, and the runtime hears nothing',
    async (token) => {
      const { bench, sealed } = await open()
      await bench.post(CALL, { 'mcp-session-id': sealed })
      const foreign = await bench.post(CALL, { 'mcp-session-id': sealed }, token)
      expect(foreign.status).toBe(404)
      const unknown = await bench.post(CALL, { 'mcp-session-id': 'never-existed' }, token)
      expect(unknown.status).toBe(404)
      const [a, b] = [await errorOf(foreign), await errorOf(unknown)]
      expect({ ...a, error: { ...a.error, data: null } }).toEqual({ ...b, error: { ...b.error, data: null } })
      for (const method of ['GET', 'DELETE']) {
        expect((await bench.send({ method, headers: { 'mcp-session-id': sealed }, token })).status).toBe(404)
      }
      expect(await bench.runtime.ledger()).toHaveLength(2)
    },
  )

  test('that the runtime has forgotten is 404 on a GET too, so that the client begins anew', async () => {
    const { bench, sealed } = await open()
    await bench.runtime.script({ status: 404, chunks: [{ text: 'gone' }] })
    const response = await bench.send({ method: 'GET', headers: { 'mcp-session-id': sealed } })
    expect([response.status, await response.text()]).toEqual([404, 'gone'])
  })

  test('is opened by an initialize that succeeds, and by no other', async () => {
    const bench = await startBench()
    await bench.runtime.script({ ...withSession, status: 400 })
    const response = await bench.post(INITIALIZE)
    expect([response.status, response.headers.get('mcp-session-id')]).toEqual([400, null])
  })

  test('is unknown in every altered form', async () => {
    const { bench, sealed } = await open()
    const [keyId, mac, own] = sealed.split('.')
    const altered = [
      'runtime-session-1',
      `${sealed}x`,
      sealed.slice(0, -1),
      `k2.${mac}.${own}`,
      `${keyId}.${mac}.other`,
    ]
    for (const id of [...altered, `${keyId}..${own}`, '', '.', '..', 'k1.', sealed.replace('.', '..')]) {
      if (id === '') continue
      expect([id, (await bench.post(CALL, { 'mcp-session-id': id })).status]).toEqual([id, 404])
    }
    expect(await bench.runtime.ledger()).toHaveLength(1)
  })

  test('at another server is unknown', async () => {
    const { sealed } = await open()
    const other = await startBench({ server: { id: 'srv_other' } })
    expect((await other.post(CALL, { 'mcp-session-id': sealed })).status).toBe(404)
  })

  test('a stale id on initialize is dropped, and a modern request has none', async () => {
    const { bench, sealed } = await open()
    await bench.runtime.script(withSession, OK)
    expect((await bench.post(INITIALIZE, { 'mcp-session-id': 'stale' })).status).toBe(200)
    expect((await bench.post(MODERN, { ...MODERN_HEADERS, 'mcp-session-id': sealed })).status).toBe(200)
    for (const entry of await bench.runtime.ledger())
      expect(headerOf(entry, 'mcp-session-id')).toBeUndefined()
  })
})

test('S7: 200 clients with the same ids each see their own secret', async () => {
  const bench = await startBench()
  await bench.runtime.script({ ...OK, delayMs: 20 })
  const answers = await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      bench.credentials.set(`user-${index}`, answerFor(`user-${index}`, 'client-1'))
      const body = { ...CALL, id: index % 3, params: { name: 'echo', arguments: { secret: `s-${index}` } } }
      const response = await bench.post(body, {}, `user-${index}`)
      return (await response.json<{ result: { content: { text: string }[] } }>()).result.content[0]?.text
    }),
  )
  expect(answers).toEqual(Array.from({ length: 200 }, (_, index) => `s-${index}`))
  for (const entry of await bench.runtime.ledger()) {
    const secret = /"secret":"s-(\d+)"/.exec(entry.body)?.[1]
    expect(headerOf(entry, 'x-gateway-access-token')).toBe(`downstream-user-${secret}`)
  }
})
