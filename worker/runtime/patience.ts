// How long one call waits, phase by phase, with a single timer.
import { Alarm } from './alarm.ts'

export class Patience {
  readonly #stop = new AbortController()
  readonly #alarm = new Alarm(() => this.#beLate())
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
    this.#alarm.set(ms === null ? Number.POSITIVE_INFINITY : Date.now() + ms)
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
    this.#alarm.stop()
  }

  #beLate(): void {
    this.#isLate = true
    this.#stop.abort()
    this.#giveUp?.(new PatienceError())
  }
}

/** The time of a phase is over. */
export class PatienceError extends Error {
  override name = 'PatienceError'
}
