// M0: a request with many faults is told the first of them, and nothing that stands behind it is asked.
import { describe, expect, test } from 'vitest'
import type { Env } from '../environment.ts'
import { accessPolicy } from '../testing/access-policies.ts'
import { startBench, type BenchOptions } from '../testing/mcp-bench.ts'
import { budget, NO_RULES, testEnv } from '../testing/meter-bench.ts'
import type { McpErrorCode } from './errors.ts'

/** Admits nobody but agents that are known, and not this user. */
const CLOSED = accessPolicy({
  otherAgents: false,
  unrecognised: false,
  deniedUsers: [{ email: 'alice@example.com' }],
})

interface Faulty {
  url: string | undefined
  method: string
  headers: Record<string, string>
  token: string | null
  body: string
  options: BenchOptions
}

const callOf = (name: string, pad = '') =>
  JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name, arguments: { pad } } })

const worst = (): Faulty => ({
  url: 'http://elsewhere.test.dev/s/support-assistant/mcp',
  method: 'PUT',
  headers: {
    'content-type': 'application/json',
    origin: 'https://evil.example',
    'x-limen-hop': '2',
    'mcp-name': 'another',
    'mcp-session-id': 'foreign',
  },
  token: null,
  body: `{broken ${'x'.repeat(1_000)}`,
  options: {
    attached: false,
    server: { enabled: false, pausedReason: 'secrets_missing', bodyBytesMax: 500 },
    tools: [{ name: 'hidden', enabled: false }],
    governance: { policies: [CLOSED] },
    meters: { ...NO_RULES, always: [budget({ amount: 0 })] },
  },
})

/** Each answer, and what takes its reason away; all later reasons stay. */
const steps: [code: McpErrorCode, repair: (faulty: Faulty) => void][] = [
  ['wrong_host', (faulty) => (faulty.url = undefined)],
  ['origin_not_allowed', (faulty) => delete faulty.headers['origin']],
  ['loop_detected', (faulty) => delete faulty.headers['x-limen-hop']],
  ['method_not_allowed', (faulty) => (faulty.method = 'POST')],
  ['server_disabled', ({ options }) => (options.server = { ...options.server, enabled: true })],
  ['secrets_missing', ({ options }) => (options.server = { ...options.server, pausedReason: null })],
  ['no_gateway', ({ options }) => (options.attached = true)],
  ['missing_credential', (faulty) => (faulty.token = 'mallory')],
  ['invalid_token', (faulty) => (faulty.token = 'alice')],
  [
    'agent_not_allowed',
    ({ options }) => (options.governance = { policies: [{ ...CLOSED, unrecognised: true }] }),
  ],
  ['access_denied', ({ options }) => delete options.governance],
  ['body_too_large', (faulty) => (faulty.body = '{broken')],
  ['parse_error', (faulty) => (faulty.body = '{"jsonrpc":"2.0","id":7}')],
  ['invalid_request', (faulty) => (faulty.body = callOf('hidden'))],
  ['header_mismatch', (faulty) => delete faulty.headers['mcp-name']],
  ['unknown_tool', (faulty) => (faulty.body = callOf('add_todo'))],
  ['unknown_session', (faulty) => delete faulty.headers['mcp-session-id']],
  ['budget_exhausted', ({ options }) => delete options.meters],
  // Nothing is the matter any longer, but that the runtime has no answer.
  ['runtime_failed', () => {}],
]

describe('the order of checks (M0)', () => {
  const places = new Map(steps.map(([code], at) => [code, at]))
  const placeOf = (code: McpErrorCode) => places.get(code) ?? NaN

  test.each([...places])('%s comes before all that follows', async (code, at) => {
    const faulty = worst()
    for (const [, repair] of steps.slice(0, at)) repair(faulty)
    let metered = 0
    const METER = {
      getByName(name: string) {
        metered += 1
        return testEnv.METER.getByName(name)
      },
    } as unknown as Env['METER']
    const bench = await startBench({ ...faulty.options, env: { METER } })
    await bench.runtime.script({ status: 500 })
    const { url, method, headers, token, body } = faulty
    const response = await bench.send({ ...(url ? { url } : {}), method, headers, token, body })
    const { error } = await response.json<{ error: { message: string; data?: { code: string } } }>()
    // An unknown tool looks like one that does not exist: nothing of ours is with it.
    expect(error.data?.code ?? error.message).toBe(code === 'unknown_tool' ? 'Unknown tool: hidden' : code)
    expect(bench.checks.length > 0).toBe(at >= placeOf('missing_credential'))
    expect(metered > 0).toBe(code === 'budget_exhausted')
    expect(await bench.runtime.ledger()).toHaveLength(code === 'runtime_failed' ? 1 : 0)
  })

  test('OPTIONS is answered before any of them but the host', async () => {
    const { headers, options } = worst()
    const bench = await startBench(options)
    const response = await bench.send({ method: 'OPTIONS', headers, token: null })
    expect([response.status, bench.checks, bench.events]).toEqual([204, [], []])
  })
})
