// Agents, access lists and overrides at the MCP door (product.md §6, M14, S20, P8).
import { describe, expect, test } from 'vitest'
import type { Governance, OverrideRule } from '../policy/governance.ts'
import { keyOf } from '../policy/user-keys.ts'
import { accessPolicy } from '../testing/access-policies.ts'
import { answerFor, startBench, type Bench, type BenchOptions } from '../testing/mcp-bench.ts'

const LIST = { jsonrpc: '2.0', id: 7, method: 'tools/list' }
const CALL = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'send', arguments: {} } }
const OPEN: BenchOptions = { server: { authMode: 'none', open: true }, attached: false }
const ALICE = { email: 'alice@example.com' }
const GROUPS = [{ id: 'grp_alice', members: new Set([keyOf(ALICE)]) }]
const TOOLS = [{ name: 'send' }, { name: 'off', enabled: false }]

function rule(overrides: Partial<OverrideRule>): OverrideRule {
  return {
    id: 'rul_override',
    targetKind: 'server',
    groupId: null,
    user: ALICE,
    tool: 'send',
    toolEnabled: null,
    confirmation: null,
    ...overrides,
  }
}

async function governed(governance: Partial<Governance>, options: BenchOptions = {}): Promise<Bench> {
  const bench = await startBench({ tools: TOOLS, ...options, governance: { groups: GROUPS, ...governance } })
  bench.credentials.set(
    'claude',
    answerFor('alice', 'https://claude.ai/oauth/x', { clientRegistration: 'cimd' }),
  )
  bench.credentials.set(
    'cursor',
    answerFor('alice', 'dyn_1', { clientRegistration: 'dcr', clientName: 'Cursor' }),
  )
  return bench
}

/** What a stranger and the log learn. */
async function ask(
  bench: Bench,
  body: unknown,
  headers: Record<string, string> = {},
  token: string | null = 'alice',
) {
  await bench.runtime.script({
    headers: { 'content-type': 'application/json' },
    chunks: [{ text: '{"jsonrpc":"2.0","id":7,"result":{"tools":[]}}' }],
  })
  const response = await bench.post(body, headers, token)
  const { error } = (await response.json()) as { error?: { code: number; data?: Record<string, unknown> } }
  await bench.settled()
  return {
    status: response.status,
    error,
    event: bench.events.at(-1),
    reached: (await bench.runtime.ledger()).length,
  }
}

