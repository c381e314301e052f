// One timer for many waits: setting a timer costs more than most of what a call does, so one that would fire too early
// is left alone and looks again.

export class Alarm {
  readonly #ring: () => void
  #dueAt = Number.POSITIVE_INFINITY
  #firesAt = Number.POSITIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(ring: () => void) {
    this.#ring = ring
  }

  /** Rings at `dueAt` (ms since 1970) instead of what was set before; Infinity: not at all. */
  set(dueAt: number): void {
    this.#dueAt = dueAt
    if (dueAt < this.#firesAt) this.#arm()
  }

  /** The same as `set(Infinity)`. The timer ends with the request: to give it back costs as much as to set it. */
  stop(): void {
    this.#dueAt = Number.POSITIVE_INFINITY
  }

  #arm(): void {
    if (this.#firesAt !== Number.POSITIVE_INFINITY) clearTimeout(this.#timer)
    this.#firesAt = this.#dueAt
    this.#timer = setTimeout(() => this.#fire(), Math.max(0, this.#dueAt - Date.now()))
  }

  #fire(): void {
    this.#firesAt = Number.POSITIVE_INFINITY
    if (this.#dueAt === Number.POSITIVE_INFINITY) return
    if (Date.now() < this.#dueAt) {
      this.#arm()
      return
    }
    this.#dueAt = Number.POSITIVE_INFINITY
    this.#ring()
  }
}
