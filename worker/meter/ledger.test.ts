// The exact count, on real storage with the clock passed in (product.md §8, S16).
import { describe, expect, test } from 'vitest'
import { budget, line, rate, request, withLedger } from '../testing/meter-bench.ts'
import type { BudgetRule, RateRule } from './contract.ts'
import { OTHERS, STRANGERS_MAX } from './strangers.ts'

const NOON = Date.UTC(2026, 2, 31, 12)
const HOUR = 3_600_000

/** Rows of made-up tokens, as many calls would have left them. */
function fill(sql: SqlStorage, counted: BudgetRule, limited: RateRule, rows: number): void {
  const names = `WITH RECURSIVE made (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM made WHERE n < ${rows})`
  sql.exec(
    `INSERT INTO meter_counters ${names} SELECT ?, 'token made up ' || n, ?, ?, 1, NULL FROM made`,
    counted.id,
    NOON,
    NOON + HOUR,
  )
  sql.exec(
    `INSERT INTO meter_buckets ${names} SELECT ?, 'token made up ' || n, 1, ?, 0, 0 FROM made`,
    limited.id,
    NOON,
  )
}

describe('budgets', () => {
  test('never one more than the limit, and the refusal says when it is renewed', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      const rule = budget({ amount: 3 })
      const answers = [1, 2, 3, 4].map((at) => ledger.charge(request([line(rule)]), NOON + at))
      expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, false])
      expect(answers[3]).toMatchObject({
        decisive: { code: 'budget_exhausted', rule: rule.id, resetAt: NOON + HOUR, retryAfterMs: HOUR - 4 },
      })
    }))

  test('a new window begins at the full minute, hour, day and month of UTC', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      const ends = {
        minute: NOON + 60_000,
        hour: NOON + HOUR,
        day: Date.UTC(2026, 3, 1),
        month: Date.UTC(2026, 3, 1),
      } as const
      for (const window of ['minute', 'hour', 'day', 'month'] as const) {
        const rule = budget({ amount: 1, window })
        const end = ends[window]
        expect(ledger.charge(request([line(rule)]), NOON).ok, window).toBe(true)
        expect(ledger.charge(request([line(rule)]), end - 1).ok, window).toBe(false)
        expect(ledger.charge(request([line(rule)]), end).ok, window).toBe(true)
        expect(ledger.charge(request([line(rule)]), end).ok, window).toBe(false)
      }
    }))

  test('a clock that goes back across the end of a window finds what was spent there', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      // Not reached, so that nothing but the time since the window's end keeps its row.
      const rule = budget({ amount: 2, window: 'minute' })
      expect(ledger.charge(request([line(rule)]), NOON + 59_999).ok).toBe(true)
      expect(ledger.charge(request([line(rule)]), NOON + 60_000).ok).toBe(true)
      ledger.prune(NOON + 60_000)
      expect(ledger.charge(request([line(rule, { units: 2 })]), NOON + 59_000).ok).toBe(false)
    }))

  test('all lines are charged or none, and the one that lasts longest decides', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      const wide = budget({ amount: 100 })
      const hourly = budget({ amount: 1 })
      const daily = budget({ amount: 1, window: 'day' })
      const speed = rate({ burst: 1, calls: 1 })
      expect(ledger.charge(request([line(wide), line(hourly), line(daily), line(speed)]), NOON).ok).toBe(true)
      for (let i = 0; i < 5; i += 1) {
        const answer = ledger.charge(request([line(wide), line(hourly), line(daily), line(speed)]), NOON + 1)
        expect(answer).toMatchObject({ ok: false, decisive: { rule: daily.id } })
      }
      expect(ledger.readBudget(wide, null, NOON + 1).counters).toMatchObject([{ spent: 1 }])
      // The bucket was not touched by what a budget refused: its next token is there after one second.
      expect(ledger.charge(request([line(wide), line(speed)]), NOON + 1_000).ok).toBe(true)
    }))

  test('cost units add up, and a call that costs more than is left is refused while a cheaper one passes', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      const rule = budget({ amount: 10, unit: 'cost' })
      expect(ledger.charge(request([line(rule, { units: 7 })]), NOON).ok).toBe(true)
      expect(ledger.charge(request([line(rule, { units: 4 })]), NOON).ok).toBe(false)
      expect(ledger.charge(request([line(rule, { units: 3 })]), NOON).ok).toBe(true)
      expect(ledger.charge(request([line(rule, { units: 1 })]), NOON).ok).toBe(false)
    }))

  test('each subject has a counter of its own', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      const rule = budget({ amount: 1 })
      expect(ledger.charge(request([line(rule, { subject: 'user a' })]), NOON).ok).toBe(true)
      expect(ledger.charge(request([line(rule, { subject: 'user b' })]), NOON).ok).toBe(true)
      expect(ledger.charge(request([line(rule, { subject: 'user a' })]), NOON).ok).toBe(false)
      expect(ledger.readBudget(rule, 'user b', NOON)).toMatchObject({
        subjects: 2,
        counters: [{ subject: 'user b', spent: 1 }],
      })
    }))

  test('a budget that only warns lets everything through, says so, and is remembered as reached', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      const rule = budget({ amount: 2, enforcement: 'warn' })
      const answers = [1, 2, 3, 4].map(() => ledger.charge(request([line(rule)]), NOON))
      expect(answers.map((answer) => answer.ok && answer.exceeded)).toEqual([
        [false],
        [false],
        [true],
        [true],
      ])
      expect(ledger.listReached(NOON)).toEqual([{ ruleId: rule.id, count: 1, lastAt: NOON }])
    }))

  test('a budget of 0 lets nothing through, and is remembered as reached', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      const rule = budget({ amount: 0 })
      expect(ledger.charge(request([line(rule)]), NOON).ok).toBe(false)
      expect(ledger.listReached(NOON)).toMatchObject([{ ruleId: rule.id }])
    }))

  test('a lower limit holds at once in the middle of a window, a higher one lets calls through again', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      const rule = budget({ amount: 10 })
      for (let i = 0; i < 6; i += 1) ledger.charge(request([line(rule)]), NOON)
      const lowered = { ...rule, version: 2, amount: 5 }
      expect(ledger.charge(request([line(lowered)]), NOON).ok).toBe(false)
      const raised = { ...rule, version: 3, amount: 7 }
      expect(ledger.charge(request([line(raised)]), NOON).ok).toBe(true)
      expect(ledger.charge(request([line(raised)]), NOON).ok).toBe(false)
    }))

  test('an isolate that still has the old limit does not bring it back, not even after a restart', () =>
    withLedger((open) => {
      const rule = budget({ amount: 100 })
      const lowered = { ...rule, version: 2, amount: 1 }
      expect(open(NOON).charge(request([line(lowered)]), NOON).ok).toBe(true)
      expect(open(NOON).charge(request([line(rule)]), NOON).ok).toBe(false)
    }))

  test('what was spent survives a restart', () =>
    withLedger((open) => {
      const rule = budget({ amount: 100 })
      let admitted = 0
      for (let i = 0; i < 150; i += 1) {
        // Every call meets an object that has just started.
        if (open(NOON).charge(request([line(rule)]), NOON).ok) admitted += 1
      }
      expect(admitted).toBe(100)
    }))
})

