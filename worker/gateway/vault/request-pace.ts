// At most 20 token requests per second and Gateway (security.md §3, step 8). In memory: a restart is a pause anyway.

const REQUESTS_PER_SECOND = 20
const WINDOW_MS = 1_000

export class RequestPace {
  /** Start times, past and reserved, of the last requests, oldest first. */
  readonly #starts: number[] = []

  /** Reserves the next free moment not later than `waitMsMax` from now. Null where there is none. */
  reserve(now: number, waitMsMax: number): number | null {
    const oldest = this.#starts.length < REQUESTS_PER_SECOND ? undefined : this.#starts[0]
    const last = this.#starts.at(-1) ?? 0
    const start = Math.max(now, last > now ? last : now, oldest === undefined ? now : oldest + WINDOW_MS)
    if (start - now > waitMsMax) return null
    this.#starts.push(start)
    if (this.#starts.length > REQUESTS_PER_SECOND) this.#starts.shift()
    return start
  }
}