describe('an agent that is not allowed', () => {
  test.each([
    ['initialize', { jsonrpc: '2.0', id: 7, method: 'initialize', params: {} }],
    ['tools/list', LIST],
    ['tools/call', CALL],
    ['a body that is no JSON', '{'],
  ])('%s: 403 with the id of the rule, and the runtime sees nothing', async (_name, body) => {
    const bench = await governed({ policies: [accessPolicy({ agents: { agt_claude: false } })] })
    const { status, error, event, reached } = await ask(bench, body, {}, 'claude')
    expect(status).toBe(403)
    expect(error?.data).toMatchObject({ code: 'agent_not_allowed', rule: 'rul_access' })
    expect(JSON.stringify(error)).not.toMatch(/agt_|server:/)
    expect(reached).toBe(0)
    expect(event).toMatchObject({
      outcome: 'refused',
      status: 403,
      ruleId: 'rul_access',
      agentId: 'agt_claude',
      agentLevel: 'proven',
      agentRecognisedBy: 'client',
      userEmail: 'alice@example.com',
      userDomain: 'example.com',
      detail: 'refused by the server: agent',
    })
  })

  test('a GET stream too', async () => {
    const bench = await governed({ policies: [accessPolicy({ agents: { agt_claude: false } })] })
    expect((await bench.send({ method: 'GET', token: 'claude' })).status).toBe(403)
    expect(await bench.runtime.ledger()).toEqual([])
  })

  test('another agent of the same user is let through, and the log names it', async () => {
    const bench = await governed({ policies: [accessPolicy({ agents: { agt_claude: false } })] })
    const { status, event } = await ask(bench, LIST, {}, 'cursor')
    expect(status).toBe(200)
    expect(event).toMatchObject({ agentId: 'agt_cursor', agentLevel: 'claimed', agentRecognisedBy: 'client' })
  })

  test('a User-Agent does not make an OAuth client an agent, nor another one', async () => {
    const bench = await governed({ policies: [accessPolicy({ unrecognised: false })] })
    const refused = await ask(bench, LIST, { 'user-agent': 'claude-code/2.0' })
    expect(refused.status).toBe(403)
    expect(refused.event).toMatchObject({ agentId: null, agentRecognisedBy: 'none', ruleId: 'rul_access' })
    expect((await ask(bench, LIST, { 'user-agent': 'curl/8' }, 'claude')).status).toBe(200)
  })

  test('a claimed agent gets through where unrecognised clients do, and never by what it claims (S20)', async () => {
    for (const [options, headers, token] of [
      [{}, {}, 'cursor'],
      [OPEN, { 'user-agent': 'Cursor/1.0' }, null],
    ] as const) {
      const closed = { unrecognised: false, agents: { agt_cursor: true } }
      const bench = await governed({ policies: [accessPolicy(closed)] }, options)
      const { status, event } = await ask(bench, LIST, headers, token)
      expect(status).toBe(403)
      expect(event).toMatchObject({
        agentId: 'agt_cursor',
        agentLevel: 'claimed',
        detail: expect.stringContaining('claimed'),
      })
      const accepting = {
        ...options,
        server: { ...('server' in options ? options.server : {}), acceptClaimed: true },
      }
      expect(
        (await ask(await governed({ policies: [accessPolicy(closed)] }, accepting), LIST, headers, token))
          .status,
      ).toBe(200)
      const denied = await governed({ policies: [accessPolicy({ agents: { agt_cursor: false } })] }, options)
      expect((await ask(denied, LIST, headers, token)).status).toBe(403)
    }
  })

  test('on a server that is open to everybody the User-Agent is logged as a claim', async () => {
    const bench = await governed({}, OPEN)
    const { event } = await ask(bench, LIST, { 'user-agent': 'openai-mcp/1.0' }, null)
    expect(event).toMatchObject({
      agentId: 'agt_openai',
      agentLevel: 'claimed',
      agentRecognisedBy: 'user_agent',
    })
  })
})

test('a token of the upstream names no client: its User-Agent does (M13)', async () => {
  const server = { authMode: 'passthrough' as const, acceptClaimed: true }
  const policies = [accessPolicy({ agents: { agt_cursor: false } })]
  const bench = await governed({ policies }, { server, attached: false })
  const refused = await ask(bench, CALL, { 'user-agent': 'Cursor/1.2' }, 'opaque')
  expect([refused.status, refused.error?.data?.['code'], refused.reached]).toEqual([
    403,
    'agent_not_allowed',
    0,
  ])
  expect((await ask(bench, CALL, { 'user-agent': 'curl/8' }, 'opaque')).status).toBe(200)
})

describe('a user who is not admitted', () => {
  test('403 with the id of the rule, before anything is listed', async () => {
    const bench = await governed({ policies: [accessPolicy({ deniedUsers: [ALICE] })] })
    const { status, error, event, reached } = await ask(bench, LIST)
    expect(status).toBe(403)
    expect(error?.data).toMatchObject({ code: 'access_denied', rule: 'rul_access' })
    expect(JSON.stringify(error)).not.toContain('denied_users')
    expect(reached).toBe(0)
    expect(event).toMatchObject({ ruleId: 'rul_access', detail: 'refused by the server: denied_users' })
    expect((await ask(bench, LIST, {}, 'bob')).status).toBe(200)
  })

  test('a Gateway can refuse whom the server admits', async () => {
    const gateway = accessPolicy({ id: 'rul_gateway', targetKind: 'gateway', allowedGroups: ['grp_alice'] })
    const bench = await governed({ policies: [accessPolicy(), gateway] })
    expect((await ask(bench, LIST)).status).toBe(200)
    const refused = await ask(bench, LIST, {}, 'bob')
    expect(refused.error?.data).toMatchObject({ code: 'access_denied', rule: 'rul_gateway' })
  })

  test('a server that is open to everybody has nobody in its allowed groups', async () => {
    const bench = await governed({ policies: [accessPolicy({ allowedGroups: ['grp_alice'] })] }, OPEN)
    expect((await ask(bench, LIST, { 'x-mcp-user': 'alice@example.com' }, null)).status).toBe(403)
  })
})

