// Keeps a GatewayObject's configuration: read from D1, at most 10 s old while D1 answers, and the last good copy in the
// object's own SQLite, so that an outage of D1 stops no sign-in, refresh or call (architecture.md §3.5, P8).
import { eq, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { attachments, clients, gateways, servers } from '../../../schema/tables/index.ts'
import type { Configuration } from './configuration.ts'

const AGE_MS_MAX = 10_000
const FACT = 'configuration'

/** There is no such Gateway, or no copy of it and D1 does not answer. */
export class ConfigurationUnavailableError extends Error {
  override name = 'ConfigurationUnavailableError'
}

export interface ConfigurationSourceOptions {
  database: D1Database
  storage: DurableObjectStorage
  gatewayId: () => string
  /** Called with what was known and what is known now, before the new one is in force. */
  onChange: (before: Configuration | undefined, now: Configuration) => Promise<void>
}

export class ConfigurationSource {
  readonly #options: ConfigurationSourceOptions
  #current: Configuration | undefined
  #currentText: string | undefined
  #readAt = 0
  /** Reads are numbered as they start: an earlier one never replaces what a later one found. */
  #started = 0
  #applied = 0

  constructor(options: ConfigurationSourceOptions) {
    this.#options = options
    const [row] = options.storage.sql
      .exec<{ value: string }>('SELECT value FROM object_facts WHERE name = ?', FACT)
      .toArray()
    if (row) {
      this.#current = JSON.parse(row.value) as Configuration
      this.#currentText = row.value
    }
  }

  /** The configuration, at most 10 s old while D1 answers. Throws ConfigurationUnavailableError. */
  async load(): Promise<Configuration> {
    if (this.#current && Date.now() - this.#readAt <= AGE_MS_MAX) return this.#current
    return this.reload()
  }

  /** Reads it again now. */
  async reload(): Promise<Configuration> {
    const startedAt = Date.now()
    this.#started += 1
    const number = this.#started
    let fresh: Configuration | undefined
    try {
      fresh = await readConfiguration(this.#options.database, this.#options.gatewayId())
    } catch (cause) {
      if (!this.#current) {
        throw new ConfigurationUnavailableError('the configuration database does not answer', { cause })
      }
      // The copy serves on; the next question in 10 s asks D1 again.
      this.#readAt = startedAt
      return this.#current
    }
    if (!fresh) throw new ConfigurationUnavailableError('there is no such Gateway')
    if (number < this.#applied && this.#current) return this.#current
    this.#applied = number
    const text = JSON.stringify(fresh)
    if (text !== this.#currentText) {
      await this.#options.onChange(this.#current, fresh)
      if (number < this.#applied) return this.#current ?? fresh
      this.#options.storage.sql.exec(
        'INSERT OR REPLACE INTO object_facts (name, value) VALUES (?, ?)',
        FACT,
        text,
      )
      this.#current = fresh
      this.#currentText = text
    }
    this.#readAt = Math.max(this.#readAt, startedAt)
    return this.#current ?? fresh
  }
}

async function readConfiguration(
  database: D1Database,
  gatewayId: string,
): Promise<Configuration | undefined> {
  const db = drizzle(database)
  const serverIds = db
    .select({ id: attachments.serverId })
    .from(attachments)
    .where(eq(attachments.gatewayId, gatewayId))
  const [gatewayRows, attachmentRows, serverRows, clientRows] = await db.batch([
    db.select().from(gateways).where(eq(gateways.id, gatewayId)),
    db.select().from(attachments).where(eq(attachments.gatewayId, gatewayId)).orderBy(attachments.id),
    db.select().from(servers).where(inArray(servers.id, serverIds)).orderBy(servers.id),
    db.select().from(clients).where(eq(clients.gatewayId, gatewayId)).orderBy(clients.id),
  ])
  const gateway = gatewayRows[0]
  return gateway && { gateway, attachments: attachmentRows, servers: serverRows, clients: clientRows }
}
