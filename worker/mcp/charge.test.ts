// Budgets and rate limits at the MCP door: what is charged, what a refusal says, and when the object is asked (S16, M13,
// M14, P6).
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import type { Env } from '../environment.ts'
import { meterObject } from '../meter/address.ts'
import type { BudgetRule, MeterRpc } from '../meter/contract.ts'
import type { MeteredRules } from '../meter/metered-rules.ts'
import type { AgentPatterns } from '../policy/governance.ts'
import { checkJson } from '../protocol/json.ts'
import { parseBody } from '../protocol/message.ts'
import type { Answer } from '../testing/hostile-runtime.ts'
import { answerFor, startBench, type BenchOptions } from '../testing/mcp-bench.ts'
import { budget, NO_RULES, rate, testEnv } from '../testing/meter-bench.ts'
import { OPEN_ACCESS, type Access } from './access.ts'
import { chargeOf } from './charge.ts'

const QUIET = { noteWarning() {}, runtimeStarts() {}, runtimeEnds() {} }
const JSON_TYPE = { 'content-type': 'application/json' }
const OK: Answer = { headers: JSON_TYPE, chunks: [{ text: '{"jsonrpc":"2.0","id":{{id}},"result":{}}' }] }
const REFUSED_TOKEN: Answer = {
  status: 401,
  headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
}

function call(name = 'add_todo', id = 1) {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: {} } }
}

type Charge = Parameters<MeterRpc['charge']>[0]

/** A door before a runtime that answers every call, and what the object was asked. */
async function door(rules: Partial<MeteredRules> | null, options: BenchOptions = {}) {
  const asked: Charge[] = []
  const METER = {
    getByName(name: string): MeterRpc {
      const object = testEnv.METER.getByName(name)
      return {
        charge(request) {
          asked.push(request)
          return object.charge(request)
        },
        settle: (settlements) => object.settle(settlements),
        settleHold: (id, isSpent) => object.settleHold(id, isSpent),
        readBudgets: (list, subject) => object.readBudgets(list, subject),
        listReached: (since) => object.listReached(since),
      }
    },
  }
  const bench = await startBench({
    ...(rules === null ? {} : { meters: { ...NO_RULES, ...rules } }),
    env: { METER: METER as unknown as Env['METER'] },
    ...options,
  })
  await bench.runtime.script(OK)
  return { bench, asked, runs: async () => (await bench.runtime.ledger()).length }
}

async function spent(rule: BudgetRule, subject: string | null = null): Promise<number> {
  const [state] = await meterObject(testEnv).readBudgets([rule], subject)
  return state?.counters.reduce((sum, counter) => sum + counter.spent + counter.leased, 0) ?? 0
}

async function subjects(rule: BudgetRule): Promise<string[]> {
  const [state] = await meterObject(testEnv).readBudgets([rule], null)
  return state?.counters.map(({ subject }) => subject).toSorted() ?? []
}

/** A token that says whose it is, and that nobody has signed. */
function claim(sub: string): string {
  const payload = btoa(JSON.stringify({ iss: 'https://idp.test.dev', sub }))
  return `${btoa('{"alg":"none"}')}.${payload}.x`.replaceAll('=', '')
}

interface ErrorBody {
  id: unknown
  error: { code: number; data: Record<string, unknown> }
}

async function errorOf(response: Response): Promise<ErrorBody> {
  return JSON.parse(await response.text()) as ErrorBody
}

const month = (overrides: Partial<BudgetRule> = {}) => budget({ window: 'month', ...overrides })