describe('a tool that a rule switches', () => {
  test('off for a group: its members get the answer of a tool that does not exist, the log the rule', async () => {
    const bench = await governed({ rules: [rule({ user: null, groupId: 'grp_alice', toolEnabled: false })] })
    const { status, error, event, reached } = await ask(bench, CALL)
    expect(status).toBe(200)
    expect(error).toEqual({ code: -32602, message: 'Unknown tool: send' })
    expect(reached).toBe(0)
    expect(event).toMatchObject({ outcome: 'refused', ruleId: 'rul_override', tool: 'send' })
    expect((await ask(bench, CALL, {}, 'bob')).error).toBeUndefined()
  })

  test('on for a user, and for nobody else', async () => {
    const bench = await governed({ rules: [rule({ tool: 'off', toolEnabled: true })] })
    const call = { ...CALL, params: { name: 'off' } }
    expect((await ask(bench, call)).error).toBeUndefined()
    expect((await ask(bench, call, {}, 'bob')).error).toMatchObject({ code: -32602 })
  })

  test('also where nobody has configured or seen the tool', async () => {
    const call = { ...CALL, params: { name: 'unseen' } }
    const off = await governed(
      { rules: [rule({ tool: null, toolEnabled: false })] },
      { server: { newTools: 'on' } },
    )
    expect((await ask(off, call)).event).toMatchObject({ ruleId: 'rul_override' })
    expect((await ask(off, call, {}, 'bob')).error).toBeUndefined()
    const on = await governed(
      { rules: [rule({ tool: 'unseen', toolEnabled: true })] },
      { server: { newTools: 'off' } },
    )
    expect((await ask(on, call)).error).toBeUndefined()
    expect((await ask(on, call, {}, 'bob')).error).toMatchObject({ code: -32602 })
  })

  test('in the middle of a batch', async () => {
    const bench = await governed({ rules: [rule({ toolEnabled: false })] })
    const body = JSON.stringify([LIST, { ...CALL, id: 8 }])
    const response = await bench.post(body, { 'mcp-protocol-version': '2025-03-26' })
    expect(await response.json()).toMatchObject({ error: { code: -32602 } })
    expect(await bench.runtime.ledger()).toEqual([])
  })
})

describe('while a stream is open (P8, M12)', () => {
  const changes: [string, Partial<Governance>, string][] = [
    ['the agent is denied', { policies: [accessPolicy({ unrecognised: false })] }, 'agent_not_allowed'],
    ['the user is denied', { policies: [accessPolicy({ deniedUsers: [ALICE] })] }, 'access_denied'],
    ['the tool is switched off', { rules: [rule({ toolEnabled: false })] }, 'unknown_tool'],
  ]
  test.each(changes)('%s: it is closed', async (_name, governance, code) => {
    const bench = await governed({}, { limits: { keepAliveMs: 60, recheckMs: 80, idleMs: 60_000 } })
    const progress = 'data: {"jsonrpc":"2.0","method":"notifications/progress","params":{"progress":1}}\n\n'
    await bench.runtime.script({
      headers: { 'content-type': 'text/event-stream' },
      chunks: Array.from({ length: 40 }, () => ({ text: progress, delayMs: 40 })),
      end: 'open',
    })
    const response = await bench.post(CALL)
    bench.current = { ...bench.snapshot, governance: { ...bench.snapshot.governance, ...governance } }
    const text = await response.text()
    await bench.settled()
    expect(text).toContain('"error"')
    expect(bench.events).toMatchObject([{ outcome: 'refused', ruleId: code }])
  })
})
