// How often one address may do something (O5, O14): a fixed window in memory, forgotten with its isolate or object.

export type RateVerdict = 'allowed' | 'first_refused' | 'refused'

const WINDOW_MS = 60_000
const ADDRESSES_MAX = 20_000

export class RateLimit {
  readonly #perMinute: number
  readonly #windows = new Map<string, { startedAt: number; count: number }>()

  constructor(perMinute: number) {
    this.#perMinute = perMinute
  }

  /** Counts one attempt. `first_refused` once for each address and window, so that a flood is one line in the log. */
  decide(address: string, now: number): RateVerdict {
    const key = networkOf(address)
    const window = this.#windows.get(key)
    if (!window || now - window.startedAt >= WINDOW_MS) {
      if (this.#windows.size >= ADDRESSES_MAX) this.#forgetOld(now)
      this.#windows.set(key, { startedAt: now, count: 1 })
      return 'allowed'
    }
    window.count += 1
    if (window.count <= this.#perMinute) return 'allowed'
    return window.count === this.#perMinute + 1 ? 'first_refused' : 'refused'
  }

  /** Whether the next attempt would be refused; counts nothing. */
  isOver(address: string, now: number): boolean {
    const window = this.#windows.get(networkOf(address))
    return window !== undefined && now - window.startedAt < WINDOW_MS && window.count >= this.#perMinute
  }

  #forgetOld(now: number): void {
    for (const [key, window] of this.#windows) {
      if (now - window.startedAt >= WINDOW_MS) this.#windows.delete(key)
    }
    for (const key of this.#windows.keys()) {
      if (this.#windows.size < ADDRESSES_MAX) return
      this.#windows.delete(key)
    }
  }
}

/** One IPv6 subscriber has a /64 (RFC 6177); an IPv4 address stands for itself. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':')
  const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - tail.split(':').length)
  return [...groups, ...Array.from({ length: missing }, () => '0')].slice(0, 4).join(':')
}