describe('when the object is asked', () => {
  test('never for a server without budgets, nor for what is no tool call', async () => {
    const free = await door(null)
    expect((await free.bench.post(call())).status).toBe(200)
    const metered = await door({ always: [month({ amount: 0 })] })
    for (const method of ['tools/list', 'initialize', 'resources/read', 'ping']) {
      const response = await metered.bench.post({ jsonrpc: '2.0', id: 1, method, params: {} })
      expect([method, response.status]).toEqual([method, 200])
    }
    expect([free.asked, metered.asked]).toEqual([[], []])
  })

  test('once for all that counts, and not again for the next calls of a lease', async () => {
    const rules = [
      month({ amount: 1_000_000 }),
      month({ amount: 50_000 }),
      rate({ calls: 10_000, burst: 10_000 }),
    ]
    const { bench, asked } = await door({ always: rules })
    for (let i = 0; i < 5; i += 1) expect((await bench.post(call())).status).toBe(200)
    // A machine under load may take so long that leases are renewed in the background, which charges nothing.
    const charging = asked.filter(({ lines }) => lines.some(({ units }) => units > 0))
    expect(charging).toHaveLength(1)
    expect(charging[0]?.lines).toHaveLength(3)
  })
})

describe('what is charged', () => {
  test('of 150 concurrent calls at limit 100 exactly 100 reach the runtime, the others are told when to come back', async () => {
    const rule = month()
    const { bench, runs } = await door({ always: [rule] })
    const responses = await Promise.all(Array.from({ length: 150 }, () => bench.post(call())))
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(100)
    expect(responses.filter(({ status }) => status === 429)).toHaveLength(50)
    expect(await runs()).toBe(100)
  }, 60_000)

  test('a call that is refused before it is sent is not', async () => {
    const rule = month()
    const { bench } = await door(
      { always: [rule] },
      {
        tools: [
          { name: 'secret', requiredScopes: ['accounts.read'] },
          { name: 'off', enabled: false },
        ],
      },
    )
    await bench.post(call('secret'))
    await bench.post(call('off'))
    await bench.post(call(), {}, 'nobody')
    await bench.post('{"jsonrpc":"2.0"', {})
    await bench.post({ ...call(), method: 'tools/call', params: {} })
    expect(await spent(rule)).toBe(0)
  })

  test('a call that is sent again with a renewed token is charged once', async () => {
    const rule = month()
    const { bench, runs } = await door({ always: [rule] })
    bench.refusedAnswer = { action: 'retry', accessToken: 'renewed', expiresAt: null }
    await bench.runtime.script(REFUSED_TOKEN, OK)
    expect((await bench.post(call())).status).toBe(200)
    expect([await runs(), await spent(rule)]).toEqual([2, 1])
  })

  test('a call that the runtime fails is charged: it was sent', async () => {
    const rule = month()
    const { bench } = await door({ always: [rule] })
    await bench.runtime.script({ status: 500 })
    await bench.post(call())
    expect(await spent(rule)).toBe(1)
  })

  test('a batch is charged for each of its tool calls, or not at all', async () => {
    const rule = month({ amount: 5 })
    const tool = month({ amount: 100 })
    const { bench, runs } = await door({ always: [rule], byTool: new Map([['b', [tool]]]) })
    const batch = (names: string[]) => names.map((name, id) => call(name, id))
    const headers = { 'mcp-protocol-version': '2025-03-26' }
    await bench.runtime.script({ headers: JSON_TYPE, chunks: [{ text: '[]' }] })
    await bench.post(batch(['a', 'b', 'b']), headers)
    expect([await spent(rule), await spent(tool)]).toEqual([3, 2])
    expect((await bench.post(batch(['a', 'b', 'c']), headers)).status).toBe(429)
    expect([await spent(rule), await spent(tool), await runs()]).toEqual([3, 2, 1])
  })

  test('cost units are those of the tool, 1 where nothing is set', async () => {
    const rule = month({ unit: 'cost' })
    const { bench } = await door(
      { always: [rule] },
      {
        tools: [
          { name: 'dear', cost: 7 },
          { name: 'free', cost: 0 },
        ],
      },
    )
    for (const name of ['dear', 'free', 'unknown']) await bench.post(call(name))
    expect(await spent(rule)).toBe(8)
  })
})

