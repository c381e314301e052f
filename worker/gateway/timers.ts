// One alarm for everything that is due later (architecture.md §3.7): the earliest row of `timers` sets it.

/** What may be due; each has one handler in the object. */
export type TimerName = 'vault' | 'expiry' | 'outbox'

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

  cancel(name: TimerName): void {
    this.#storage.sql.exec('DELETE FROM timers WHERE name = ?', name)
  }

  /** Removes and answers the timers that are due. */
  takeDue(now: number): TimerName[] {
    this.#alarmAt = undefined
    const due = this.#storage.sql
      .exec<{ name: TimerName }>('DELETE FROM timers WHERE due_at <= ? RETURNING name', now)
      .toArray()
    return due.map((row) => row.name)
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
