// Records one event for a call: into a buffer of the isolate, on to the Queue after 50 events or one second. Costs
// microseconds, never throws, loses nothing without counting it (P5, P6).
import { randomToken } from '../crypto/random-id.ts'
import type { Env } from '../environment.ts'
import type { LogEntry } from './event.ts'
import { eventOf } from './event-of.ts'
import { sendEvents } from './send-events.ts'

export const BUFFER_EVENTS = 50
const FLUSH_AFTER_MS = 1_000
/** Events that wait while the Queue refuses; beyond that the oldest are dropped. */
const WAITING_EVENTS_MAX = 1_000
/** A flush that was planned so long ago died with its request. */
const FLUSH_LOST_MS = 5_000

interface Numbered {
  sequence: number
  entry: LogEntry
}

type Context = Pick<ExecutionContext, 'waitUntil'>

/** One isolate's recorder. There is one per isolate; tests make their own. */
export class Recorder {
  #isolate: string | undefined
  #sequence = 0
  #waiting: Numbered[] = []
  #plannedAt: number | undefined
  /** The Queue refused; until then nothing is sent. */
  #refusedUntil = 0
  #dropped = 0

  /** Events this isolate gave up; each one is also a gap in its sequence. */
  get dropped(): number {
    return this.#dropped
  }

  record(env: Pick<Env, 'LOG_QUEUE'>, ctx: Context, entry: LogEntry): void {
    try {
      this.#waiting.push({ sequence: this.#sequence++, entry })
      const now = Date.now()
      if (this.#waiting.length >= BUFFER_EVENTS && now >= this.#refusedUntil) {
        ctx.waitUntil(this.flush(env))
        return
      }
      this.#dropExcess()
      if (this.#plannedAt !== undefined && now - this.#plannedAt < FLUSH_LOST_MS) return
      this.#plannedAt = now
      ctx.waitUntil(this.#flushLater(env))
    } catch (error) {
      console.error(JSON.stringify({ level: 'error', message: 'log event lost', cause: String(error) }))
    }
  }

  /** Sends what waits. Never rejects; what the Queue refused waits for the next time. */
  async flush(env: Pick<Env, 'LOG_QUEUE'>): Promise<void> {
    const sending = this.#waiting
    this.#waiting = []
    this.#plannedAt = undefined
    if (sending.length === 0) return
    try {
      const isolate = this.#isolateId()
      await sendEvents(
        env.LOG_QUEUE,
        sending.map(({ sequence, entry }) => eventOf(entry, isolate, sequence)),
      )
    } catch (error) {
      this.#keep(sending, error)
    }
  }

  async #flushLater(env: Pick<Env, 'LOG_QUEUE'>): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, FLUSH_AFTER_MS))
    await this.flush(env)
  }

  /** A batch may be sent twice in part; the consumer inserts or ignores. */
  #keep(refused: Numbered[], error: unknown): void {
    this.#refusedUntil = Date.now() + FLUSH_AFTER_MS
    this.#waiting = [...refused, ...this.#waiting].toSorted((a, b) => a.sequence - b.sequence)
    this.#dropExcess()
    console.error(
      JSON.stringify({
        level: 'error',
        message: 'log events not queued',
        waiting: this.#waiting.length,
        dropped: this.#dropped,
        cause: String(error),
      }),
    )
  }

  #dropExcess(): void {
    const excess = this.#waiting.length - WAITING_EVENTS_MAX
    if (excess <= 0) return
    this.#waiting.splice(0, excess)
    this.#dropped += excess
  }

  /** Birth and randomness: an isolate's first gap is known to be one (see count-gaps). Made late: no clock at load. */
  #isolateId(): string {
    return (this.#isolate ??= `${Date.now().toString(36)}-${randomToken(12)}`)
  }
}

const recorder = new Recorder()

/** Records an event of this isolate. The cost of a call: one object and a push. */
export function recordEvent(env: Pick<Env, 'LOG_QUEUE'>, ctx: Context, entry: LogEntry): void {
  recorder.record(env, ctx, entry)
}