describe('a refusal', () => {
  test('of a budget says code, rule, reset time and how long to wait, echoes the id, and is logged', async () => {
    const rule = month({ amount: 0 })
    const { bench } = await door({ always: [rule] })
    const response = await bench.post(call('add_todo', 77))
    const now = new Date()
    const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1)
    const { id, error } = await errorOf(response)
    expect([response.status, id, error.code]).toEqual([429, 77, -31_429])
    expect(error.data).toMatchObject({
      code: 'budget_exhausted',
      rule: rule.id,
      retryable: true,
      resetAt: new Date(end).toISOString(),
    })
    const wait = Number(response.headers.get('retry-after'))
    expect(error.data['retryAfterSeconds']).toBe(wait)
    expect(Math.abs(wait - (end - Date.now()) / 1_000)).toBeLessThan(5)
    expect(bench.events).toMatchObject([
      { outcome: 'refused', status: 429, ruleId: rule.id, tool: 'add_todo' },
    ])
  })

  test('of a rate limit says Retry-After, and the call passes then', async () => {
    const rule = rate({ calls: 2, per: 'second', burst: 1 })
    const { bench } = await door({ always: [rule] })
    expect((await bench.post(call())).status).toBe(200)
    const response = await bench.post(call())
    const { error } = await errorOf(response)
    expect(error.data).toMatchObject({ code: 'rate_limited', rule: rule.id, retryAfterSeconds: 1 })
    expect(response.headers.get('retry-after')).toBe('1')
    await scheduler.wait(1_000)
    expect((await bench.post(call())).status).toBe(200)
  })

  test('is not made by a budget that only warns: the call passes and its log entry names the budget', async () => {
    const rule = month({ amount: 1, enforcement: 'warn' })
    const { bench } = await door({ always: [rule] })
    for (let i = 0; i < 3; i += 1) expect((await bench.post(call())).status).toBe(200)
    await bench.settled()
    expect(bench.events.map(({ outcome, ruleId }) => [outcome, ruleId])).toEqual([
      ['ok', null],
      ['ok', rule.id],
      ['ok', rule.id],
    ])
    expect(bench.events[1]?.detail).toContain('only warns')
  })
})

describe('an object that is out of reach', () => {
  const away = {
    METER: {
      getByName: () => ({ charge: () => Promise.reject(new Error('overloaded')) }),
    } as unknown as Env['METER'],
  }

  test('refuses what a budget or rate limit might, with 503 and Retry-After (P6)', async () => {
    for (const rule of [month(), rate()]) {
      const { bench, runs } = await door({ always: [rule] }, { env: away })
      const response = await bench.post(call())
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
      expect((await errorOf(response)).error.data).toMatchObject({ code: 'meter_unavailable', rule: rule.id })
      expect(await runs()).toBe(0)
    }
  })

  test('does not stop what could only be warned of, and the log says that it was not counted', async () => {
    const { bench } = await door({ always: [month({ enforcement: 'warn' })] }, { env: away })
    expect((await bench.post(call())).status).toBe(200)
    await bench.settled()
    expect(bench.events).toMatchObject([{ outcome: 'ok', ruleId: 'meter_unavailable' }])
  })
})

