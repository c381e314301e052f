// How much an isolate may hold (product.md §8): nothing for small limits and near the end, else at most 1 % of what is
// left, for at most 5 s, ending with the window. Pure.

/** Below this amount every call is counted in the object. */
export const EXACT_BELOW = 1_000
/** So is every call in the last 5 %. */
const EXACT_LAST_SHARE = 0.05
const SHARE_OF_REST = 0.01
export const LEASE_MS = 5_000
/** A shorter lease would be over before it is used. */
const LEASE_MS_MIN = 500

export interface LeaseQuestion {
  amount: number
  /** With everything that is leased already. */
  used: number
  wanted: number
  /** Until the window ends. */
  leftMs: number
  isWarning: boolean
}

/** Units and time of the lease; zero units for none. */
export function sizeLease({ amount, used, wanted, leftMs, isWarning }: LeaseQuestion): {
  units: number
  ttlMs: number
} {
  const none = { units: 0, ttlMs: 0 }
  // A budget that only warns lets everything through once it is spent: there is no end to come near to.
  const left = isWarning && used >= amount ? amount : amount - used
  if (amount < EXACT_BELOW || left <= amount * EXACT_LAST_SHARE) return none
  const ttlMs = Math.min(LEASE_MS, leftMs)
  const units = Math.min(Math.floor(wanted), Math.floor(left * SHARE_OF_REST))
  return units < 1 || ttlMs < LEASE_MS_MIN ? none : { units, ttlMs }
}
