// The bucket of a rate limit: it holds at most `burst` tokens and fills steadily; a call takes one (product.md §8).
// Tokens that isolates hold as leases still occupy their place, so that all that can be spent at one moment is never
// more than `burst`, and over any time never more than `burst` and what flowed in. Pure.
import type { RateRule } from './contract.ts'

export interface Bucket {
  tokens: number
  /** When they were counted, ms since 1970. */
  at: number
}

const PER_MS = { second: 1_000, minute: 60_000 } as const
/** Fractions add up to a little less than a whole. */
const EPSILON = 1e-6
/** A lease needs a bucket of this size, at least half full. */
const LEASE_BURST_MIN = 100
const LEASE_SHARE = 0.05

export function fullBucket({ burst }: RateRule, now: number): Bucket {
  return { tokens: burst, at: now }
}

/** The bucket as it is now. `leased`: tokens that isolates hold. */
export function refill(bucket: Bucket, rule: RateRule, leased: number, now: number): Bucket {
  const flowed = Math.max(0, now - bucket.at) * tokensPerMs(rule)
  const room = Math.max(0, rule.burst - leased)
  return { tokens: Math.min(room, bucket.tokens + flowed), at: Math.max(now, bucket.at) }
}

/** Milliseconds until `units` tokens are there; 0 when they are. More than the burst: until it is full. */
export function waitMs(bucket: Bucket, rule: RateRule, units: number): number {
  const missing = units - bucket.tokens
  if (missing <= EPSILON) return 0
  return Math.max(1, Math.ceil(missing / tokensPerMs(rule)))
}

/** How many tokens an isolate may take along. */
export function sizeRateLease(bucket: Bucket, rule: RateRule, wanted: number): number {
  if (rule.burst < LEASE_BURST_MIN || bucket.tokens <= rule.burst / 2) return 0
  return Math.min(Math.floor(wanted), Math.floor(bucket.tokens * LEASE_SHARE))
}

function tokensPerMs({ calls, per }: RateRule): number {
  return calls / PER_MS[per]
}