describe('who is charged', () => {
  test('a user has the budget of their own or the default one, and no other user’s', async () => {
    const own = month()
    const everybody = month({ amount: 1 })
    const { bench } = await door({
      bySubject: new Map([['https://as.test.dev alice', [own]]]),
      defaultUser: [everybody],
    })
    const statuses = []
    for (const token of ['alice', 'alice', 'bob', 'bob'])
      statuses.push((await bench.post(call(), {}, token)).status)
    expect(statuses).toEqual([200, 200, 200, 429])
    expect([await spent(own), await subjects(everybody)]).toEqual([2, ['user https://as.test.dev bob']])
  })

  test('an e-mail that nobody vouches for spends nothing of its owner, and frees from nothing (S20)', async () => {
    const own = month({ amount: 1 })
    const everybody = month({ amount: 2 })
    const { bench } = await door({
      byEmail: new Map([['alice@example.com', [own]]]),
      defaultUser: [everybody],
    })
    const imposter = answerFor('mallory', 'client-1')
    if (imposter.ok && imposter.caller) {
      const { identity } = imposter.caller
      imposter.caller.identity = { ...identity, email: 'Alice@example.com', emailVerified: false }
    }
    bench.credentials.set('mallory', imposter)
    const as = async (token: string) => (await bench.post(call(), {}, token)).status
    expect([await as('mallory'), await as('mallory'), await as('alice'), await as('alice')]).toEqual([
      200, 429, 200, 429,
    ])
    const mallory = 'user https://as.test.dev mallory'
    expect([await subjects(own), await subjects(everybody)]).toEqual([['', mallory], [mallory]])
  })

  test('a claimed agent is charged to the grant that claimed it, a proven one to the agent (S20)', async () => {
    const rule = month({ amount: 1 })
    const claude: AgentPatterns = {
      id: 'agt_custom',
      clientIds: ['client-1'],
      clientUrlPrefixes: [],
      keywords: ['custom agent'],
    }
    const { bench } = await door(
      { byAgent: new Map([['agt_custom', [rule]]]) },
      { governance: { agents: [claude] } },
    )
    const dynamic = { clientName: 'Custom Agent', clientRegistration: 'dcr' as const }
    bench.credentials.set('claims', answerFor('mallory', 'client-9', dynamic))
    bench.credentials.set('claims-too', answerFor('eve', 'client-8', dynamic))
    const as = async (token: string) => (await bench.post(call(), {}, token)).status
    expect([await as('claims'), await as('claims'), await as('claims-too')]).toEqual([200, 429, 200])
    expect([await as('alice'), await as('bob')]).toEqual([200, 429])
    expect(await subjects(rule)).toEqual(['', 'token grt_eve_client-8', 'token grt_mallory_client-9'])
  })

  test('calls without a user share the anonymous budget', async () => {
    const rule = month({ amount: 2 })
    const { bench } = await door(
      { anonymous: [rule] },
      { server: { authMode: 'none', open: true }, attached: false },
    )
    const statuses = []
    for (let i = 0; i < 3; i += 1) statuses.push((await bench.post(call(), {}, null)).status)
    expect(statuses).toEqual([200, 200, 429])
  })
})

