// Isolates with leases: real concurrency, killed isolates and a restarting object (S16). Time is simulated where a window
// has to end; randomness has a seed, so that a failure repeats.
import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import {
  budget,
  line,
  randomOf,
  rate,
  realPlatform,
  rpcOf,
  testEnv,
  withLedger,
} from '../testing/meter-bench.ts'
import { meterObject } from './address.ts'
import type { BudgetRule, ChargeLine, ChargeRequest, MeterRpc } from './contract.ts'
import { Ledger } from './ledger.ts'
import { Meter, MeterUnreachableError, type ChargeOutcome, type MeterPlatform } from './meter.ts'

const NOON = Date.UTC(2026, 2, 31, 12)

/** What an object was asked, in front of the real one. */
function counted(object: MeterRpc): { object: MeterRpc; asked: ChargeRequest[]; settled: number[] } {
  const asked: ChargeRequest[] = []
  const settled: number[] = []
  return {
    asked,
    settled,
    object: {
      charge: (request) => {
        asked.push(request)
        return object.charge(request)
      },
      settle: (settlements) => {
        settled.push(settlements.reduce((sum, { rest }) => sum + rest, 0))
        return object.settle(settlements)
      },
      settleHold: (id, isSpent) => object.settleHold(id, isSpent),
      readBudgets: (rules, subject) => object.readBudgets(rules, subject),
      listReached: (since) => object.listReached(since),
    },
  }
}

async function spentOf(rule: BudgetRule): Promise<number> {
  const [state] = await meterObject(testEnv).readBudgets([rule], null)
  return state?.counters.reduce((sum, { spent, leased }) => sum + spent + leased, 0) ?? 0
}

describe('in the one object of a deployment', () => {
  test('limit 100, 500 concurrent calls of 25 isolates: exactly 100 are admitted', async () => {
    const rule = budget({ window: 'month' })
    const isolates = Array.from({ length: 25 }, () => ({ meter: new Meter(), platform: realPlatform() }))
    const outcomes = await Promise.all(
      Array.from({ length: 500 }, (_, call) => {
        const { meter, platform } = isolates[call % isolates.length] ?? {
          meter: new Meter(),
          platform: realPlatform(),
        }
        return meter.charge(() => meterObject(testEnv), [line(rule)], platform)
      }),
    )
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(100)
    expect(await spentOf(rule)).toBe(100)
  }, 60_000)

  test('limit 100, the object killed again and again among 500 calls: never more than 100, and 100 are counted', async () => {
    const rule = budget({ window: 'month' })
    const stub = testEnv.METER.getByName('meter')
    let admitted = 0
    for (let round = 0; round < 5; round += 1) {
      const meter = new Meter()
      const calls = Array.from({ length: 100 }, async () =>
        meter.charge(() => meterObject(testEnv), [line(rule)], realPlatform()),
      )
      const results = Promise.allSettled(calls)
      if (round % 2 === 1) {
        await runInDurableObject(stub, (_instance, state) => state.abort('killed')).catch(() => undefined)
      }
      for (const result of await results) {
        if (result.status === 'fulfilled' && result.value.ok) admitted += 1
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(MeterUnreachableError)
      }
    }
    expect(await spentOf(rule)).toBe(100)
    expect(admitted).toBeGreaterThan(0)
    expect(admitted).toBeLessThanOrEqual(100)
  }, 60_000)

  test('limit 10,000 over 10 isolates with leases: never one more, and far fewer questions than calls', async () => {
    const rule = budget({ amount: 10_000, window: 'month' })
    const questions: ChargeRequest[][] = []
    let admitted = 0
    let calls = 0
    const isolate = async () => {
      const meter = new Meter()
      const { object, asked } = counted(meterObject(testEnv))
      questions.push(asked)
      for (;;) {
        calls += 1
        const outcome = await meter.charge(() => object, [line(rule)], realPlatform())
        if (!outcome.ok) return
        admitted += 1
        if (admitted > 10_000) throw new Error('one more than the limit')
      }
    }
    await Promise.all(Array.from({ length: 10 }, isolate))
    const unspent = 10_000 - admitted
    expect(admitted).toBeLessThanOrEqual(10_000)
    expect(await spentOf(rule)).toBe(10_000)
    // What is missing are rests of leases that nobody settled.
    expect(unspent).toBeLessThan(10_000 * 0.05)
    const far = questions.flat().length - 500
    expect(far).toBeLessThan(calls / 5)
  }, 60_000)

  test('a killed isolate takes what it had leased with it: it counts as spent', async () => {
    const rule = budget({ amount: 10_000, window: 'month' })
    const outcome = await new Meter().charge(() => meterObject(testEnv), [line(rule)], realPlatform())
    expect(outcome.ok).toBe(true)
    expect(await spentOf(rule)).toBe(1 + 20)
  })

  test('an isolate that lives gives back what it did not spend', async () => {
    const rule = budget({ amount: 10_000, window: 'month' })
    const platform = realPlatform()
    await new Meter().charge(() => meterObject(testEnv), [line(rule)], platform)
    await Promise.all(platform.work)
    expect(await spentOf(rule)).toBe(1)
  }, 10_000)
})

