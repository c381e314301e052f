// Which `private_key_jwt` assertions were used (RFC 7523 §3, jti). At once in memory, and durable together with what
// the request changed: a refused request leaves no row (S3).
import type { UsedAssertion } from './client-assertion.ts'

const REMEMBERED_MAX = 10_000

export class UsedAssertions {
  readonly #sql: SqlStorage
  readonly #recent = new Map<string, number>()

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** Whether it is new; asking uses it up. */
  isNew(assertion: UsedAssertion): boolean {
    const key = `${assertion.clientId} ${assertion.jtiHash}`
    const now = Date.now()
    if ((this.#recent.get(key) ?? 0) > now) return false
    const rows = this.#sql
      .exec(
        'SELECT 1 FROM client_assertions WHERE client_id = ? AND jti_hash = ? AND expires_at > ?',
        assertion.clientId,
        assertion.jtiHash,
        now,
      )
      .toArray()
    if (rows.length > 0) return false
    this.#recent.set(key, assertion.expiresAt)
    if (this.#recent.size > REMEMBERED_MAX) {
      const [oldest] = this.#recent.keys()
      if (oldest !== undefined) this.#recent.delete(oldest)
    }
    return true
  }

  /** Makes it durable; call it in the transaction of the request. */
  store(assertion: UsedAssertion): void {
    this.#sql.exec(
      'INSERT OR REPLACE INTO client_assertions (client_id, jti_hash, expires_at) VALUES (?, ?, ?)',
      assertion.clientId,
      assertion.jtiHash,
      assertion.expiresAt,
    )
  }
}
