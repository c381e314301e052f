// Before a storage is put back: what was recorded is sent, what must stay true is collected, and the present storage
// learns of the order, so that only an older one carries it out. Then it stops, and only then it goes back.
import { RestoreWaitingError, type ConfigurationSource } from '../configuration/load-configuration.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { collectKept } from './collect-kept.ts'
import type {
  PreparedRestore,
  RestoreOutcome,
  RestoreRequest,
  ScheduledRestore,
  StoodStill,
} from './contract.ts'
import { findRestoreResult, knowsRestore, rememberRestore } from './restore-facts.ts'

/** How long nothing is answered: whatever breaks meanwhile, the object goes on then. */
const STOPPED_MS = {
  platform: 30_000,
  /** Until an operator has stopped the deployment. */
  replaced: 10 * 60_000,
} as const

interface Parts {
  storage: DurableObjectStorage
  outbox: Outbox
  source: ConfigurationSource
}

export class RestoreSteps {
  readonly #parts: Parts
  /** The order that was prepared last: none before it goes on. */
  #current: string | undefined
  /** The order is being given: its next step is due before then. */
  #preparedUntil = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async prepare(request: RestoreRequest): Promise<PreparedRestore> {
    const { storage, outbox, source } = this.#parts
    if (await isWaiting(source)) return { ok: false, reason: 'restore_waits' }
    let bookmark = request.bookmark
    if (request.storage === 'platform' && bookmark === null) {
      const found = await findBookmark(storage, request.restoredTo)
      if (!found.ok) return found
      bookmark = found.bookmark
    }
    if (!(await outbox.flush())) return { ok: false, reason: 'log_waits' }
    const kept = collectKept(storage.sql, request.since, Date.now())
    if (!kept) return { ok: false, reason: 'too_much' }
    this.#current = request.restoreId
    this.#preparedUntil = Date.now() + STOPPED_MS.platform
    source.goOn()
    rememberRestore(storage.sql, request.restoreId, null)
    await storage.sync()
    return { ok: true, bookmark, kept }
  }

  /**
   * From here on nothing is answered and nothing is recorded (`checkGoing`), so that nothing ends and nothing is used
   * that the order does not know.
   */
  async standStill({
    restoreId,
    storage: kind,
    since,
  }: Pick<RestoreRequest, 'restoreId' | 'storage' | 'since'>): Promise<StoodStill> {
    const { storage, outbox, source } = this.#parts
    if (this.#current !== restoreId) return { ok: false, detail: OVERTAKEN }
    this.#preparedUntil = 0
    const at = Date.now()
    source.stop(at + STOPPED_MS[kind])
    try {
      // The first may have been under way, and have missed the last event.
      if (!(await outbox.flush()) || !(await outbox.flush()))
        throw new Error('The log of this Gateway cannot be written now.')
      const kept = collectKept(storage.sql, since, at)
      if (!kept) throw new Error('Too much has ended meanwhile.')
      await storage.sync()
      return {
        ok: true,
        kept,
        at,
        undoBookmark: kind === 'platform' ? await storage.getCurrentBookmark() : null,
      }
    } catch (error) {
      source.goOn()
      return { ok: false, detail: textOf(error) }
    }
  }

  async findOutcome(restoreId: string): Promise<RestoreOutcome> {
    const { storage, source } = this.#parts
    // Not `load`: a copy of the configuration says nothing of an order that came after it.
    if (!knowsRestore(storage.sql, restoreId)) await source.reload().catch(() => undefined)
    const result = findRestoreResult(storage.sql, restoreId)
    if (result) return { state: 'applied', result }
    if (!knowsRestore(storage.sql, restoreId)) return { state: 'waiting' }
    const until = source.stoppedUntil
    if (until !== null) return { state: 'stopped', until }
    return { state: Date.now() < this.#preparedUntil ? 'waiting' : 'unused' }
  }

  async schedule(restoreId: string, bookmark: string): Promise<ScheduledRestore> {
    const { storage, source } = this.#parts
    if (this.#current !== restoreId || !source.isStopped) return { ok: false, detail: OVERTAKEN }
    try {
      await storage.onNextSessionRestoreBookmark(bookmark)
      return { ok: true }
    } catch (error) {
      source.goOn()
      return { ok: false, detail: textOf(error) }
    }
  }
}

const OVERTAKEN = 'It took too long, or another order to put this Gateway back came in between.'

/** An earlier order is not carried out yet: what this storage holds is not the truth. */
async function isWaiting(source: ConfigurationSource): Promise<boolean> {
  if (source.isStopped) return false
  return source.load().then(
    () => false,
    (error: unknown) => error instanceof RestoreWaitingError,
  )
}

type Found = { ok: true; bookmark: string } | Extract<PreparedRestore, { ok: false }>

/** workerd outside of Cloudflare has the methods and says so when they are called. */
async function findBookmark(storage: DurableObjectStorage, at: number): Promise<Found> {
  try {
    return { ok: true, bookmark: await storage.getBookmarkForTime(at) }
  } catch (error) {
    const detail = textOf(error)
    return /does not implement point-in-time recovery/.test(detail)
      ? { ok: false, reason: 'no_history' }
      : { ok: false, reason: 'refused', detail }
  }
}

function textOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 256)
}
