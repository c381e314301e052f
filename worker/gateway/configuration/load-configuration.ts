// Keeps a GatewayObject's configuration: read from D1, at most 10 s old while D1 answers, and the last good copy in the
// object's own SQLite, so that an outage of D1 stops no sign-in, refresh or call (architecture.md §3.5, P8).
import { eq, inArray, isNotNull } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { attachments, clients, embeddingApps, gateways, servers } from '../../../schema/tables/index.ts'
import type { Configuration } from './configuration.ts'

const AGE_MS_MAX = 10_000
/** Where a copy can serve, D1 is not waited for longer than this. */
const PATIENCE_MS = 1_000
/** It is left alone for as long after a failure. */
const PAUSE_MS = 2_000
/** Nothing else can serve: a first read, or one that somebody was promised. */
const READ_MS_MAX = 5_000
const FACT = 'configuration'
const STOPPED = 'stopped_until'
const LATER_PARTS = { customHosts: [], embeddingApps: [], ownClientIds: [] } as const

/** There is no such Gateway, or no copy of it and D1 does not answer. */
export class ConfigurationUnavailableError extends Error {
  override name = 'ConfigurationUnavailableError'
}

/** D1 answers, and has no such Gateway. */
export class NoSuchGatewayError extends ConfigurationUnavailableError {
  override name = 'NoSuchGatewayError'
}

/** The storage is an older one that was put back, and is not safe yet. No copy serves meanwhile. */
export class RestoreWaitingError extends ConfigurationUnavailableError {
  override name = 'RestoreWaitingError'
}

export interface ConfigurationSourceOptions {
  database: D1Database
  storage: DurableObjectStorage
  gatewayId: () => string
  /** What must be done first, because the storage went back in time; undefined nearly always. */
  restoreBefore: (now: Configuration) => (() => Promise<void>) | undefined
  /**
   * Whether another store than D1 names an order that this storage does not know; asked where D1 was never read yet.
   * Rejects where that store cannot say it.
   */
  isRestoreNoted: () => Promise<boolean>
  /** Called with what was known and what is known now, before the new one is in force. */
  onChange: (before: Configuration | undefined, now: Configuration) => Promise<void>
}

export class ConfigurationSource {
  readonly #options: ConfigurationSourceOptions
  #current: Configuration | undefined
  #currentText: string | undefined
  #readAt = 0
  /** No read is begun for a question before: D1 has just failed. */
  #nextReadAt = 0
  /** The read that questions wait for together. */
  #shared: Promise<Configuration> | undefined
  /** Reads are numbered as they start: an earlier one never replaces what a later one found. */
  #started = 0
  #applied = 0
  /** No copy serves: the storage has to be made safe first. */
  #isHeld = false
  /** Ms since 1970. Kept, so that an object that is evicted meanwhile does not go on. */
  #stoppedUntil: number

  constructor(options: ConfigurationSourceOptions) {
    this.#options = options
    const fact = (name: string) =>
      options.storage.sql
        .exec<{ value: string }>('SELECT value FROM object_facts WHERE name = ?', name)
        .toArray()[0]?.value
    this.#stoppedUntil = Number(fact(STOPPED) ?? 0)
    const text = fact(FACT)
    if (text !== undefined) {
      const copy = JSON.parse(text) as Omit<Configuration, keyof typeof LATER_PARTS>
      // A copy from before they were kept has none.
      this.#current = { ...LATER_PARTS, ...copy }
      this.#currentText = text
    }
  }

