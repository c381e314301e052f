// Tokens that nobody has verified are free to make up: no rule keeps more than so many rows for them in a window (P9).
// Whoever comes later is charged to one row for all of them, and has one of their own when there is room again.
import { counterOf } from './buckets.ts'
import type { ChargeLine } from './contract.ts'

export const STRANGERS_MAX = 10_000
export const OTHERS = 'token others'
/** Between two counts every newcomer is taken for a row that stays. */
const RECOUNT_MS = 1_000

const ROWS = {
  budget: 'meter_counters WHERE rule_id = ?1 AND window_start = ?2',
  rate: 'meter_buckets WHERE rule_id = ?1 AND ?2 IS NULL',
} as const

export class Strangers {
  readonly #sql: SqlStorage
  readonly #counts = new Map<string, { rows: number; at: number }>()

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Whose row a held call is charged to. `windowStart` null: of a bucket. */
  subjectOf({ rule, subject }: ChargeLine, windowStart: number | null, now: number): string {
    if (!subject.startsWith('token ')) return subject
    const count = (condition: string, ...values: string[]) =>
      this.#sql
        .exec<{ rows: number }>(
          `SELECT count(*) AS rows FROM ${ROWS[rule.kind]} AND ${condition}`,
          rule.id,
          windowStart,
          ...values,
        )
        .one().rows
    if (count('subject = ?3', subject) > 0) return subject
    const key = counterOf(rule.id, String(windowStart))
    let known = this.#counts.get(key)
    if (!known || now - known.at >= RECOUNT_MS) {
      known = { rows: count(`subject BETWEEN 'token ' AND 'token~'`), at: now }
      this.#counts.set(key, known)
    }
    known.rows += 1
    return known.rows > STRANGERS_MAX ? OTHERS : subject
  }

  /** Drops the counts of windows that are over. */
  prune(): void {
    this.#counts.clear()
  }
}
