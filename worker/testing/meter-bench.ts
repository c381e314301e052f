// Parts of the meter for tests: rules, a ledger on real storage with the clock passed in, and isolates that can be killed.
import { env } from 'cloudflare:workers'
import { runInDurableObject } from 'cloudflare:test'
import type { Env } from '../environment.ts'
import type { AskedLine, BudgetRule, ChargeRequest, MeterRpc, RateRule } from '../meter/contract.ts'
import { Ledger } from '../meter/ledger.ts'
import type { MeterPlatform } from '../meter/meter.ts'
import type { MeteredRules } from '../meter/metered-rules.ts'

export const testEnv = env as unknown as Env

export const NO_RULES: MeteredRules = {
  always: [],
  byTool: new Map(),
  byAgent: new Map(),
  bySubject: new Map(),
  byEmail: new Map(),
  defaultUser: [],
  anonymous: [],
}

let sequence = 0

export function budget(overrides: Partial<BudgetRule> = {}): BudgetRule {
  sequence += 1
  return {
    kind: 'budget',
    id: `bud_test${sequence}`,
    version: 1,
    amount: 100,
    unit: 'calls',
    window: 'hour',
    enforcement: 'block',
    ...overrides,
  }
}

export function rate(overrides: Partial<RateRule> = {}): RateRule {
  sequence += 1
  return {
    kind: 'rate',
    id: `rat_test${sequence}`,
    version: 1,
    calls: 10,
    per: 'second',
    burst: 10,
    ...overrides,
  }
}

export function line(rule: BudgetRule | RateRule, overrides: Partial<AskedLine> = {}): AskedLine {
  return { rule, subject: '', units: 1, wanted: 0, ...overrides }
}

export function request(lines: AskedLine[], overrides: Partial<ChargeRequest> = {}): ChargeRequest {
  return { lines, settlements: [], holdMs: null, ...overrides }
}

/** Runs with the storage of an object of its own. `open` makes a ledger on it, as a restart would. */
export async function withLedger<T>(
  use: (open: (now: number) => Ledger, sql: SqlStorage) => T | Promise<T>,
): Promise<T> {
  sequence += 1
  const stub = testEnv.METER.getByName(`test ${sequence}`)
  return runInDurableObject(stub, (_instance, { storage }) =>
    use((now) => new Ledger(storage, now), storage.sql),
  )
}

/** A ledger as an isolate reaches it. */
export function rpcOf(ledger: () => Ledger, now: () => number, delay: () => Promise<void>): MeterRpc {
  return {
    async charge(asked) {
      await delay()
      const answer = ledger().charge(asked, now())
      await delay()
      return answer
    },
    async settle(settlements) {
      await delay()
      ledger().settle(settlements, now())
    },
    async settleHold(holdId, isSpent) {
      await delay()
      ledger().settleHold(holdId, isSpent, now())
    },
    async readBudgets(rules, subject) {
      return rules.map((rule) => ledger().readBudget(rule, subject, now()))
    },
    async listReached(since) {
      return ledger().listReached(since)
    },
  }
}

/** Real time; what is held in the background is dropped with the isolate. */
export function realPlatform(): MeterPlatform & { work: Promise<unknown>[] } {
  const work: Promise<unknown>[] = []
  return {
    work,
    now: () => Date.now(),
    sleep: (ms) => scheduler.wait(ms),
    waitUntil: (held) => void work.push(held),
  }
}

/** A sequence of numbers in [0, 1) that a failure can be repeated with. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
