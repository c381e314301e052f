// Keys that the upstream of a server wants: one shared by the organization, or each user's own. Sealed (S11): owner =
// server; place = row id, column, then whose key it is and for which origin. A row id is never used twice, so it is the
// version as well.
import { openSecret, SealedSecretError, sealSecret, type SecretBinding } from '../../crypto/envelope.ts'
import type { MasterKeys } from '../../crypto/master-keys.ts'
import { randomId } from '../../crypto/random-id.ts'
import type { KeyOwner, UserKeyPage, UserKeyView } from '../access-tokens/contract.ts'

interface KeyRow {
  [column: string]: SqlStorageValue
  id: string
  envelope: string
}

export class UpstreamKeys {
  readonly #sql: SqlStorage
  readonly #serverId: string
  readonly #keys: () => MasterKeys
  readonly #waitUntil: (promise: Promise<unknown>) => void

  constructor(options: {
    sql: SqlStorage
    serverId: string
    keys: () => MasterKeys
    waitUntil: (promise: Promise<unknown>) => void
  }) {
    this.#sql = options.sql
    this.#serverId = options.serverId
    this.#keys = options.keys
    this.#waitUntil = options.waitUntil
  }

  async putShared({ id, origin, key }: { id: string; origin: string; key: string }): Promise<void> {
    const envelope = await sealSecret(this.#keys(), this.#shared(id, origin), key)
    this.#sql.exec(
      'INSERT OR REPLACE INTO upstream_keys (id, origin, key_ct, created_at) VALUES (?, ?, ?, ?)',
      id,
      origin,
      envelope,
      Date.now(),
    )
  }

  async putOwn({ issuer, subject, origin, key }: KeyOwner & { origin: string; key: string }) {
    const id = randomId('upk')
    const owner = { issuer, subject }
    const envelope = await sealSecret(this.#keys(), this.#own(id, owner, origin), key)
    const createdAt = Date.now()
    this.#sql.exec(
      `INSERT OR REPLACE INTO user_keys (issuer, subject, id, origin, key_ct, created_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
      issuer,
      subject,
      id,
      origin,
      envelope,
      createdAt,
    )
    return { ...owner, createdAt } satisfies UserKeyView
  }

  /** Undefined: there is none of this id for this origin, or its master key is gone. */
  async openShared(id: string, origin: string): Promise<string | undefined> {
    const [row] = this.#sql
      .exec<KeyRow>(
        'SELECT id, key_ct AS envelope FROM upstream_keys WHERE id = ? AND origin = ?',
        id,
        origin,
      )
      .toArray()
    return row && this.#open(row, this.#shared(row.id, origin), 'upstream_keys')
  }

  async openOwn(owner: KeyOwner, origin: string): Promise<string | undefined> {
    const [row] = this.#sql
      .exec<KeyRow>(
        'SELECT id, key_ct AS envelope FROM user_keys WHERE issuer = ? AND subject = ? AND origin = ?',
        owner.issuer,
        owner.subject,
        origin,
      )
      .toArray()
    return row && this.#open(row, this.#own(row.id, owner, origin), 'user_keys')
  }

  removeOwn({ issuer, subject }: KeyOwner, askedAt: number): void {
    this.#sql.exec(
      'DELETE FROM user_keys WHERE issuer = ? AND subject = ? AND created_at <= ?',
      issuer,
      subject,
      askedAt,
    )
  }

  findOwn({ issuer, subject }: KeyOwner): UserKeyView | null {
    const [row] = this.#sql
      .exec<{ createdAt: number }>(
        'SELECT created_at AS createdAt FROM user_keys WHERE issuer = ? AND subject = ?',
        issuer,
        subject,
      )
      .toArray()
    return row ? { issuer, subject, createdAt: row.createdAt } : null
  }

  listOwn({ after, limit }: { after: KeyOwner | null; limit: number }): UserKeyPage {
    const rows = this.#sql
      .exec<{ issuer: string; subject: string; createdAt: number }>(
        `SELECT issuer, subject, created_at AS createdAt FROM user_keys
           WHERE (issuer, subject) > (?, ?) ORDER BY issuer, subject LIMIT ?`,
        after?.issuer ?? '',
        after?.subject ?? '',
        limit + 1,
      )
      .toArray()
    const keys = rows.slice(0, limit)
    const last = keys.at(-1)
    const next = rows.length > limit && last ? { issuer: last.issuer, subject: last.subject } : null
    return { keys, next }
  }

  async #open(
    row: KeyRow,
    binding: SecretBinding,
    table: 'upstream_keys' | 'user_keys',
  ): Promise<string | undefined> {
    try {
      const key = await openSecret(this.#keys(), binding, row.envelope)
      if (row.envelope.split('.')[1] !== this.#keys().currentId) {
        this.#waitUntil(this.#reseal(row, binding, table, key).catch(() => undefined))
      }
      return key
    } catch (error) {
      if (error instanceof SealedSecretError) return undefined
      throw error
    }
  }

  /** Rotation of MASTER_KEYS: a key is sealed anew when it is used, unless it was replaced meanwhile. */
  async #reseal(row: KeyRow, binding: SecretBinding, table: string, key: string): Promise<void> {
    const envelope = await sealSecret(this.#keys(), binding, key)
    this.#sql.exec(
      `UPDATE ${table} SET key_ct = ? WHERE id = ? AND key_ct = ?`,
      envelope,
      row.id,
      row.envelope,
    )
  }

  #shared(id: string, origin: string): SecretBinding {
    return { owner: this.#serverId, place: [id, 'upstream_key', origin] }
  }

  #own(id: string, { issuer, subject }: KeyOwner, origin: string): SecretBinding {
    return { owner: this.#serverId, place: [id, 'user_key', issuer, subject, origin] }
  }
}
