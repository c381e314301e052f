// The grants table: every statement of the vault. Synchronous, so that several of them make one transaction.
import { LATER_GRANT_COLUMNS, VAULT_SCHEMA, type GrantRow } from '../../../schema/objects/vault.ts'

/** Columns that an update may touch; everything else is written once. */
export type GrantChange = Partial<
  Pick<
    GrantRow,
    | 'state'
    | 'end_reason'
    | 'version'
    | 'access_ct'
    | 'refresh_ct'
    | 'access_expires_at'
    | 'refresh_early_at'
    | 'granted_scopes'
    | 'attempt_id'
    | 'attempt_at'
    | 'unknown_since'
    | 'failures'
    | 'backoff_until'
    | 'refused_at'
    | 'last_error'
    | 'revocation_due'
    | 'timer_at'
    | 'last_used_at'
    | 'ended_at'
  >
>

/** What must still be true of a row for an update to happen (compare-and-set). */
export interface GrantCondition {
  version?: number
  attemptId?: string
  /** Only while the grant has not ended. */
  isLive?: boolean
}

export class GrantStore {
  readonly #storage: DurableObjectStorage
  readonly #sql: SqlStorage

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
    this.#sql = storage.sql
    for (const statement of VAULT_SCHEMA) this.#sql.exec(statement)
    const present = new Set(
      this.#sql
        .exec('PRAGMA table_info(grants)')
        .toArray()
        .map((row) => row['name']),
    )
    for (const [column, type] of Object.entries(LATER_GRANT_COLUMNS))
      if (!present.has(column)) this.#sql.exec(`ALTER TABLE grants ADD COLUMN ${column} ${type}`)
  }

  transaction<T>(work: () => T): T {
    return this.#storage.transactionSync(work)
  }

  /** Resolves when everything written so far is on disk. */
  durable(): Promise<void> {
    return this.#storage.sync()
  }

  find(id: string): GrantRow | undefined {
    return this.#one('SELECT * FROM grants WHERE id = ?', id)
  }

  findByAuthorization(userId: string, authorizationId: string): GrantRow | undefined {
    return this.#one(
      'SELECT * FROM grants WHERE user_id = ? AND authorization_id = ?',
      userId,
      authorizationId,
    )
  }

  insert(row: GrantRow): void {
    const columns = Object.keys(row)
    const marks = columns.map(() => '?').join(', ')
    this.#sql.exec(`INSERT INTO grants (${columns.join(', ')}) VALUES (${marks})`, ...Object.values(row))
  }

  /** Returns whether the row was still as the condition says, and so was changed. */
  update(id: string, condition: GrantCondition, change: GrantChange): boolean {
    const where = ['id = ?']
    const bindings: SqlStorageValue[] = [id]
    if (condition.version !== undefined) {
      where.push('version = ?')
      bindings.push(condition.version)
    }
    if (condition.attemptId !== undefined) {
      where.push('attempt_id = ?')
      bindings.push(condition.attemptId)
    }
    if (condition.isLive) where.push(`state IN ('active', 'refreshing')`)
    const columns = Object.keys(change)
    const assignments = columns.map((column) => `${column} = ?`).join(', ')
    const statement = `UPDATE grants SET ${assignments} WHERE ${where.join(' AND ')} RETURNING id`
    return this.#sql.exec(statement, ...Object.values(change), ...bindings).toArray().length === 1
  }

  /** Says of an issuer's grants that do not know it whose they are. */
  nameClient(issuer: string, clientId: string): void {
    this.#sql.exec(
      'UPDATE grants SET downstream_client_id = ? WHERE downstream_client_id IS NULL AND issuer = ?',
      clientId,
      issuer,
    )
  }

  delete(id: string): void {
    this.#sql.exec('DELETE FROM grants WHERE id = ?', id)
  }

  /** Live grants of one person at this Gateway, least recently used first. */
  liveOfPerson(issuer: string, subject: string): GrantRow[] {
    return this.#all(
      `SELECT * FROM grants WHERE issuer = ? AND subject = ? AND state IN ('active', 'refreshing')
       ORDER BY coalesce(last_used_at, created_at), created_at`,
      issuer,
      subject,
    )
  }

  /** Whether this person signed in again, for another grant, at or after a moment. */
  hasNewerOfPerson(row: GrantRow, since: number): boolean {
    const newer = this.#one(
      'SELECT * FROM grants WHERE issuer = ? AND subject = ? AND id <> ? AND created_at >= ? LIMIT 1',
      row.issuer,
      row.subject,
      row.id,
      since,
    )
    return newer !== undefined
  }

  due(now: number, limit: number): GrantRow[] {
    return this.#all('SELECT * FROM grants WHERE timer_at <= ? ORDER BY timer_at LIMIT ?', now, limit)
  }

  nextTimer(): number | null {
    const [row] = this.#sql.exec<{ due: number | null }>('SELECT min(timer_at) AS due FROM grants').toArray()
    return row?.due ?? null
  }

  select(where: string, bindings: readonly SqlStorageValue[], limit: number): GrantRow[] {
    return this.#all(
      `SELECT * FROM grants WHERE ${where} ORDER BY created_at DESC, id DESC LIMIT ?`,
      ...bindings,
      limit,
    )
  }

  selectIds(where: string, bindings: readonly SqlStorageValue[]): string[] {
    return this.#sql
      .exec<{ id: string }>(`SELECT id FROM grants WHERE ${where}`, ...bindings)
      .toArray()
      .map((row) => row.id)
  }

  #one(query: string, ...bindings: SqlStorageValue[]): GrantRow | undefined {
    return this.#all(query, ...bindings)[0]
  }

  #all(query: string, ...bindings: SqlStorageValue[]): GrantRow[] {
    return this.#sql.exec<GrantRow>(query, ...bindings).toArray()
  }
}
