// Calls that were charged before the runtime accepted them (M13): taken back when it refuses, or when nobody has said
// that it accepted within the time that it had.
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
    return this.#delete('id = ?', id)
  }

  /** What has lapsed by now. */
  takeLapsed(now: number): HeldUnits[] {
    if (now < this.#nextEnd) return []
    const lapsed = this.#delete('ends_at <= ?', now)
    this.#nextEnd = this.#firstEnd()
    return lapsed
  }

  /** Whether anything may still be taken back. */
  get isEmpty(): boolean {
    return this.#nextEnd === Number.POSITIVE_INFINITY
  }

  #delete(condition: string, value: string | number): HeldUnits[] {
    return this.#sql
      .exec<{ lines: string }>(`DELETE FROM meter_holds WHERE ${condition} RETURNING lines`, value)
      .toArray()
      .flatMap(({ lines }) => JSON.parse(lines) as HeldUnits[])
  }

  #firstEnd(): number {
    const { next } = this.#sql
      .exec<{ next: number | null }>('SELECT min(ends_at) AS next FROM meter_holds')
      .one()
    return next ?? Number.POSITIVE_INFINITY
  }
}