test(
  'limit 100,000 over 40 isolates, half of which are killed: never one more',
  () =>
    withLedger(async (open) => {
      const ledger = open(NOON)
      const rule = budget({ amount: 100_000, window: 'month' })
      const platform: MeterPlatform = {
        now: () => NOON,
        sleep: () => new Promise(() => undefined),
        waitUntil: () => undefined,
      }
      const object = rpcOf(
        () => ledger,
        () => NOON,
        async () => undefined,
      )
      let admitted = 0
      const isolate = async (_: unknown, index: number) => {
        const meter = new Meter()
        const calls = index % 2 === 0 ? Number.POSITIVE_INFINITY : 1_000
        for (let call = 0; call < calls; call += 1) {
          if (!(await meter.charge(() => object, [line(rule)], platform)).ok) return
          admitted += 1
        }
      }
      await Promise.all(Array.from({ length: 40 }, isolate))
      expect(admitted).toBeLessThanOrEqual(100_000)
      expect(admitted).toBeGreaterThan(85_000)
      expect(ledger.charge({ lines: [line(rule)], settlements: [], holdMs: null }, NOON).ok).toBe(false)
    }),
  60_000,
)

describe('leases in an isolate', () => {
  const still: MeterPlatform & { at: number; work: Promise<unknown>[] } = {
    at: NOON,
    work: [],
    now: () => still.at,
    sleep: () => new Promise(() => undefined),
    waitUntil: (work) => void still.work.push(work),
  }
  const now = async () => undefined

  test('a warm call asks nothing and needs no promise', () =>
    withLedger(async (open) => {
      const ledger = open(NOON)
      const { object, asked } = counted(
        rpcOf(
          () => ledger,
          () => NOON,
          now,
        ),
      )
      const meter = new Meter()
      const lines: ChargeLine[] = [
        line(budget({ amount: 1_000_000 })),
        line(rate({ calls: 10_000, burst: 10_000 })),
      ]
      await meter.charge(() => object, lines, still)
      const answers = Array.from({ length: 10 }, () => meter.charge(() => object, lines, still))
      expect(answers).toEqual(answers.map(() => ({ ok: true, exceeded: [], holdId: null })))
      expect(asked).toHaveLength(1)
    }))

  test('a call is covered by leases for all of its budgets, or counted in the object for all of them', () =>
    withLedger(async (open) => {
      const ledger = open(NOON)
      const { object, asked } = counted(
        rpcOf(
          () => ledger,
          () => NOON,
          now,
        ),
      )
      const meter = new Meter()
      const far = budget({ amount: 1_000_000 })
      const near = budget({ amount: 10 })
      const outcomes: ChargeOutcome[] = []
      for (let i = 0; i < 12; i += 1)
        outcomes.push(await meter.charge(() => object, [line(far), line(near)], still))
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(10)
      expect(asked).toHaveLength(11)
      const [counter] = ledger.readBudget(far, null, NOON).counters
      expect(counter?.spent).toBe(10)
    }))

  test('nothing is spent of a lease in its last fifth, so that it is settled before it ends', () =>
    withLedger(async (open) => {
      const ledger = open(NOON)
      let at = NOON
      const { object, asked } = counted(
        rpcOf(
          () => ledger,
          () => at,
          now,
        ),
      )
      const platform = { ...still, now: () => at, waitUntil: () => undefined }
      const meter = new Meter()
      const rule = budget({ amount: 1_000_000 })
      await meter.charge(() => object, [line(rule)], platform)
      at = NOON + 2_900
      await meter.charge(() => object, [line(rule)], platform)
      expect(asked).toHaveLength(1)
      at = NOON + 4_000
      await meter.charge(() => object, [line(rule)], platform)
      expect(asked).toHaveLength(2)
      expect(asked[1]?.settlements).toMatchObject([{ ruleId: rule.id, rest: 19 }])
    }))

  test('a refusal that nothing can change is repeated without a question, until the limit is changed', () =>
    withLedger(async (open) => {
      const ledger = open(NOON)
      const { object, asked } = counted(
        rpcOf(
          () => ledger,
          () => NOON,
          now,
        ),
      )
      const meter = new Meter()
      const rule = budget({ amount: 1 })
      const outcomes: ChargeOutcome[] = []
      for (let i = 0; i < 5; i += 1) outcomes.push(await meter.charge(() => object, [line(rule)], still))
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, false, false, false])
      expect(asked).toHaveLength(2)
      expect((await meter.charge(() => object, [line({ ...rule, version: 2, amount: 2 })], still)).ok).toBe(
        true,
      )
    }))

  test('a budget that only warns and is spent is said with every call, also from a lease', () =>
    withLedger(async (open) => {
      const ledger = open(NOON)
      const { object, asked } = counted(
        rpcOf(
          () => ledger,
          () => NOON,
          now,
        ),
      )
      const meter = new Meter()
      const rule = budget({ amount: 1_000, enforcement: 'warn' })
      await meter.charge(() => object, [line(rule, { units: 1_000 })], still)
      for (let i = 0; i < 5; i += 1) {
        expect(await meter.charge(() => object, [line(rule)], still)).toMatchObject({ exceeded: [rule.id] })
      }
      expect(asked.length).toBeLessThan(4)
    }))

  test('an object that is out of reach is an error of its own, not a yes', async () => {
    const object: MeterRpc = rpcOf(
      () => {
        throw new Error('overloaded')
      },
      () => NOON,
      now,
    )
    await expect(new Meter().charge(() => object, [line(budget())], still)).rejects.toBeInstanceOf(
      MeterUnreachableError,
    )
  })
})

