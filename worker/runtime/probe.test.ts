// The probe against a runtime over real sockets: what it finds, and what it sends.
import { expect, test } from 'vitest'
import { headerOf, startRun, type Answer } from '../testing/hostile-runtime.ts'
import { probeRuntime, type ProbeResult } from './probe.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const DISCOVERED =
  '{"jsonrpc":"2.0","id":"limen-probe","result":{"supportedVersions":["2026-07-28"],"_meta":{"io.modelcontextprotocol/serverInfo":{"name":"Todo"}}}}'
const INITIALIZED =
  '{"jsonrpc":"2.0","id":"limen-probe","result":{"protocolVersion":"2025-11-25","serverInfo":{"name":"Old"}}}'
const UNKNOWN_METHOD: Answer = {
  status: 400,
  headers: JSON_TYPE,
  chunks: [{ text: '{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"x"}}' }],
}
const SECRET = [['x-gateway-worker-secret', 'candidate']] as const
const OPTIONS = { timeoutMs: 400, allowPrivateTargets: true, ownOrigins: [] }

const MODERN: ProbeResult = {
  kind: 'answers',
  era: 'modern',
  protocolVersions: ['2026-07-28'],
  serverName: 'Todo',
}
const LEGACY: ProbeResult = {
  kind: 'answers',
  era: 'legacy',
  protocolVersions: ['2025-11-25'],
  serverName: 'Old',
}

const cases: [name: string, answers: Answer[], result: unknown, sent: string[]][] = [
  ['a modern runtime', [{ headers: JSON_TYPE, chunks: [{ text: DISCOVERED }] }], MODERN, ['POST']],
  [
    'a modern runtime that streams',
    [
      {
        headers: { 'content-type': 'text/event-stream' },
        chunks: [{ text: `: x\n\ndata: ${DISCOVERED}\n\n` }],
        end: 'open',
      },
    ],
    MODERN,
    ['POST'],
  ],
  [
    'a legacy runtime',
    [UNKNOWN_METHOD, { headers: JSON_TYPE, chunks: [{ text: INITIALIZED }] }],
    LEGACY,
    ['POST', 'POST'],
  ],
  [
    'a legacy runtime with sessions, which are ended',
    [
      UNKNOWN_METHOD,
      {
        headers: { 'content-type': 'text/event-stream', 'mcp-session-id': 's-1' },
        chunks: [{ text: `data: ${INITIALIZED}\n\n` }],
      },
      { status: 200 },
    ],
    LEGACY,
    ['POST', 'POST', 'DELETE'],
  ],
  ['a wrong secret', [{ status: 401 }], { kind: 'refuses_secret', status: 401 }, ['POST']],
  ['a forbidden secret', [{ status: 403 }], { kind: 'refuses_secret', status: 403 }, ['POST']],
  [
    'a runtime with OAuth of its own',
    [{ status: 401, headers: { 'www-authenticate': 'Bearer resource_metadata="https://r.example/m"' } }],
    {
      kind: 'asks_for_token',
      status: 401,
      challenge: 'Bearer resource_metadata="https://r.example/m"',
      resourceMetadataUrl: 'https://r.example/m',
    },
    ['POST'],
  ],
  [
    'a web page',
    [{ headers: { 'content-type': 'text/html' }, chunks: [{ text: '<p>' }] }],
    { kind: 'no_mcp', status: 200 },
    ['POST', 'POST'],
  ],
  [
    'an endless answer',
    [{ headers: JSON_TYPE, chunks: [{ text: 'x'.repeat(10_000), repeat: 10_000 }] }],
    { kind: 'no_mcp', status: 200 },
    ['POST', 'POST'],
  ],
  [
    'silence',
    [{ hang: true }],
    { kind: 'unreachable', failure: 'timeout', detail: expect.any(String) },
    ['POST'],
  ],
  [
    'a redirect',
    [{ status: 302, headers: { location: '/x' } }],
    { kind: 'unreachable', failure: 'redirected', detail: expect.any(String) },
    ['POST'],
  ],
]

test.each(cases)('%s', async (_name, answers, result, sent) => {
  const runtime = startRun()
  await runtime.script(...answers)
  expect(await probeRuntime(runtime.url, SECRET, OPTIONS)).toEqual(result)
  const entries = await runtime.ledger()
  expect(entries.map((entry) => entry.method)).toEqual(sent)
  for (const entry of entries) expect(headerOf(entry, 'x-gateway-worker-secret')).toBe('candidate')
})

test('an address that the policy forbids is not contacted', async () => {
  const runtime = startRun()
  const result = await probeRuntime(runtime.url, SECRET, { ...OPTIONS, allowPrivateTargets: false })
  expect(result).toMatchObject({ kind: 'unreachable' })
  expect(await runtime.ledger()).toEqual([])
})
