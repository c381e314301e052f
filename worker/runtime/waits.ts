// Waits for one thing at a time, with one timer for all of them.
import { Alarm } from './alarm.ts'

export class Waits {
  readonly #alarm = new Alarm(() => this.interrupt())
  #wake: (() => void) | undefined

  /** Until `work` has settled, at the latest until `dueAt` (ms since 1970) or `interrupt`. Never rejects. */
  async until(work: Promise<unknown>, dueAt: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      this.#alarm.set(dueAt)
      work.then(
        () => resolve(),
        () => resolve(),
      )
    })
    this.#wake = undefined
    this.#alarm.set(Number.POSITIVE_INFINITY)
  }

  /** Ends the current wait. */
  interrupt(): void {
    this.#wake?.()
  }

  /** Gives the timer back. */
  stop(): void {
    this.#alarm.stop()
  }
}