describe('leases', () => {
  const rule = budget({ amount: 10_000 })
  const want = (overrides = {}) => request([line(rule, { wanted: 1_000_000, ...overrides })])

  test('at most 1 % of what is left, for at most 5 s, and never beyond the window', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      const first = ledger.charge(want(), NOON)
      expect(first).toMatchObject({ ok: true, leases: [{ units: 99, ttlMs: 5_000 }] })
      const second = ledger.charge(want(), NOON)
      // 10,000 − 1 − 99 − 1 are left.
      expect(second).toMatchObject({ leases: [{ units: 98 }] })
      const late = ledger.charge(want(), NOON + HOUR - 1_000)
      expect(late).toMatchObject({ leases: [{ ttlMs: 1_000 }] })
      expect(ledger.charge(want(), NOON + HOUR - 100)).toMatchObject({ leases: [null] })
    }))

  test('none for limits under 1,000', () =>
    withLedger((open) => {
      const small = budget({ amount: 999 })
      const answer = open(NOON).charge(request([line(small, { wanted: 9 })]), NOON)
      expect(answer).toMatchObject({ ok: true, leases: [null] })
    }))

  test('none in the last 5 %', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      ledger.charge(want({ units: 9_498, wanted: 0 }), NOON)
      expect(ledger.charge(want(), NOON)).toMatchObject({ leases: [{ units: 5 }] })
      ledger.charge(want({ units: 10, wanted: 0 }), NOON)
      expect(ledger.charge(want(), NOON)).toMatchObject({ leases: [null] })
    }))

  test('a settled lease gives its rest back, once; an unsettled one counts as spent until the window ends', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      const spent = (at: number) => {
        const [counter] = ledger.readBudget(rule, null, at).counters
        return (counter?.spent ?? 0) + (counter?.leased ?? 0)
      }
      const leaseOf = (answer: ReturnType<typeof ledger.charge>) =>
        (answer.ok && answer.leases[0]?.id) || 'none'
      const settlement = {
        ruleId: rule.id,
        subject: '',
        leaseId: leaseOf(ledger.charge(want(), NOON)),
        rest: 90,
      }
      expect(spent(NOON)).toBe(100)
      ledger.settle([settlement], NOON + 4_999)
      ledger.settle([settlement], NOON + 4_999)
      expect(spent(NOON + 4_999)).toBe(10)
      const lost = { ...settlement, leaseId: leaseOf(ledger.charge(want(), NOON)), rest: 90 }
      ledger.settle([lost], NOON + 5_000)
      expect(spent(NOON + 5_000)).toBe(10 + 1 + 99)
    }))

  test('a rest larger than the lease gives back no more than the lease', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      const answer = ledger.charge(want(), NOON)
      const leaseId = (answer.ok && answer.leases[0]?.id) || 'none'
      ledger.settle([{ ruleId: rule.id, subject: '', leaseId, rest: 5_000 }], NOON)
      expect(ledger.readBudget(rule, null, NOON).counters).toMatchObject([{ spent: 1, leased: 0 }])
    }))

  test('after a restart nobody can give back what the object no longer knows', () =>
    withLedger((open) => {
      const answer = open(NOON).charge(want(), NOON)
      const leaseId = (answer.ok && answer.leases[0]?.id) || 'none'
      const restarted = open(NOON)
      restarted.settle([{ ruleId: rule.id, subject: '', leaseId, rest: 99 }], NOON)
      expect(restarted.readBudget(rule, null, NOON).counters).toMatchObject([{ spent: 100, leased: 0 }])
    }))

  test('a rest goes back to the window that it was taken from, also when the rule has another window since', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      const hourly = budget({ amount: 1_000_000 })
      const answer = ledger.charge(request([line(hourly, { wanted: 1_000_000 })]), NOON)
      const lease = answer.ok ? answer.leases[0] : null
      expect(lease?.units).toBe(9_999)
      const daily = { ...hourly, version: 2, amount: 1_000, window: 'day' as const }
      expect(ledger.charge(request([line(daily, { units: 1_000 })]), NOON).ok).toBe(true)
      expect(ledger.readBudget(daily, null, NOON).counters).toMatchObject([{ spent: 1_000, leased: 0 }])
      ledger.settle([{ ruleId: hourly.id, subject: '', leaseId: lease?.id ?? '', rest: 9_999 }], NOON)
      expect(ledger.charge(request([line(daily)]), NOON).ok).toBe(false)
      expect(ledger.readBudget(hourly, null, NOON).counters).toMatchObject([{ spent: 1 }])
    }))

  test('a row that two windows of a rule begin with lives as long as the longer one', () =>
    withLedger((open) => {
      const midnight = NOON - 12 * HOUR
      const ledger = open(midnight)
      const hourly = budget({ amount: 10 })
      const daily = { ...hourly, version: 2, window: 'day' as const }
      ledger.charge(request([line(hourly)]), midnight)
      ledger.charge(request([line(daily)]), midnight)
      ledger.prune(NOON)
      expect(ledger.readBudget(daily, null, NOON).counters).toMatchObject([{ spent: 2 }])
    }))

  test('one write of the object serves all calls of a lease', () =>
    withLedger((open, sql) => {
      const ledger = open(NOON)
      ledger.charge(want(), NOON)
      const writes = sql.exec('SELECT * FROM meter_counters').toArray()
      expect(writes).toMatchObject([{ used: 100 }])
    }))
})

