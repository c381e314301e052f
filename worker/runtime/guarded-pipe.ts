// Both ends of an answer that is carried on. No wait is without bound, whichever side makes it, and every few seconds
// the caller's right is asked for again (M12, P8, P9).
import { TimedReader, type Read } from './timed-reader.ts'
import { Waits } from './waits.ts'

export interface PipeGuards {
  /** How often the caller's right is asked for. */
  recheckMs: number
  /** When it was last asked for, ms since 1970. */
  checkedAt: number
  /** Why the answer must end now, or undefined while it may go on. */
  findEndReason: () => Promise<string | undefined>
  /** For the whole answer, from now on; Infinity for open streams. */
  totalMs: number
  /** Aborts with the client's request; the runtime's then ends as if it were cut. */
  clientGone: AbortSignal
}

/** The answer cannot be carried on. */
export class PipeStopped extends Error {
  override name = 'PipeStopped'
  readonly outcome: 'cancelled' | 'timeout' | 'ended'
  /** For `ended`. */
  readonly reason: string | null
  constructor(outcome: PipeStopped['outcome'], reason: string | null = null) {
    super(outcome)
    this.outcome = outcome
    this.reason = reason
  }
}

export class GuardedPipe {
  readonly #guards: PipeGuards
  readonly #waits = new Waits()
  readonly #reader: TimedReader
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>
  #checkedAt: number
  #endsAt: number
  #isClosed = false
  #isBlocked = false
  #bytes = 0

  constructor(
    runtime: ReadableStreamDefaultReader<Uint8Array>,
    client: WritableStream<Uint8Array>,
    guards: PipeGuards,
  ) {
    this.#guards = guards
    this.#checkedAt = guards.checkedAt
    this.#endsAt = Date.now() + guards.totalMs
    this.#reader = new TimedReader(runtime, this.#waits)
    this.#writer = client.getWriter()
    this.#writer.closed.catch(() => {
      this.#isClosed = true
      this.#waits.interrupt()
    })
  }

  /** What the client has got. */
  get bytes(): number {
    return this.#bytes
  }

  /** A write was begun and has not ended: nothing more can be written. */
  get isBlocked(): boolean {
    return this.#isBlocked
  }

  /** The next part of the answer, or `silence` at `dueAt`. Throws PipeStopped. */
  async read(dueAt: number): Promise<Read> {
    for (;;) {
      const read = await this.#reader.next(Math.min(dueAt, this.#looksAt))
      if (read.kind === 'cut' && this.#guards.clientGone.aborted) throw new PipeStopped('cancelled')
      await this.#look()
      if (read.kind !== 'silence' || Date.now() >= dueAt) return read
    }
  }

  /** Ends when the client has taken the bytes. Throws PipeStopped. */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#settle(this.#writer.write(bytes))
    this.#bytes += bytes.length
  }

  /** Throws PipeStopped. */
  async close(): Promise<void> {
    await this.#settle(this.#writer.close())
  }

  /** What is still to be said to the client must be taken within `ms`; its right is not asked for any longer. */
  hurry(ms: number): void {
    this.#checkedAt = Number.POSITIVE_INFINITY
    this.#endsAt = Date.now() + ms
  }

  /** The client's connection breaks. */
  async abort(why: string): Promise<void> {
    await this.#writer.abort(new Error(why)).catch(() => {})
  }

  /** Ends the runtime's request. */
  cancel(): void {
    this.#reader.cancel()
  }

  get #looksAt(): number {
    return Math.min(this.#checkedAt + this.#guards.recheckMs, this.#endsAt)
  }

  async #look(): Promise<void> {
    if (this.#isClosed) throw new PipeStopped('cancelled')
    const now = Date.now()
    if (now >= this.#endsAt) throw new PipeStopped('timeout')
    if (now < this.#looksAt) return
    this.#checkedAt = now
    const reason = await this.#guards.findEndReason()
    if (reason !== undefined) throw new PipeStopped('ended', reason)
  }

  async #settle(work: Promise<void>): Promise<void> {
    const write = { isOver: false, hasFailed: false }
    const over = work.then(
      () => void (write.isOver = true),
      () => void (write.isOver = write.hasFailed = true),
    )
    this.#isBlocked = true
    for (;;) {
      await this.#waits.until(over, this.#looksAt)
      if (write.isOver) break
      await this.#look()
    }
    if (write.hasFailed) throw new PipeStopped('cancelled')
    this.#isBlocked = false
  }
}