describe('passthrough (M13)', () => {
  const options: BenchOptions = { server: { authMode: 'passthrough' }, attached: false }

  test('a call is charged when the runtime accepted it, and not when it refused the token', async () => {
    const rule = month({ amount: 1 })
    const { bench } = await door({ always: [rule] }, options)
    await bench.runtime.script(REFUSED_TOKEN, { status: 403 }, OK)
    const statuses = []
    for (let i = 0; i < 4; i += 1) {
      statuses.push((await bench.post(call(), {}, 'of-the-provider')).status)
      await bench.settled()
    }
    expect(statuses).toEqual([401, 403, 200, 429])
    expect(await spent(rule)).toBe(1)
  })

  const unsettled: [how: string, answer: Answer, status: number][] = [
    ['a tool that is slower than its time', { ...OK, delayMs: 1_000 }, 504],
    ['a connection that is cut', { resetBeforeStatus: true }, 502],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }, 502],
    ['a refusal of a proxy', { status: 407 }, 502],
  ]
  for (const [how, answer, status] of unsettled) {
    test(`${how} is charged: the runtime may have done its work (S16)`, async () => {
      const rule = month({ amount: 1 })
      const { bench, runs } = await door(
        { always: [rule] },
        { ...options, tools: [{ name: 'add_todo', timeoutMs: 150 }] },
      )
      await bench.runtime.script(answer)
      const statuses = []
      for (let i = 0; i < 3; i += 1) {
        statuses.push((await bench.post(call(), {}, 'of-the-provider')).status)
        await bench.settled()
      }
      expect(statuses).toEqual([status, 429, 429])
      expect([await runs(), await spent(rule)]).toEqual([1, 1])
    })
  }

  test('a call that found no connection is not charged', async () => {
    const rule = month()
    const server = { ...options.server, runtimeUrl: 'http://nothing.invalid/mcp' }
    const { bench } = await door({ always: [rule] }, { ...options, server })
    expect((await bench.post(call(), {}, 'of-the-provider')).status).toBe(502)
    await bench.settled()
    expect(await spent(rule)).toBe(0)
  })

  test('a call that ends between its charge and the network is not charged, one that was sent is', async () => {
    for (const isSent of [false, true]) {
      const rule = month()
      const { bench } = await door({ always: [rule] }, options)
      const ctx = createExecutionContext()
      const { snapshot, surface } = bench
      const exchange = { request: new Request(surface.resource), env: testEnv, ctx, snapshot, surface }
      const access: Access = { ...OPEN_ACCESS, proof: { kind: 'passthrough' } }
      const { messages } = parseBody(checkJson(new TextEncoder().encode(JSON.stringify(call()))))
      const charge = chargeOf(exchange, access, messages, QUIET, 1_000)
      await charge.take()
      expect(await spent(rule)).toBe(1)
      if (isSent) charge.noteSent()
      await expect(charge.settleWith(Promise.reject(new Error('a fault')))).rejects.toThrow('a fault')
      await waitOnExecutionContext(ctx)
      expect([charge.wasSent, await spent(rule)]).toEqual([isSent, isSent ? 1 : 0])
    }
  })

  test('what was given to the network is known of every request, also where nothing is counted', async () => {
    const { bench } = await door(null)
    const { snapshot, surface } = bench
    const ctx = createExecutionContext()
    const exchange = { request: new Request(surface.resource), env: testEnv, ctx, snapshot, surface }
    const charges = [1, 2].map(() => chargeOf(exchange, OPEN_ACCESS, [], QUIET, null))
    charges[0]?.noteSent()
    expect(charges.map(({ wasSent }) => wasSent)).toEqual([true, false])
  })

  test('tokens that the runtime refuses leave nothing behind, however many are made up (P9)', async () => {
    const rules = [month(), month({ amount: 1 })]
    const { bench, runs } = await door({ defaultUser: rules }, options)
    await bench.runtime.script(REFUSED_TOKEN)
    for (let i = 0; i < 30; i += 1)
      expect((await bench.post(call(), {}, claim(`made-up-${i}`))).status).toBe(401)
    await bench.settled()
    expect(await runs()).toBe(30)
    for (const rule of rules) expect(await subjects(rule)).toEqual([])
    expect((await meterObject(testEnv).listReached(0)).map(({ ruleId }) => ruleId)).not.toContain(
      rules[1]?.id,
    )
  })

  test('never more calls than the limit are on their way at once', async () => {
    const rule = month({ amount: 10 })
    const { bench, runs } = await door({ always: [rule] }, options)
    await bench.runtime.script({ ...OK, delayMs: 200 })
    const responses = await Promise.all(
      Array.from({ length: 30 }, () => bench.post(call(), {}, 'of-the-provider')),
    )
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(10)
    expect(await runs()).toBe(10)
    await bench.settled()
    expect(await spent(rule)).toBe(10)
  }, 30_000)

  test('claims that nobody verified are charged to the token that makes them (S20)', async () => {
    const everybody = month({ amount: 1 })
    const own = month({ amount: 5 })
    const { bench } = await door(
      { defaultUser: [everybody], bySubject: new Map([['https://idp.test.dev boss', [own]]]) },
      options,
    )
    const as = async (token: string) => (await bench.post(call(), {}, token)).status
    expect([await as(claim('boss')), await as(claim('boss'))]).toEqual([200, 429])
    expect(await as(claim('other'))).toBe(200)
    for (const subject of [...(await subjects(own)), ...(await subjects(everybody))])
      expect(subject).toMatch(/^token [\w-]{43}$/)
  })
})
