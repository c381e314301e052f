// One alarm for everything that is due later (architecture.md §3.7): the earliest row of `timers` sets it.

/** What may be due; each has one handler in the object. */
export type TimerName = 'vault' | 'expiry' | 'outbox'

/** A run that was killed is repeated after this time. */
const LEASE_MS = 30_000

export class Timers {
  readonly #storage: DurableObjectStorage
  /** What the alarm is set to, so that a later timer costs no write. */
  #alarmAt: number | undefined

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
  }

  /** The timer fires no later than `dueAt`. */
  schedule(name: TimerName, dueAt: number): void {
    const due = Math.ceil(dueAt)
    const known = this.#dueAt(name)
    if (known !== undefined && known <= due) return
    this.#storage.sql.exec('INSERT OR REPLACE INTO timers (name, due_at) VALUES (?, ?)', name, due)
    this.arm()
  }

  /** The timers that are due; each is put off until `finish`, so that a killed run is repeated (P10). */
  takeDue(now: number): TimerName[] {
    this.#alarmAt = undefined
    const due = this.#storage.sql
      .exec<{ name: TimerName }>(
        'UPDATE timers SET due_at = ? WHERE due_at <= ? RETURNING name',
        now + LEASE_MS,
        now,
      )
      .toArray()
    return due.map((row) => row.name)
  }

  /** A due timer has run; `next` says when it has to run again. An earlier time that was asked for meanwhile stays. */
  finish(name: TimerName, takenAt: number, next: number | null): void {
    this.#storage.sql.exec('DELETE FROM timers WHERE name = ? AND due_at >= ?', name, takenAt + LEASE_MS)
    if (next !== null) this.schedule(name, next)
  }

  /** Sets the alarm to the earliest timer. The write is held together with the others of the same turn. */
  arm(): void {
    const { next } = this.#storage.sql
      .exec<{ next: number | null }>('SELECT min(due_at) AS next FROM timers')
      .one()
    if (next === null || this.#alarmAt === next) return
    this.#alarmAt = next
    void this.#storage.setAlarm(next)
  }

  #dueAt(name: TimerName): number | undefined {
    const rows = this.#storage.sql
      .exec<{ due_at: number }>('SELECT due_at FROM timers WHERE name = ?', name)
      .toArray()
    return rows[0]?.due_at
  }
}
