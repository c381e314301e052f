// The buckets of rate limits, kept across restarts together with what isolates hold of them.
import type { RateRule } from './contract.ts'
import type { LiveLeases } from './live-leases.ts'
import { fullBucket, refill, type Bucket } from './token-bucket.ts'

/** Buckets that were not used for this long are dropped when they are full again. */
const IDLE_MS = 60 * 60_000

interface BucketRow extends Bucket {
  [column: string]: SqlStorageValue
  rule_id: string
  subject: string
}

export class Buckets {
  readonly #sql: SqlStorage
  readonly #leases: LiveLeases

  /** Leases that were given before a restart still occupy their place in the bucket until they end. */
  constructor(sql: SqlStorage, leases: LiveLeases, now: number) {
    this.#sql = sql
    this.#leases = leases
    const out = sql.exec<{ rule_id: string; subject: string; leased: number; leased_until: number }>(
      'SELECT rule_id, subject, leased, leased_until FROM meter_buckets WHERE leased_until > ?',
      now,
    )
    for (const row of out) {
      leases.give(counterOf(row.rule_id, row.subject), null, row.leased, row.leased_until - now, now)
    }
  }

  /** The bucket as it is now. */
  read(rule: RateRule, subject: string, now: number): Bucket {
    const rows = this.#sql.exec<BucketRow>(
      'SELECT rule_id, subject, tokens, at FROM meter_buckets WHERE rule_id = ? AND subject = ?',
      rule.id,
      subject,
    )
    for (const row of rows) {
      return refill(row, rule, this.#leases.held(counterOf(rule.id, subject), null, now), now)
    }
    return fullBucket(rule, now)
  }

  /** Keeps the bucket and how much of it is leased now; a full one needs no row. */
  write(rule: RateRule, subject: string, { tokens, at }: Bucket, now: number): void {
    const counter = counterOf(rule.id, subject)
    const leased = this.#leases.held(counter, null, now)
    if (tokens >= rule.burst && leased === 0) {
      this.#delete(rule.id, subject)
      return
    }
    this.#sql.exec(
      `INSERT OR REPLACE INTO meter_buckets (rule_id, subject, tokens, at, leased, leased_until)
       VALUES (?, ?, ?, ?, ?, ?)`,
      rule.id,
      subject,
      tokens,
      at,
      leased,
      this.#leases.heldUntil(counter),
    )
  }

  prune(now: number, findRule: (ruleId: string) => RateRule | undefined): void {
    const idle = this.#sql
      .exec<BucketRow>('SELECT rule_id, subject, tokens, at FROM meter_buckets WHERE at < ?', now - IDLE_MS)
      .toArray()
    for (const row of idle) {
      const rule = findRule(row.rule_id)
      if (rule && refill(row, rule, 0, now).tokens < rule.burst) continue
      this.#delete(row.rule_id, row.subject)
    }
  }

  #delete(ruleId: string, subject: string): void {
    this.#sql.exec('DELETE FROM meter_buckets WHERE rule_id = ? AND subject = ?', ruleId, subject)
  }
}

/** The name under which a rule's counter of one subject has its leases. */
export function counterOf(ruleId: string, subject: string): string {
  return subject === '' ? ruleId : `${ruleId} ${subject}`
}
