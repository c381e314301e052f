// The exact count of everything: charges all lines of a call or none, and gives leases (product.md §8, S16). The clock is
// an argument. Whatever is answered stands in the database before the answer leaves the object.
import { Buckets, counterOf } from './buckets.ts'
import type {
  AskedLine,
  BudgetRule,
  BudgetState,
  ChargeAnswer,
  ChargeRequest,
  Lease,
  RateRule,
  ReachedBudget,
  Refusal,
  Settlement,
} from './contract.ts'
import { Counters } from './counters.ts'
import { Holds, type HeldUnits } from './holds.ts'
import { LEASE_MS, sizeLease } from './lease-size.ts'
import { LiveLeases } from './live-leases.ts'
import { RulesSeen } from './rules-seen.ts'
import { Strangers } from './strangers.ts'
import { sizeRateLease, waitMs, type Bucket } from './token-bucket.ts'
import { windowAt, type Window } from './window.ts'

export const SUBJECTS_MAX = 100
/** An isolate may repeat a refusal by itself this long. */
const REFUSAL_MS_MAX = 5_000
const RATE_REFUSAL_MS_MAX = 1_000

/** A line with the state it is decided on. */
type Weighed =
  | { line: AskedLine; rule: BudgetRule; window: Window; used: number }
  | { line: AskedLine; rule: RateRule; bucket: Bucket }

export class Ledger {
  readonly #storage: DurableObjectStorage
  readonly #leases = new LiveLeases()
  readonly #rules: RulesSeen
  readonly #counters: Counters
  readonly #buckets: Buckets
  readonly #holds: Holds
  readonly #strangers: Strangers

  constructor(storage: DurableObjectStorage, now: number) {
    const { sql } = storage
    this.#storage = storage
    this.#rules = new RulesSeen(sql)
    this.#counters = new Counters(sql)
    this.#buckets = new Buckets(sql, this.#leases, now)
    this.#holds = new Holds(sql)
    this.#strangers = new Strangers(sql)
  }

  charge(request: ChargeRequest, now: number): ChargeAnswer {
    return this.#storage.transactionSync(() => {
      this.#settleAll(request.settlements, now)
      this.#holds.dropLapsed(now)
      const weighed = request.lines.map((line) => this.#weigh(line, request.holdMs !== null, now))
      const refusals = weighed.map((one) => this.#refusalOf(one, now))
      const decisive = mostRestrictive(refusals)
      if (decisive) {
        for (const [index, one] of weighed.entries()) {
          if (refusals[index] && 'window' in one)
            this.#counters.markReached(one.rule, one.line.subject, one.window, now)
        }
        return { ok: false, refusals, decisive }
      }
      return {
        ok: true,
        leases: weighed.map((one) => this.#apply(one, request.holdMs, now)),
        exceeded: weighed.map((one) => 'window' in one && one.used + one.line.units > one.rule.amount),
        holdId:
          request.holdMs === null
            ? null
            : this.#holds.keep(
                weighed.map((one) => heldUnits(one)),
                now + request.holdMs,
              ),
      }
    })
  }

  settle(settlements: readonly Settlement[], now: number): void {
    this.#storage.transactionSync(() => this.#settleAll(settlements, now))
  }

