// The KVNamespace-shaped face of the store that the OAuth library works on. Its writes wait here until the caller
// commits them together with Limen's own rows, so that a refused request changes nothing (S3) and a crash cannot
// leave half of an answer behind (P10).
import type { ClientInfo } from '@cloudflare/workers-oauth-provider'
import type { OAuthStore, StoredEntry } from './oauth-store.ts'

interface PutOptions {
  expiration?: number
  expirationTtl?: number
  metadata?: unknown
}

export interface StagedKvOptions {
  store: OAuthStore
  /** The client of this request as the library shall see it; client records never come from the store. */
  client: ClientInfo | undefined
  now: () => number
}

export class StagedKv {
  readonly #options: StagedKvOptions
  readonly #staged = new Map<string, StoredEntry | null>()

  constructor(options: StagedKvOptions) {
    this.#options = options
  }

  /** Text without options, parsed with `{ type: 'json' }`; the two ways the library reads. */
  async get(key: string, options?: { type?: string }): Promise<unknown> {
    const { client } = this.#options
    if (key.startsWith('client:')) return client?.clientId === key.slice('client:'.length) ? client : null
    const staged = this.#staged.get(key)
    const entry = staged === undefined ? this.#options.store.find(key, this.#options.now()) : staged
    if (!entry) return null
    return options?.type === 'json' ? (JSON.parse(entry.value) as unknown) : entry.value
  }

  async put(key: string, value: string, options: PutOptions = {}): Promise<void> {
    const { expiration, expirationTtl, metadata } = options
    const expiresAt =
      expirationTtl !== undefined
        ? this.#options.now() + expirationTtl * 1_000
        : expiration === undefined
          ? null
          : expiration * 1_000
    this.#staged.set(key, {
      value,
      metadata: metadata === undefined ? null : JSON.stringify(metadata),
      expiresAt,
    })
  }

  async delete(key: string): Promise<void> {
    this.#staged.set(key, null)
  }

  /** Lists what is stored; what is staged is not seen (the library lists only to revoke, which Limen does itself). */
  async list(options: { prefix?: string; limit?: number; cursor?: string } = {}) {
    const { prefix = '', limit = 1_000, cursor = '' } = options
    const { keys, complete } = this.#options.store.list(prefix, cursor, limit, this.#options.now())
    return complete
      ? { keys, list_complete: true as const }
      : { keys, list_complete: false as const, cursor: keys.at(-1)?.name ?? '' }
  }

  /** What the library wrote under this prefix and has not been committed. */
  staged(prefix: string): { key: string; entry: StoredEntry }[] {
    return [...this.#staged].flatMap(([key, entry]) =>
      key.startsWith(prefix) && entry ? [{ key, entry }] : [],
    )
  }

  /** Changes when a staged entry ends. */
  expireAt(key: string, expiresAt: number): void {
    const entry = this.#staged.get(key)
    if (entry) this.#staged.set(key, { ...entry, expiresAt })
  }

  /** Writes everything to the store; synchronous, call it inside a transaction. Answers the earliest expiry. */
  commit(): number | undefined {
    let earliest: number | undefined
    for (const [key, entry] of this.#staged) {
      if (key.startsWith('client:')) continue
      if (entry === null) {
        this.#options.store.delete(key)
        continue
      }
      this.#options.store.put(key, entry)
      if (entry.expiresAt !== null) earliest = Math.min(earliest ?? entry.expiresAt, entry.expiresAt)
    }
    this.#staged.clear()
    return earliest
  }
}
