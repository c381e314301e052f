// The edge's side of the MeterObject: spends from this isolate's leases, and asks where they do not suffice. One call is
// one question at most, for all lines together.
import type { ChargeLine, MeterRpc, Refusal } from './contract.ts'
import { LeaseBook } from './lease-book.ts'

export type ChargeOutcome =
  /** `exceeded`: budgets that only warn and are spent. `holdId` where a hold was asked for. */
  { ok: true; exceeded: readonly string[]; holdId: string | null } | { ok: false; refusal: Refusal }

export interface MeterPlatform {
  now(): number
  sleep(ms: number): Promise<void>
  waitUntil(work: Promise<unknown>): void
}

/** The object did not answer, or not in time. What it counted nevertheless is spent. */
export class MeterUnreachableError extends Error {
  override name = 'MeterUnreachableError'
}

const PASSED: ChargeOutcome = { ok: true, exceeded: [], holdId: null }
const PATIENCE_MS = 3_000
/** The platform ends what `waitUntil` holds 30 s after the answer: in time, another call's context takes over. */
const SETTLING_SHARED_MS = 12_000
const SETTLING_MS = 25_000

/** There is one in each isolate; tests make many. */
export class Meter {
  readonly #book = new LeaseBook()
  /** When the last one who gives leases back began. */
  #settlingSince = Number.NEGATIVE_INFINITY

  /**
   * Charges all lines of one call. Answers without a promise when leases suffice, or when the refusal is known; then the
   * object, whose stub costs more than all of this, is not even named.
   * Rejects with MeterUnreachableError.
   */
  charge(
    object: () => MeterRpc,
    lines: readonly ChargeLine[],
    platform: MeterPlatform,
  ): ChargeOutcome | Promise<ChargeOutcome> {
    const now = platform.now()
    const refusal = this.#book.findRefusal(lines, now)
    if (refusal) return { ok: false, refusal: renewed(refusal, now) }
    const spending = this.#book.spend(lines, now)
    if (!spending.isSpent) return this.#ask(object(), lines, platform, null)
    if (spending.mustRenew) platform.waitUntil(this.#renew(object(), lines, platform))
    return spending.exceeded ? { ok: true, exceeded: spending.exceeded, holdId: null } : PASSED
  }

  /**
   * Charges lines that `settleHold` may take back within `holdMs`. Never from leases.
   * Rejects with MeterUnreachableError.
   */
  async hold(
    object: MeterRpc,
    lines: readonly ChargeLine[],
    platform: MeterPlatform,
    holdMs: number,
  ): Promise<ChargeOutcome> {
    const now = platform.now()
    const refusal = this.#book.findRefusal(lines, now)
    if (refusal) return { ok: false, refusal: renewed(refusal, now) }
    return this.#ask(object, lines, platform, holdMs)
  }

  async #ask(
    object: MeterRpc,
    lines: readonly ChargeLine[],
    platform: MeterPlatform,
    holdMs: number | null,
  ): Promise<ChargeOutcome> {
    const askedAt = platform.now()
    const asked = lines.map((line) => ({
      ...line,
      wanted: holdMs === null ? this.#book.want(line, askedAt) : 0,
    }))
    try {
      const settlements = this.#book.takeSettlements(askedAt)
      const answer = await inTime(object.charge({ lines: asked, settlements, holdMs }))
      if (!answer.ok) {
        for (const [index, line] of lines.entries()) {
          const refusal = answer.refusals[index]
          if (refusal) this.#book.keepRefusal(line, refusal, askedAt)
        }
        return { ok: false, refusal: answer.decisive }
      }
      for (const [index, line] of lines.entries()) {
        const lease = answer.leases[index]
        if (lease) this.#book.keep(line, lease, askedAt)
      }
      this.#planSettlement(object, platform)
      const exceeded = lines.filter((_line, index) => answer.exceeded[index]).map(({ rule }) => rule.id)
      return { ok: true, exceeded, holdId: answer.holdId }
    } finally {
      for (const line of asked) if (line.wanted > 0) this.#book.hasAsked(line)
    }
  }

  /** Asks for new leases before the old ones are used up, so that no call waits for them. */
  async #renew(object: MeterRpc, lines: readonly ChargeLine[], platform: MeterPlatform): Promise<void> {
    try {
      await this.#ask(
        object,
        lines.map((line) => ({ ...line, units: 0 })),
        platform,
        null,
      )
    } catch (error) {
      if (!(error instanceof MeterUnreachableError)) throw error
    }
  }

  #planSettlement(object: MeterRpc, platform: MeterPlatform): void {
    const now = platform.now()
    if (this.#book.nextSettlementAt === undefined || now - this.#settlingSince < SETTLING_SHARED_MS) return
    this.#settlingSince = now
    platform.waitUntil(this.#settleLater(object, platform, now))
  }

  /** Gives back what is left of leases until there are none. */
  async #settleLater(object: MeterRpc, platform: MeterPlatform, since: number): Promise<void> {
    try {
      for (;;) {
        const next = this.#book.nextSettlementAt
        if (next === undefined || platform.now() - since > SETTLING_MS) return
        await platform.sleep(Math.max(1, next - platform.now()))
        const settlements = this.#book.takeSettlements(platform.now())
        if (settlements.length > 0) await inTime(object.settle(settlements))
      }
    } catch (error) {
      // What was not given back counts as spent.
      if (!(error instanceof MeterUnreachableError)) throw error
    } finally {
      if (this.#settlingSince === since) this.#settlingSince = Number.NEGATIVE_INFINITY
    }
  }
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new MeterUnreachableError('the MeterObject did not answer in time')),
    PATIENCE_MS,
  )
  try {
    return await Promise.race([asked, late.promise])
  } catch (cause) {
    if (cause instanceof MeterUnreachableError) throw cause
    throw new MeterUnreachableError('the MeterObject cannot be reached', { cause })
  } finally {
    clearTimeout(timer)
  }
}

/** A refusal that this isolate knows, with the time that is left now. */
function renewed(refusal: Refusal, now: number): Refusal {
  return { ...refusal, retryAfterMs: Math.max(1, refusal.resetAt - now) }
}
