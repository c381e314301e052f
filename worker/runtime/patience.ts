// How long one call waits, phase by phase, with a single timer. It ends waits, not work: what is still under way when a
// call has been answered is ended by the platform with the call.
import { Alarm } from './alarm.ts'

export class Patience {
  readonly #alarm = new Alarm(() => this.#beLate())
  #dueAt = Number.POSITIVE_INFINITY
  #isLate = false
  #giveUp: ((reason: Error) => void) | undefined

  /** The time of a phase was over. */
  get isLate(): boolean {
    return this.#isLate
  }

  /** When the time of the phase is over, ms since 1970; Infinity while it has no bound. */
  get dueAt(): number {
    return this.#dueAt
  }

  /** From now on `ms` are left; null: for ever. */
  allow(ms: number | null): void {
    this.#dueAt = ms === null ? Number.POSITIVE_INFINITY : Date.now() + ms
    this.#alarm.set(this.#dueAt)
  }

  /** The value, or a rejection with PatienceError when the time is over first. */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#giveUp = reject
      work.then(resolve, reject)
    })
  }

  /** Nothing is waited for any longer. */
  end(): void {
    this.#alarm.stop()
  }

  #beLate(): void {
    this.#isLate = true
    this.#giveUp?.(new PatienceError())
  }
}

/** The time of a phase is over. */
export class PatienceError extends Error {
  override name = 'PatienceError'
}
