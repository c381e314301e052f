// How long one call waits, phase by phase, with a single timer: a timer costs more than most of what a call does.

export class Patience {
  readonly #stop = new AbortController()
  #dueAt = Number.POSITIVE_INFINITY
  #firesAt = Number.POSITIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | null = null
  #isLate = false
  #giveUp: ((reason: Error) => void) | undefined

  /** Aborts when the time of a phase is over, or with `stop`. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }

  /** The time was over; otherwise an aborted signal means that somebody called `stop`. */
  get isLate(): boolean {
    return this.#isLate
  }

  /** From now on `ms` are left; null: for ever. */
  allow(ms: number | null): void {
    this.#dueAt = ms === null ? Number.POSITIVE_INFINITY : Date.now() + ms
    // A timer that fires too early looks again; one that would fire too late must go.
    if (this.#dueAt < this.#firesAt) this.#arm()
  }

  /** The value, or a rejection with PatienceError when the time is over first. */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#giveUp = reject
      work.then(resolve, reject)
    })
  }

  stop(): void {
    this.end()
    this.#stop.abort()
  }

  /** Nothing is waited for any longer. */
  end(): void {
    clearTimeout(this.#timer)
    this.#firesAt = Number.POSITIVE_INFINITY
    this.#dueAt = Number.POSITIVE_INFINITY
  }

  #arm(): void {
    clearTimeout(this.#timer)
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
    this.#isLate = true
    this.#stop.abort()
    this.#giveUp?.(new PatienceError())
  }
}

/** The time of a phase is over. */
export class PatienceError extends Error {
  override name = 'PatienceError'
}