  /**
   * The configuration, at most 10 s old while D1 answers; the last good copy while D1 fails or hangs. Throws
   * ConfigurationUnavailableError.
   */
  async load(): Promise<Configuration> {
    this.checkGoing()
    const current = this.#current
    if (!current || this.#isHeld) return this.#question(READ_MS_MAX)
    const now = Date.now()
    if (now - this.#readAt <= AGE_MS_MAX || now < this.#nextReadAt) return current
    try {
      return await this.#question(PATIENCE_MS)
    } catch (error) {
      if (this.#isHeld || !(error instanceof ConfigurationUnavailableError)) throw error
      if (error instanceof NoSuchGatewayError) throw error
      if (this.#readAt === 0) await this.#requireNoRestore(error)
      this.#nextReadAt = Date.now() + PAUSE_MS
      return this.#current ?? current
    }
  }

  /** The storage is about to be put back: until then nothing is answered. */
  stop(until: number): void {
    this.#stoppedUntil = until
    this.#options.storage.sql.exec(
      'INSERT OR REPLACE INTO object_facts (name, value) VALUES (?, ?)',
      STOPPED,
      String(until),
    )
  }

  /** It is not put back after all. */
  goOn(): void {
    this.#stoppedUntil = 0
    this.#options.storage.sql.exec('DELETE FROM object_facts WHERE name = ?', STOPPED)
  }

  get isStopped(): boolean {
    return this.stoppedUntil !== null
  }

  /** Ms since 1970; null where it goes on. */
  get stoppedUntil(): number | null {
    return Date.now() < this.#stoppedUntil ? this.#stoppedUntil : null
  }

  /** Throws RestoreWaitingError: whatever happened now would be lost with the storage. */
  checkGoing(): void {
    if (this.isStopped) throw new RestoreWaitingError('this Gateway is about to be put back')
  }

  /** Reads it again now; an older copy does not do. Throws ConfigurationUnavailableError. */
  reload(): Promise<Configuration> {
    return inTime(this.#read(), READ_MS_MAX)
  }

  /** One read for all who ask meanwhile. One that hangs is left to itself, and the next question begins another. */
  async #question(patienceMs: number): Promise<Configuration> {
    const shared = (this.#shared ??= this.#read())
    try {
      return await inTime(shared, patienceMs)
    } finally {
      if (this.#shared === shared) this.#shared = undefined
    }
  }

  async #read(): Promise<Configuration> {
    const startedAt = Date.now()
    this.#started += 1
    const number = this.#started
    let fresh: Configuration | undefined
    try {
      fresh = await readConfiguration(this.#options.database, this.#options.gatewayId())
    } catch (cause) {
      throw new ConfigurationUnavailableError('the configuration database does not answer', { cause })
    }
    if (!fresh) throw new NoSuchGatewayError('there is no such Gateway')
    await this.#restoreBefore(fresh)
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

  /** Without D1, and without another word on whether the storage is an older one, nothing is answered (P6). */
  async #requireNoRestore(cause: unknown): Promise<void> {
    let isNoted: boolean
    try {
      isNoted = await this.#options.isRestoreNoted()
    } catch {
      throw new ConfigurationUnavailableError('neither D1 nor KV answers', { cause })
    }
    if (!isNoted) return
    this.#isHeld = true
    throw new RestoreWaitingError('this Gateway is being put back', { cause })
  }

  async #restoreBefore(fresh: Configuration): Promise<void> {
    const restore = this.#options.restoreBefore(fresh)
    if (!restore) {
      this.#isHeld = false
      return
    }
    this.#isHeld = true
    // This one was put back: it is not the one that stopped.
    if (this.#stoppedUntil !== 0) this.goOn()
    try {
      await restore()
    } catch (cause) {
      console.error(
        JSON.stringify({ level: 'error', message: 'a restore was not carried out', cause: String(cause) }),
      )
      throw new RestoreWaitingError('this Gateway is being put back', { cause })
    }
    this.#isHeld = false
  }
}

/** Rejects with ConfigurationUnavailableError when `reading` takes longer; the reading itself goes on. */
async function inTime(reading: Promise<Configuration>, ms: number): Promise<Configuration> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new ConfigurationUnavailableError('the configuration database is slow')),
    ms,
  )
  // Once nobody waits for it any more, its failure is nobody's.
  reading.catch(() => undefined)
  try {
    return await Promise.race([reading, late.promise])
  } finally {
    clearTimeout(timer)
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
  const [gatewayRows, attachmentRows, serverRows, clientRows, appRows, idRows, hostRows] = await db.batch([
    db.select().from(gateways).where(eq(gateways.id, gatewayId)),
    db.select().from(attachments).where(eq(attachments.gatewayId, gatewayId)).orderBy(attachments.id),
    db.select().from(servers).where(inArray(servers.id, serverIds)).orderBy(servers.id),
    db.select().from(clients).where(eq(clients.gatewayId, gatewayId)).orderBy(clients.id),
    db.select().from(embeddingApps).where(eq(embeddingApps.gatewayId, gatewayId)).orderBy(embeddingApps.id),
    db
      .selectDistinct({ clientId: gateways.clientId })
      .from(gateways)
      .where(isNotNull(gateways.clientId))
      .orderBy(gateways.clientId),
    db
      .select({ customHost: attachments.customHost })
      .from(attachments)
      .where(isNotNull(attachments.customHost))
      .orderBy(attachments.customHost),
  ])
  const gateway = gatewayRows[0]
  return (
    gateway && {
      gateway,
      attachments: attachmentRows,
      servers: serverRows,
      clients: clientRows,
      embeddingApps: appRows,
      ownClientIds: idRows.flatMap((row) => row.clientId ?? []),
      customHosts: hostRows.flatMap((row) => row.customHost ?? []),
    }
  )
}