describe('rate limits', () => {
  test('a burst passes at once, then calls pass as fast as the bucket fills', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      const rule = rate({ calls: 2, per: 'second', burst: 5 })
      const at = (ms: number) => ledger.charge(request([line(rule)]), NOON + ms)
      expect([0, 0, 0, 0, 0].map((ms) => at(ms).ok)).toEqual([true, true, true, true, true])
      expect(at(0)).toMatchObject({
        ok: false,
        decisive: { code: 'rate_limited', rule: rule.id, retryAfterMs: 500, resetAt: NOON + 500 },
      })
      expect(at(499).ok).toBe(false)
      expect(at(500).ok).toBe(true)
      expect(at(501).ok).toBe(false)
      expect(at(1_000).ok).toBe(true)
    }))

  test('a restart does not fill the bucket', () =>
    withLedger((open) => {
      const rule = rate({ calls: 1, per: 'minute', burst: 3 })
      let admitted = 0
      for (let i = 0; i < 10; i += 1) if (open(NOON).charge(request([line(rule)]), NOON).ok) admitted += 1
      expect(admitted).toBe(3)
    }))

  test('what is leased occupies its place in the bucket until it ends, also across a restart', () =>
    withLedger((open) => {
      const rule = rate({ calls: 1_000, per: 'second', burst: 1_000 })
      const first = open(NOON).charge(request([line(rule, { wanted: 1_000_000 })]), NOON)
      expect(first).toMatchObject({ ok: true, leases: [{ units: 49, ttlMs: 5_000 }] })
      const restarted = open(NOON + 500)
      const all = (units: number, ms: number) =>
        restarted.charge(request([line(rule, { units })]), NOON + ms).ok
      expect(all(952, 500)).toBe(false)
      expect(all(951, 500)).toBe(true)
      expect(all(952, 4_999)).toBe(false)
      expect(all(1_000, 5_000)).toBe(true)
    }))
})

