// What was spent of budgets, one row for each counter and window. A row holds what is leased as well, from before the
// lease is answered: whatever dies, nothing is admitted twice (S16).
import type { BudgetRule, CounterView, ReachedBudget } from './contract.ts'
import type { HeldUnits } from './holds.ts'
import type { Window } from './window.ts'

/** Rows of a budget that was not reached are kept this long after their window; the others for the alerts. */
const KEPT_MS = 5 * 60_000
const REACHED_KEPT_MS = 24 * 3_600_000
const REACHED_MAX = 200

export class Counters {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  used(ruleId: string, subject: string, window: Window): number {
    const rows = this.#sql.exec<{ used: number }>(
      'SELECT used FROM meter_counters WHERE rule_id = ? AND subject = ? AND window_start = ?',
      ruleId,
      subject,
      window.start,
    )
    for (const { used } of rows) return used
    return 0
  }

  add(rule: BudgetRule, subject: string, window: Window, units: number, now: number): void {
    this.#sql.exec(
      `INSERT INTO meter_counters (rule_id, subject, window_start, window_end, used, reached_at)
       VALUES (?1, ?2, ?3, ?4, ?5, iif(?5 >= ?6, ?7, NULL))
       ON CONFLICT (rule_id, subject, window_start)
       DO UPDATE SET used = used + ?5, window_end = max(window_end, ?4), reached_at = coalesce(reached_at, iif(used + ?5 >= ?6, ?7, NULL))`,
      rule.id,
      subject,
      window.start,
      window.end,
      units,
      rule.amount,
      now,
    )
  }

  /** Gives units back that were not spent. */
  giveBack(ruleId: string, subject: string, windowStart: number, units: number): void {
    this.#sql.exec(
      'UPDATE meter_counters SET used = max(0, used - ?) WHERE rule_id = ? AND subject = ? AND window_start = ?',
      units,
      ruleId,
      subject,
      windowStart,
    )
  }

  /** Drops a row of which everything was taken back: what made it look reached was held, and not spent (P9). */
  dropUnspent({ ruleId, subject, windowStart }: HeldUnits): void {
    this.#sql.exec(
      'DELETE FROM meter_counters WHERE rule_id = ? AND subject = ? AND window_start = ? AND used = 0',
      ruleId,
      subject,
      windowStart,
    )
  }

  /** Notes that a call was refused, also where something is left that was not enough for it. */
  markReached(rule: BudgetRule, subject: string, window: Window, now: number): void {
    const written = this.#sql.exec(
      `UPDATE meter_counters SET reached_at = ? WHERE rule_id = ? AND subject = ? AND window_start = ?
       AND reached_at IS NULL`,
      now,
      rule.id,
      subject,
      window.start,
    ).rowsWritten
    if (written > 0 || this.#exists(rule.id, subject, window)) return
    this.#sql.exec(
      `INSERT INTO meter_counters (rule_id, subject, window_start, window_end, used, reached_at)
       VALUES (?, ?, ?, ?, 0, ?)`,
      rule.id,
      subject,
      window.start,
      window.end,
      now,
    )
  }

  /** The counters of one window, largest first; only that of `only` where it is not null. */
  list(
    ruleId: string,
    only: string | null,
    window: Window,
    limit: number,
  ): { rows: Omit<CounterView, 'leased'>[]; subjects: number } {
    const rows = this.#sql
      .exec<{ subject: string; spent: number }>(
        `SELECT subject, used AS spent FROM meter_counters WHERE rule_id = ?1 AND window_start = ?2
         AND (?3 IS NULL OR subject = ?3) ORDER BY used DESC, subject LIMIT ?4`,
        ruleId,
        window.start,
        only,
        limit,
      )
      .toArray()
    const { subjects } = this.#sql
      .exec<{ subjects: number }>(
        'SELECT count(*) AS subjects FROM meter_counters WHERE rule_id = ? AND window_start = ?',
        ruleId,
        window.start,
      )
      .one()
    return { rows, subjects }
  }

  listReached(since: number): ReachedBudget[] {
    return this.#sql
      .exec<{ ruleId: string; count: number; lastAt: number }>(
        `SELECT rule_id AS ruleId, count(*) AS count, max(reached_at) AS lastAt FROM meter_counters
         WHERE reached_at >= ? GROUP BY rule_id ORDER BY lastAt DESC LIMIT ?`,
        since,
        REACHED_MAX,
      )
      .toArray()
  }

  prune(now: number): void {
    this.#sql.exec(
      'DELETE FROM meter_counters WHERE window_end < ? AND (reached_at IS NULL OR window_end < ?)',
      now - KEPT_MS,
      now - REACHED_KEPT_MS,
    )
  }

  #exists(ruleId: string, subject: string, window: Window): boolean {
    return (
      this.#sql
        .exec(
          'SELECT 1 FROM meter_counters WHERE rule_id = ? AND subject = ? AND window_start = ?',
          ruleId,
          subject,
          window.start,
        )
        .toArray().length > 0
    )
  }
}