describe('whatever happens, the admitted sum never exceeds the limit', () => {
  /**
   * Isolates with clocks of their own call at random; messages take time or are lost, isolates are killed, the object
   * restarts, limits change. Simulated time runs with the events.
   */
  async function simulate(seed: number): Promise<void> {
    await withLedger(async (open) => {
      const random = randomOf(seed)
      const pick = (max: number) => Math.floor(random() * max)
      let at = NOON + pick(50_000)
      let ledger: Ledger = open(at)
      const waiting: { due: number; go: () => void }[] = []
      const wait = (ms: number) => new Promise<void>((go) => waiting.push({ due: at + ms, go }))
      const amount = [50, 1_000, 3_000, 20_000][pick(4)] ?? 50
      const rule = { current: budget({ amount, window: 'minute' }) }
      const bucket = rate({ calls: 200, per: 'second', burst: [10, 100, 1_000][pick(3)] ?? 10 })
      const admissions: number[] = []
      const spent = new Map<number, number>()
      let highest = amount
      const born = () => ({
        meter: new Meter(),
        skew: pick(20_000) - 10_000,
        isAlive: true,
      })
      let isolates = Array.from({ length: 1 + pick(8) }, born)
      const call = async (isolate: ReturnType<typeof born>) => {
        const units = 1 + pick(3)
        const platform: MeterPlatform = {
          now: () => at + isolate.skew,
          sleep: async (ms) => {
            await wait(ms)
            // A killed isolate never wakes up.
            if (!isolate.isAlive) await new Promise(() => undefined)
          },
          waitUntil: () => undefined,
        }
        const object = rpcOf(
          () => ledger,
          () => at,
          async () => {
            await wait(pick(200))
            if (random() < 0.02) throw new Error('lost on the way')
            if (!isolate.isAlive) await new Promise(() => undefined)
          },
        )
        const lines = [line(rule.current, { units }), line(bucket, { units })]
        const outcome = await Promise.resolve(isolate.meter.charge(() => object, lines, platform)).catch(
          () => undefined,
        )
        if (!isolate.isAlive || !outcome?.ok) return
        const window = Math.floor(at / 60_000)
        spent.set(window, (spent.get(window) ?? 0) + units)
        for (let i = 0; i < units; i += 1) admissions.push(at)
      }
      for (let step = 0; step < 2_000; step += 1) {
        const isolate = isolates[pick(isolates.length)]
        if (isolate) for (let i = pick(6); i > 0; i -= 1) void call(isolate)
        if (random() < 0.005) {
          for (const dead of isolates.splice(pick(isolates.length), 1)) dead.isAlive = false
          isolates = [...isolates, born()]
        }
        if (random() < 0.003) ledger = open(at)
        if (random() < 0.002) {
          const next = Math.max(10, Math.floor(amount * (0.5 + random())))
          highest = Math.max(highest, next)
          rule.current = { ...rule.current, version: rule.current.version + 1, amount: next }
        }
        // Awaited work goes on before time does.
        for (let i = 0; i < 12; i += 1) await Promise.resolve()
        at += pick(60)
        for (const { due, go } of waiting) if (due <= at) go()
        for (let i = waiting.length - 1; i >= 0; i -= 1)
          if ((waiting[i]?.due ?? 0) <= at) waiting.splice(i, 1)
      }
      for (const [window, units] of spent) {
        expect(units, `seed ${seed}, window ${window}`).toBeLessThanOrEqual(highest)
      }
      expect(admissions.length, `seed ${seed}`).toBeGreaterThan(0)
      checkRate(admissions, bucket, seed)
    })
  }

  /** Over no stretch of time more than the burst and what flowed in. A yes is up to 200 ms old when it arrives. */
  function checkRate(
    times: number[],
    { calls, burst }: { calls: number; burst: number },
    seed: number,
  ): void {
    const sorted = times.toSorted((one, other) => one - other)
    let low = Number.POSITIVE_INFINITY
    for (const [index, time] of sorted.entries()) {
      // index − flow(time) may rise by no more than the burst above its lowest point before.
      const level = index - (time * calls) / 1_000
      low = Math.min(low, level)
      expect(level - low, `seed ${seed}`).toBeLessThanOrEqual(burst + (200 * calls) / 1_000)
    }
  }

  for (let seed = 1; seed <= 8; seed += 1) {
    test(`seed ${seed}`, () => simulate(seed), 60_000)
  }
})
