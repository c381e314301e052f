// Calls that were charged before the runtime accepted them (M13): taken back only when somebody says in time that it
// refused them or never saw them. What nobody settles is spent (S16).
import { randomToken } from '../crypto/random-id.ts'

/** What one line took, and from where. */
export interface HeldUnits {
  ruleId: string
  subject: string
  units: number
  /** Null: from a bucket. */
  windowStart: number | null
}

export class Holds {
  readonly #sql: SqlStorage
  /** When the first one lapses, so that a call without any costs no query. */
  #nextEnd: number

  constructor(sql: SqlStorage) {
    this.#sql = sql
    this.#nextEnd = this.#firstEnd()
  }

  keep(lines: readonly HeldUnits[], endsAt: number): string {
    const id = `hld_${randomToken(16)}`
    this.#sql.exec(
      'INSERT INTO meter_holds (id, ends_at, lines) VALUES (?, ?, ?)',
      id,
      endsAt,
      JSON.stringify(lines),
    )
    this.#nextEnd = Math.min(this.#nextEnd, endsAt)
    return id
  }

  /** What is held under this id, which is over with this; empty when it has lapsed. */
  take(id: string): HeldUnits[] {
    return this.#sql
      .exec<{ lines: string }>('DELETE FROM meter_holds WHERE id = ? RETURNING lines', id)
      .toArray()
      .flatMap(({ lines }) => JSON.parse(lines) as HeldUnits[])
  }

  /** Forgets what has lapsed by now: nothing of it can be taken back any longer. */
  dropLapsed(now: number): void {
    if (now < this.#nextEnd) return
    this.#sql.exec('DELETE FROM meter_holds WHERE ends_at <= ?', now)
    this.#nextEnd = this.#firstEnd()
  }

  /** Whether anything may still be taken back. */
  get isEmpty(): boolean {
    return this.#nextEnd === Number.POSITIVE_INFINITY
  }

  #firstEnd(): number {
    const { next } = this.#sql
      .exec<{ next: number | null }>('SELECT min(ends_at) AS next FROM meter_holds')
      .one()
    return next ?? Number.POSITIVE_INFINITY
  }
}
