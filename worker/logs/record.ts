// Records one event for a call: into a buffer of the isolate, on to the Queue after 50 events or one second. Where the
// Queue refuses, straight into D1; where that fails too, a bounded buffer and later tries. Costs microseconds, never
// throws (P6). What is dropped is a gap in the sequence, which is counted; an isolate that dies takes with it what it
// had not sent (P5).
import { randomToken } from '../crypto/random-id.ts'
import type { Env } from '../environment.ts'
import type { LogEntry } from './event.ts'
import { eventOf } from './event-of.ts'
import { insertEvents } from './insert-events.ts'
import { sendEvents } from './send-events.ts'

export const BUFFER_EVENTS = 50
/** How long events wait for others; tests wait for none. */
export const logPace = { flushAfterMs: 1_000 }
/** Between tries of a flush, twice as long each time. */
const RETRY_AFTER_MS = 1_000
/** Events that wait while Queue and D1 refuse; beyond that the oldest are dropped. */
const WAITING_EVENTS_MAX = 1_000
/** A flush that was planned so long ago died with its request. */
const FLUSH_LOST_MS = 5_000
/** Tries of one flush: after these, the next call's event plans a new one. */
const TRIES_MAX = 4

interface Numbered {
  sequence: number
  entry: LogEntry
}

type Context = Pick<ExecutionContext, 'waitUntil'>
type Stores = Pick<Env, 'LOG_QUEUE' | 'DB'>

/** One isolate's recorder. There is one per isolate; tests of it make their own. */
export class Recorder {
  #isolate: string | undefined
  #sequence = 0
  #waiting: Numbered[] = []
  #plannedAt: number | undefined
  /** Nothing could be stored; until then no call begins another try. */
  #refusedUntil = 0
  #dropped = 0

  /** Events this isolate gave up; each one is also a gap in its sequence. */
  get dropped(): number {
    return this.#dropped
  }

  record(env: Stores, ctx: Context, entry: LogEntry): void {
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
      ctx.waitUntil(this.#flushLater(env, now))
    } catch (error) {
      console.error(JSON.stringify({ level: 'error', message: 'log event lost', cause: String(error) }))
    }
  }

  /** For what must be durable before it is answered (P5). Rejects where nothing takes it; then it waits as others do. */
  async recordDurably(env: Stores, ctx: Context, entry: LogEntry): Promise<void> {
    this.#waiting.push({ sequence: this.#sequence++, entry })
    // Others wait with it: they go on although this client may leave.
    const isStored = this.#flushOnce(env)
    ctx.waitUntil(isStored)
    if (!(await isStored)) throw new Error('an authorization step cannot be recorded now')
  }

  /** Sends what waits. Never rejects; what is refused everywhere waits, and is tried again a few times. */
  async flush(env: Stores): Promise<void> {
    for (let attempt = 1; !(await this.#flushOnce(env)) && attempt < TRIES_MAX; attempt += 1) {
      await pause(RETRY_AFTER_MS * 2 ** (attempt - 1))
    }
  }

  async #flushOnce(env: Stores): Promise<boolean> {
    const sending = this.#waiting
    this.#waiting = []
    this.#plannedAt = undefined
    if (sending.length === 0) return true
    try {
      const isolate = this.#isolateId()
      const events = sending.map(({ sequence, entry }) => eventOf(entry, isolate, sequence))
      await sendEvents(env.LOG_QUEUE, events).catch(() => insertEvents(env.DB, events))
      return true
    } catch (error) {
      this.#keep(sending, error)
      return false
    }
  }

  /** A buffer that was full meanwhile has been sent, and what came after it has a plan of its own. */
  async #flushLater(env: Stores, plannedAt: number): Promise<void> {
    await pause(logPace.flushAfterMs)
    if (this.#plannedAt === plannedAt) await this.flush(env)
  }

  /** A batch may be sent twice in part; the consumer inserts or ignores. */
  #keep(refused: Numbered[], error: unknown): void {
    this.#refusedUntil = Date.now() + RETRY_AFTER_MS
    this.#waiting = [...refused, ...this.#waiting].toSorted((a, b) => a.sequence - b.sequence)
    this.#dropExcess()
    console.error(
      JSON.stringify({
        level: 'error',
        message: 'log events not stored',
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

let recorder = new Recorder()

/** For tests whose files share an isolate: sends what waits, and the next event is the first one of a new isolate. */
export async function recordAnew(env: Stores): Promise<void> {
  const last = recorder
  recorder = new Recorder()
  await last.flush(env)
}

/** Records an event of this isolate. The cost of a call: one object and a push. */
export function recordEvent(env: Stores, ctx: Context, entry: LogEntry): void {
  recorder.record(env, ctx, entry)
}

/** Records an event of this isolate, and waits until it is kept. Rejects where it cannot be. */
export function recordDurably(env: Stores, ctx: Context, entry: LogEntry): Promise<void> {
  return recorder.recordDurably(env, ctx, entry)
}
