// The OAuth library's storage in the object's SQLite, one name space for each issuer key (architecture.md §3.1).

export interface StoredEntry {
  value: string
  metadata: string | null
  expiresAt: number | null
}

export interface ListedKey {
  name: string
  metadata: unknown
  expiration: number | undefined
}

export class OAuthStore {
  readonly #sql: SqlStorage
  readonly #issuerKey: string

  constructor(sql: SqlStorage, issuerKey: string) {
    this.#sql = sql
    this.#issuerKey = issuerKey
  }

  find(key: string, now: number): StoredEntry | undefined {
    const [row] = this.#sql
      .exec<{ value: string; metadata: string | null; expires_at: number | null }>(
        `SELECT value, metadata, expires_at FROM oauth_store
         WHERE issuer_key = ? AND key = ? AND (expires_at IS NULL OR expires_at > ?)`,
        this.#issuerKey,
        key,
        now,
      )
      .toArray()
    return row && { value: row.value, metadata: row.metadata, expiresAt: row.expires_at }
  }

  put(key: string, entry: StoredEntry): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO oauth_store (issuer_key, key, kind, value, metadata, expires_at)
       VALUES (?, ?, ?, ?, ?, ?)`,
      this.#issuerKey,
      key,
      key.slice(0, key.indexOf(':')),
      entry.value,
      entry.metadata,
      entry.expiresAt,
    )
  }

  delete(key: string): void {
    this.#sql.exec('DELETE FROM oauth_store WHERE issuer_key = ? AND key = ?', this.#issuerKey, key)
  }

  deletePrefix(prefix: string): void {
    this.#sql.exec(
      'DELETE FROM oauth_store WHERE issuer_key = ? AND key >= ? AND key < ?',
      this.#issuerKey,
      prefix,
      `${prefix}\u{10FFFF}`,
    )
  }

  /** Keys after `cursor` in order; `complete` when there are no more. */
  list(prefix: string, cursor: string, limit: number, now: number): { keys: ListedKey[]; complete: boolean } {
    const rows = this.#sql
      .exec<{ key: string; metadata: string | null; expires_at: number | null }>(
        `SELECT key, metadata, expires_at FROM oauth_store
         WHERE issuer_key = ? AND key >= ? AND key < ? AND key > ? AND (expires_at IS NULL OR expires_at > ?)
         ORDER BY key LIMIT ?`,
        this.#issuerKey,
        prefix,
        `${prefix}\u{10FFFF}`,
        cursor,
        now,
        limit + 1,
      )
      .toArray()
    return {
      keys: rows.slice(0, limit).map((row) => ({
        name: row.key,
        metadata: row.metadata === null ? undefined : (JSON.parse(row.metadata) as unknown),
        expiration: row.expires_at === null ? undefined : Math.floor(row.expires_at / 1_000),
      })),
      complete: rows.length <= limit,
    }
  }
}
