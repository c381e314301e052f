// The newest definition of each rule that any isolate brought. An isolate whose snapshot is some seconds old does not
// bring an old limit back.
import type { MeterRule } from './contract.ts'

export class RulesSeen {
  readonly #sql: SqlStorage
  readonly #newest = new Map<string, MeterRule>()

  constructor(sql: SqlStorage) {
    this.#sql = sql
    for (const { rule } of sql.exec<{ rule: string }>('SELECT rule FROM meter_rules')) {
      const known = JSON.parse(rule) as MeterRule
      this.#newest.set(known.id, known)
    }
  }

  /** The rule to decide by. */
  newest<R extends MeterRule>(given: R): R {
    const known = this.#newest.get(given.id)
    // The kind is part of an id's prefix, so both are of one kind.
    if (known && known.version >= given.version) return known as R
    this.#newest.set(given.id, given)
    this.#sql.exec(
      'INSERT OR REPLACE INTO meter_rules (id, version, rule) VALUES (?, ?, ?)',
      given.id,
      given.version,
      JSON.stringify(given),
    )
    return given
  }

  find(id: string): MeterRule | undefined {
    return this.#newest.get(id)
  }

  /** Drops the rules by which nothing is counted any longer. Answers whether there are others. */
  prune(): boolean {
    const dropped = this.#sql.exec<{ id: string }>(
      `DELETE FROM meter_rules
       WHERE id NOT IN (SELECT rule_id FROM meter_counters) AND id NOT IN (SELECT rule_id FROM meter_buckets)
       RETURNING id`,
    )
    for (const { id } of dropped) this.#newest.delete(id)
    return this.#newest.size > 0
  }
}
