// Leases that the object gave away and that have not ended. In memory only: after a restart nobody can settle, and what
// is not settled counts as spent.
import { randomToken } from '../crypto/random-id.ts'
import type { Lease } from './contract.ts'

interface LiveLease {
  units: number
  endsAt: number
  /** The window whose row it was taken from; null: from a bucket. */
  windowStart: number | null
}

export class LiveLeases {
  readonly #boot = randomToken(6)
  readonly #byCounter = new Map<string, Map<string, LiveLease>>()
  #sequence = 0

  give(
    counter: string,
    windowStart: number | null,
    units: number,
    ttlMs: number,
    now: number,
  ): Omit<Lease, 'isBeyond'> {
    const id = `${this.#boot}.${++this.#sequence}`
    this.#of(counter).set(id, { units, endsAt: now + ttlMs, windowStart })
    return { id, units, ttlMs }
  }

  /** The lease, which is over with this; undefined when it has ended before or is not known. */
  take(counter: string, id: string, now: number): LiveLease | undefined {
    const leases = this.#byCounter.get(counter)
    const lease = leases?.get(id)
    if (!leases || !lease) return undefined
    leases.delete(id)
    if (leases.size === 0) this.#byCounter.delete(counter)
    return lease.endsAt > now ? lease : undefined
  }

  /** Units of this window, or of the bucket, that isolates hold now. */
  held(counter: string, windowStart: number | null, now: number): number {
    const leases = this.#byCounter.get(counter)
    if (!leases) return 0
    let units = 0
    for (const [id, lease] of leases) {
      if (lease.endsAt <= now) leases.delete(id)
      else if (lease.windowStart === windowStart) units += lease.units
    }
    if (leases.size === 0) this.#byCounter.delete(counter)
    return units
  }

  /** When the last of them ends; 0 without any. */
  heldUntil(counter: string): number {
    let until = 0
    for (const { endsAt } of this.#byCounter.get(counter)?.values() ?? []) until = Math.max(until, endsAt)
    return until
  }

  /** Drops what has ended, of every counter. */
  sweep(now: number): void {
    for (const counter of this.#byCounter.keys()) this.held(counter, null, now)
  }

  #of(counter: string): Map<string, LiveLease> {
    const known = this.#byCounter.get(counter)
    if (known) return known
    const leases = new Map<string, LiveLease>()
    this.#byCounter.set(counter, leases)
    return leases
  }
}
