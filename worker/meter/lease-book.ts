// The leases of one isolate: spending from them is a subtraction. All times are this isolate's own, counted from before
// it asked, so that no difference between two clocks makes a lease longer than the object gave it. Pure.
import type { ChargeLine, Lease, Refusal, Settlement } from './contract.ts'

interface Entry {
  ruleId: string
  subject: string
  leaseId: string
  units: number
  rest: number
  /** Nothing is spent from then on: what is left is on its way back before the lease ends. */
  until: number
  /** A new one is asked for in the background from then on. */
  renewAt: number
  /** The budget only warns, and is spent. */
  isExceeded: boolean
}

interface KnownRefusal {
  refusal: Refusal
  version: number
  units: number
  until: number
}

/** Share of a lease's time after which it is settled, and after which another is asked for. */
const SPENDABLE = 0.8
const RENEW_AFTER = 0.6
/** A lease with less than this share left is renewed early. */
const RENEW_SHARE = 0.25
const WANTED_MIN = 20
const WANTED_GROWTH = 4
const REFUSALS_MAX = 10_000
const ASKING_MS = 2_000

export type Spending =
  | { isSpent: true; exceeded: readonly string[] | null; mustRenew: boolean }
  | { isSpent: false }

const PLAIN: Spending = { isSpent: true, exceeded: null, mustRenew: false }
const NOT_SPENT: Spending = { isSpent: false }

export class LeaseBook {
  readonly #entries = new Map<string, Entry>()
  readonly #refusals = new Map<string, KnownRefusal>()
  /** Who asks for a lease now, and since when. */
  readonly #asking = new Map<string, number>()
  /** How much of its last lease a counter used. */
  readonly #demand = new Map<string, number>()
  #ended: Settlement[] = []

  /** Spends from leases if every line has one that suffices. */
  spend(lines: readonly ChargeLine[], now: number): Spending {
    let mustRenew = false
    let isExceeded = false
    for (const line of lines) {
      const entry = this.#entries.get(keyOf(line))
      if (!entry || entry.until <= now || entry.rest < line.units) return NOT_SPENT
      if (entry.renewAt <= now || entry.rest - line.units < entry.units * RENEW_SHARE) mustRenew = true
      if (entry.isExceeded) isExceeded = true
    }
    for (const line of lines) {
      const entry = this.#entries.get(keyOf(line))
      if (entry) entry.rest -= line.units
    }
    if (!mustRenew && !isExceeded) return PLAIN
    const exceeded = lines.filter((line) => this.#entries.get(keyOf(line))?.isExceeded)
    return {
      isSpent: true,
      exceeded: isExceeded ? exceeded.map(({ rule }) => rule.id) : null,
      mustRenew: mustRenew && !lines.some((line) => this.isAsking(line, now)),
    }
  }

  /** A refusal that still holds for one of these lines. */
  findRefusal(lines: readonly ChargeLine[], now: number): Refusal | undefined {
    if (this.#refusals.size === 0) return undefined
    for (const line of lines) {
      const key = keyOf(line)
      const known = this.#refusals.get(key)
      if (!known) continue
      if (known.until <= now) this.#refusals.delete(key)
      else if (known.version === line.rule.version && line.units >= known.units) return known.refusal
    }
    return undefined
  }

  /** How large a lease would be of use; 0 while another request of this isolate asks for one. */
  want(line: ChargeLine, now: number): number {
    if (this.isAsking(line, now)) return 0
    const key = keyOf(line)
    this.#asking.set(key, now)
    const entry = this.#entries.get(key)
    const used = Math.max(this.#demand.get(key) ?? 0, entry ? entry.units - entry.rest : 0)
    return Math.max(WANTED_MIN, WANTED_GROWTH * used)
  }

  isAsking(line: ChargeLine, now: number): boolean {
    const since = this.#asking.get(keyOf(line))
    return since !== undefined && now - since < ASKING_MS
  }

  /** The question is over, whatever came of it. */
  hasAsked(line: ChargeLine): void {
    this.#asking.delete(keyOf(line))
  }

  /** Keeps a lease that was asked for at `askedAt`. The one it replaces is settled with the next question. */
  keep(line: ChargeLine, lease: Lease, askedAt: number): void {
    const key = keyOf(line)
    this.#end(key)
    this.#entries.set(key, {
      ruleId: line.rule.id,
      subject: line.subject,
      leaseId: lease.id,
      units: lease.units,
      rest: lease.units,
      until: askedAt + lease.ttlMs * SPENDABLE,
      renewAt: askedAt + lease.ttlMs * RENEW_AFTER,
      isExceeded: lease.isBeyond,
    })
  }

  keepRefusal(line: ChargeLine, refusal: Refusal, askedAt: number): void {
    if (refusal.holdsMs === 0) return
    if (this.#refusals.size >= REFUSALS_MAX) this.#refusals.clear()
    const { rule, units } = line
    const until = askedAt + refusal.holdsMs
    this.#refusals.set(keyOf(line), { refusal, version: rule.version, units, until })
  }

  /** What this isolate gives back now: the rest of what it may no longer spend. */
  takeSettlements(now: number): Settlement[] {
    for (const [key, entry] of this.#entries) if (entry.until <= now) this.#end(key)
    const ended = this.#ended
    this.#ended = []
    return ended
  }

  /** When something is to be settled next; undefined without leases. */
  get nextSettlementAt(): number | undefined {
    if (this.#ended.length > 0) return 0
    let next: number | undefined
    for (const { until } of this.#entries.values()) next = Math.min(next ?? until, until)
    return next
  }

  #end(key: string): void {
    const entry = this.#entries.get(key)
    if (!entry) return
    this.#entries.delete(key)
    const { ruleId, subject, leaseId, rest, units } = entry
    if (this.#demand.size >= REFUSALS_MAX) this.#demand.clear()
    this.#demand.set(key, units - rest)
    // Also without a rest: a bucket then has its place again.
    this.#ended.push({ ruleId, subject, leaseId, rest })
  }
}

function keyOf({ rule, subject }: ChargeLine): string {
  return subject === '' ? rule.id : `${rule.id} ${subject}`
}