describe('calls that a runtime has not accepted yet (M13)', () => {
  const held = (rule: ReturnType<typeof budget>) => request([line(rule)], { holdMs: 60_000 })

  test('count until it refuses; a refusal takes them back, an acceptance does not', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      const rule = budget({ amount: 2 })
      const one = ledger.charge(held(rule), NOON)
      const two = ledger.charge(held(rule), NOON)
      expect(ledger.charge(held(rule), NOON).ok).toBe(false)
      ledger.settleHold((one.ok && one.holdId) || '', false, NOON + 1)
      ledger.settleHold((two.ok && two.holdId) || '', true, NOON + 1)
      expect(ledger.charge(held(rule), NOON + 2).ok).toBe(true)
      expect(ledger.charge(held(rule), NOON + 2).ok).toBe(false)
    }))

  test('are spent when nobody says anything in time, also after a restart, and no late word takes them back', () =>
    withLedger((open, sql) => {
      const rule = budget({ amount: 1 })
      const one = open(NOON).charge(held(rule), NOON)
      const late = open(NOON + 60_000)
      late.settleHold((one.ok && one.holdId) || '', false, NOON + 60_000)
      expect(late.charge(held(rule), NOON + 60_000).ok).toBe(false)
      expect(late.charge(held(rule), NOON + HOUR - 1).ok).toBe(false)
      expect(sql.exec('SELECT id FROM meter_holds').toArray()).toEqual([])
    }))

  test('are not given back to a later window', () =>
    withLedger((open) => {
      const ledger = open(NOON)
      const rule = budget({ amount: 5 })
      const one = ledger.charge(held(rule), NOON + HOUR - 1)
      ledger.charge(request([line(rule, { units: 5 })]), NOON + HOUR)
      ledger.settleHold((one.ok && one.holdId) || '', false, NOON + HOUR + 1)
      expect(ledger.charge(request([line(rule)]), NOON + HOUR + 2).ok).toBe(false)
    }))

  test('leave no row when everything of it was taken back, not of a bucket either', () =>
    withLedger((open, sql) => {
      const ledger = open(NOON)
      const lines = [budget({ amount: 1 }), budget({ amount: 5 }), rate()].map((rule) => line(rule))
      const rows = () =>
        ['meter_counters', 'meter_buckets'].map(
          (table) => sql.exec(`SELECT * FROM ${table}`).toArray().length,
        )
      const one = ledger.charge(request(lines, { holdMs: 60_000 }), NOON)
      // Whoever comes meanwhile is refused, and makes the first budget look reached.
      expect(ledger.charge(request(lines, { holdMs: 60_000 }), NOON).ok).toBe(false)
      expect(rows()).toEqual([2, 1])
      ledger.settleHold((one.ok && one.holdId) || '', false, NOON + 1)
      expect([rows(), ledger.listReached(0)]).toEqual([[0, 0], []])
      ledger.charge(request(lines), NOON + 2)
      const two = ledger.charge(request(lines.slice(1), { holdMs: 60_000 }), NOON + 2)
      ledger.settleHold((two.ok && two.holdId) || '', false, NOON + 2)
      expect(rows()).toEqual([2, 1])
    }))

  test('of made-up tokens have 10,000 rows of a rule and window at most; whoever comes later shares one', () =>
    withLedger((open, sql) => {
      const ledger = open(NOON)
      const counted = budget({ amount: 2 })
      const limited = rate({ burst: 2, calls: 1, per: 'minute' })
      const rules = [counted, limited]
      const ask = (subject: string, at: number, holdMs: number | null = 60_000) =>
        ledger.charge(
          request(
            rules.map((rule) => line(rule, { subject })),
            { holdMs },
          ),
          at,
        )
      expect(ask('token first', NOON).ok).toBe(true)
      fill(sql, counted, limited, STRANGERS_MAX - 1)
      const subjects = () =>
        ['meter_counters', 'meter_buckets'].map((table) =>
          sql
            .exec<{ subject: string }>(`SELECT subject FROM ${table} WHERE subject NOT LIKE 'token made up%'`)
            .toArray()
            .map(({ subject }) => subject)
            .toSorted(),
        )
      const later = NOON + 1_000
      const answers = ['token a', 'token b', 'token c'].map((subject) => ask(subject, later))
      expect(answers.map(({ ok }) => ok)).toEqual([true, true, false])
      expect(subjects()).toEqual([
        ['token first', OTHERS],
        ['token first', OTHERS],
      ])
      // Whoever has a row keeps it; who is known by more than a token has one of their own, and so has a good token.
      expect([ask('token first', later).ok, ask('token first', later).ok]).toEqual([true, false])
      expect(ask('user https://as.test.dev bob', later).ok).toBe(true)
      expect(ask('token grt_known', later, null).ok).toBe(true)
      // What is taken back is given back to the row that it was taken from.
      const [one] = answers
      ledger.settleHold((one?.ok && one.holdId) || '', false, later)
      expect([ask('token c', later).ok, ask('token d', later).ok]).toEqual([true, false])
      // The next window begins anew.
      ledger.charge(request([line(counted, { subject: 'token d' })], { holdMs: 1 }), NOON + HOUR)
      const { counters } = ledger.readBudget(counted, null, NOON + HOUR)
      expect(counters).toMatchObject([{ subject: 'token d' }])
    }))

  test('come with no lease', () =>
    withLedger((open) => {
      const rule = budget({ amount: 10_000 })
      const asked = request([line(rule, { wanted: 50 })], { holdMs: 1_000 })
      expect(open(NOON).charge(asked, NOON)).toMatchObject({ ok: true, leases: [null] })
    }))
})

test('what no question can be about any longer is dropped, what was reached is kept a day for the alerts', () =>
  withLedger((open, sql) => {
    const ledger = open(NOON)
    const reached = budget({ amount: 1, window: 'minute' })
    const quiet = budget({ amount: 5, window: 'minute' })
    ledger.charge(request([line(reached), line(quiet), line(rate())]), NOON)
    const left = () =>
      sql
        .exec<{ rule_id: string }>('SELECT rule_id FROM meter_counters')
        .toArray()
        .map((row) => row.rule_id)
    expect(ledger.prune(NOON + 2 * HOUR)).toBe(true)
    expect(left()).toEqual([reached.id])
    expect(ledger.prune(NOON + 25 * HOUR)).toBe(false)
    expect(left()).toEqual([])
    for (const table of ['meter_rules', 'meter_buckets', 'meter_holds'])
      expect(sql.exec(`SELECT * FROM ${table}`).toArray(), table).toEqual([])
  }))
