// Durable log of authorization steps (P5): written to the object's SQLite before anybody is answered, then sent to the
// Queue and deleted. The key of an event is (isolate, sequence), so a second sending is ignored.
import type { LogEntry } from '../../logs/event.ts'
import { eventOf } from '../../logs/event-of.ts'
import { sendEvents, type LogQueue } from '../../logs/send-events.ts'

export interface OutboxOptions {
  storage: DurableObjectStorage
  queue: LogQueue
  /** Whose numbers these are (isolate-name.ts); asked before each sending. May reject: then nothing is sent yet. */
  isolate: () => Promise<string>
  /** Names them anew. Synchronous. */
  renameIsolate: () => void
  waitUntil: (promise: Promise<unknown>) => void
  /** The object's alarm calls `flush` no later than then. */
  schedule: (dueAt: number) => void
}

const BATCH = 50
/** Beyond this the oldest go; their gap in the sequence is a counted loss (count-gaps.ts). */
export const ROWS_MAX = 50_000
const RETRY_MS = 30_000

export class Outbox {
  readonly #options: OutboxOptions
  #flushing: Promise<boolean> | undefined

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  /** Writes one event; synchronous, so that it can stand in the transaction of what it tells. */
  record(entry: LogEntry): void {
    const { storage, schedule, waitUntil } = this.#options
    storage.sql.exec('INSERT INTO outbox (event) VALUES (?)', JSON.stringify(entry))
    schedule(Date.now() + RETRY_MS)
    waitUntil(Promise.resolve().then(() => this.flush()))
  }

  /**
   * The storage went back in time: what was recorded up to `sentUntil` (ms since 1970) was sent then, and what comes
   * bears another name. Synchronous: call it inside a transaction.
   */
  beginAnew(sentUntil: number): void {
    const { storage, renameIsolate } = this.#options
    storage.sql.exec("DELETE FROM outbox WHERE json_extract(event, '$.at') <= ?", sentUntil)
    renameIsolate()
  }

  /** Sends what is there. Never throws; false when something stays for the alarm. */
  flush(): Promise<boolean> {
    this.#flushing ??= this.#send().finally(() => {
      this.#flushing = undefined
    })
    return this.#flushing
  }

  async #send(): Promise<boolean> {
    const { storage, queue } = this.#options
    try {
      const isolate = await this.#options.isolate()
      for (;;) {
        const rows = storage.sql
          .exec<{ sequence: number; event: string }>(
            'SELECT sequence, event FROM outbox ORDER BY sequence LIMIT ?',
            BATCH,
          )
          .toArray()
        const last = rows.at(-1)
        if (!last) return true
        await sendEvents(
          queue,
          rows.map((row) => eventOf(JSON.parse(row.event) as LogEntry, isolate, row.sequence)),
        )
        storage.sql.exec('DELETE FROM outbox WHERE sequence <= ?', last.sequence)
      }
    } catch (error) {
      console.error(
        JSON.stringify({ level: 'error', message: 'the log queue takes nothing', cause: String(error) }),
      )
      storage.sql.exec(
        'DELETE FROM outbox WHERE sequence <= (SELECT max(sequence) FROM outbox) - ?',
        ROWS_MAX,
      )
      return false
    }
  }
}