  settleHold(holdId: string, isSpent: boolean, now: number): void {
    this.#storage.transactionSync(() => {
      this.#holds.dropLapsed(now)
      const held = this.#holds.take(holdId)
      if (isSpent) return
      for (const units of held) {
        this.#giveBack(units, now)
        this.#counters.dropUnspent(units)
      }
    })
  }

  readBudget(rule: BudgetRule, subject: string | null, now: number): BudgetState {
    const window = windowAt(rule.window, now)
    const { rows, subjects } = this.#counters.list(rule.id, subject, window, SUBJECTS_MAX)
    return {
      ruleId: rule.id,
      windowStart: window.start,
      windowEnd: window.end,
      subjects,
      counters: rows.map(({ subject: of, spent }) => {
        const leased = Math.min(spent, this.#leases.held(counterOf(rule.id, of), window.start, now))
        return { subject: of, spent: spent - leased, leased }
      }),
    }
  }

  listReached(since: number): ReachedBudget[] {
    return this.#counters.listReached(since)
  }

  /** Drops what no question can be about any longer. Answers whether anything is left. */
  prune(now: number): boolean {
    return this.#storage.transactionSync(() => {
      this.#holds.dropLapsed(now)
      this.#leases.sweep(now)
      this.#strangers.prune()
      this.#counters.prune(now)
      this.#buckets.prune(now, (id) => this.#findRate(id))
      return this.#rules.prune()
    })
  }

  /** Only who is held is a stranger: everybody else had their credential checked. */
  #weigh(asked: AskedLine, isHeld: boolean, now: number): Weighed {
    const placed = (windowStart: number | null): AskedLine =>
      isHeld ? { ...asked, subject: this.#strangers.subjectOf(asked, windowStart, now) } : asked
    if (asked.rule.kind === 'rate') {
      const rule = this.#rules.newest(asked.rule)
      const line = placed(null)
      return { line, rule, bucket: this.#buckets.read(rule, line.subject, now) }
    }
    const rule = this.#rules.newest(asked.rule)
    const window = windowAt(rule.window, now)
    const line = placed(window.start)
    return { line, rule, window, used: this.#counters.used(rule.id, line.subject, window) }
  }

  #refusalOf(one: Weighed, now: number): Refusal | null {
    const { units, subject } = one.line
    if ('bucket' in one) {
      const retryAfterMs = waitMs(one.bucket, one.rule, units)
      if (retryAfterMs === 0) return null
      const holdsMs = Math.min(retryAfterMs, RATE_REFUSAL_MS_MAX)
      return { code: 'rate_limited', rule: one.rule.id, resetAt: now + retryAfterMs, retryAfterMs, holdsMs }
    }
    const { rule, window, used } = one
    if (rule.enforcement === 'warn' || used + units <= rule.amount) return null
    const retryAfterMs = window.end - now
    // Leases and held calls may still give something back.
    const mayChange =
      !this.#holds.isEmpty || this.#leases.held(counterOf(rule.id, subject), window.start, now) > 0
    const holdsMs = mayChange ? 0 : Math.min(retryAfterMs, REFUSAL_MS_MAX)
    return { code: 'budget_exhausted', rule: rule.id, resetAt: window.end, retryAfterMs, holdsMs }
  }

  /** A call that may be taken back is counted by itself. */
  #apply(one: Weighed, holdMs: number | null, now: number): Lease | null {
    const wanted = holdMs === null ? one.line.wanted : 0
    return 'bucket' in one ? this.#takeTokens(one, wanted, now) : this.#count(one, wanted, now)
  }

  #count(
    { line, rule, window, used }: Extract<Weighed, { window: Window }>,
    wanted: number,
    now: number,
  ): Lease | null {
    const after = used + line.units
    const { units, ttlMs } = sizeLease({
      amount: rule.amount,
      used: after,
      wanted,
      leftMs: window.end - now,
      isWarning: rule.enforcement === 'warn',
    })
    if (line.units + units > 0) this.#counters.add(rule, line.subject, window, line.units + units, now)
    if (units === 0) return null
    const lease = this.#leases.give(counterOf(rule.id, line.subject), window.start, units, ttlMs, now)
    return { ...lease, isBeyond: after >= rule.amount }
  }

  #takeTokens(
    { line, rule, bucket }: Extract<Weighed, { bucket: Bucket }>,
    wanted: number,
    now: number,
  ): Lease | null {
    const left = { tokens: bucket.tokens - line.units, at: bucket.at }
    const units = Math.max(0, sizeRateLease(left, rule, wanted))
    const lease =
      units === 0 ? null : this.#leases.give(counterOf(rule.id, line.subject), null, units, LEASE_MS, now)
    this.#buckets.write(rule, line.subject, { ...left, tokens: left.tokens - units }, now)
    return lease && { ...lease, isBeyond: false }
  }

  #settleAll(settlements: readonly Settlement[], now: number): void {
    for (const { ruleId, subject, leaseId, rest } of settlements) {
      const lease = this.#leases.take(counterOf(ruleId, subject), leaseId, now)
      if (!lease) continue
      const units = Math.min(Math.max(0, Math.floor(rest)), lease.units)
      this.#giveBack({ ruleId, subject, units, windowStart: lease.windowStart }, now)
    }
  }

  /** Only to the row that it came from, whatever the rule's window is now. */
  #giveBack({ ruleId, subject, units, windowStart }: HeldUnits, now: number): void {
    if (windowStart !== null) {
      if (units > 0) this.#counters.giveBack(ruleId, subject, windowStart, units)
      return
    }
    const rule = this.#findRate(ruleId)
    if (!rule) return
    const bucket = this.#buckets.read(rule, subject, now)
    const tokens = Math.min(rule.burst, bucket.tokens + units)
    this.#buckets.write(rule, subject, { ...bucket, tokens }, now)
  }

  #findRate(ruleId: string): RateRule | undefined {
    const rule = this.#rules.find(ruleId)
    return rule?.kind === 'rate' ? rule : undefined
  }
}

/** The call may pass only when the last of them has ended. */
function mostRestrictive(refusals: readonly (Refusal | null)[]): Refusal | undefined {
  let decisive: Refusal | undefined
  for (const refusal of refusals) {
    if (refusal && (!decisive || refusal.resetAt > decisive.resetAt)) decisive = refusal
  }
  return decisive
}

function heldUnits(one: Weighed): HeldUnits {
  const { rule, line } = one
  return {
    ruleId: rule.id,
    subject: line.subject,
    units: line.units,
    windowStart: 'window' in one ? one.window.start : null,
  }
}
