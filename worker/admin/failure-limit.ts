// Failed sign-ins at the admin API by address: an isolate-local window, bounded in memory. Time is an argument.
import { networkOf } from '../http/rate-limit.ts'

const WINDOW_MS = 60_000
export const FAILURES_MAX = 10
const NETWORKS_MAX = 10_000

interface Window {
  failures: number
  endsAt: number
}

export class FailureLimit {
  readonly #windows = new Map<string, Window>()

  /** Seconds until this address may try again; 0 when it may now. */
  retryAfterSeconds(address: string, now: number): number {
    const window = this.#windows.get(networkOf(address))
    if (!window || window.endsAt <= now || window.failures < FAILURES_MAX) return 0
    return Math.ceil((window.endsAt - now) / 1_000)
  }

  recordFailure(address: string, now: number): void {
    const network = networkOf(address)
    const window = this.#windows.get(network)
    if (window && window.endsAt > now) {
      window.failures += 1
      return
    }
    this.#windows.delete(network)
    this.#windows.set(network, { failures: 1, endsAt: now + WINDOW_MS })
    if (this.#windows.size > NETWORKS_MAX) {
      const [oldest] = this.#windows.keys()
      if (oldest !== undefined) this.#windows.delete(oldest)
    }
  }
}
