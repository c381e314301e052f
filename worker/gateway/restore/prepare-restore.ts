// Before a storage is put back: what was recorded is sent, what must stay true is collected, and the present storage
// learns of the order, so that only an older one carries it out.
import type { ConfigurationSource } from '../configuration/load-configuration.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { collectKept } from './collect-kept.ts'
import type { PreparedRestore, RestoreRequest, ScheduledRestore } from './contract.ts'
import { rememberRestore } from './restore-facts.ts'

/** Longer than it takes to go back. Whatever breaks meanwhile, the object goes on then. */
const STOPPED_MS = 30_000

interface Parts {
  storage: DurableObjectStorage
  outbox: Outbox
  source: ConfigurationSource
}

export async function prepareRestore(parts: Parts, request: RestoreRequest): Promise<PreparedRestore> {
  const { storage, outbox } = parts
  let bookmark = request.bookmark
  if (request.storage === 'platform' && bookmark === null) {
    const found = await findBookmark(storage, request.restoredTo)
    if (!found.ok) return found
    bookmark = found.bookmark
  }
  if (!(await outbox.flush())) return { ok: false, reason: 'log_waits' }
  const kept = collectKept(storage.sql, request.since, Date.now())
  if (!kept) return { ok: false, reason: 'too_much' }
  rememberRestore(storage.sql, request.restoreId, null)
  await storage.sync()
  return { ok: true, bookmark, kept }
}

/**
 * From here on nothing is answered and nothing is recorded (`checkGoing`), so that nothing ends and nothing is used that
 * the order does not know.
 */
export async function scheduleRestore(
  { storage, outbox, source }: Parts,
  bookmark: string,
  since: number,
): Promise<ScheduledRestore> {
  const at = Date.now()
  source.stop(at + STOPPED_MS)
  // The first may have been under way, and have missed the last event.
  if (!(await outbox.flush()) || !(await outbox.flush())) {
    source.goOn()
    return { ok: false, detail: 'The log of this Gateway cannot be written now.' }
  }
  const kept = collectKept(storage.sql, since, at)
  try {
    return { ok: true, kept, undoBookmark: await storage.onNextSessionRestoreBookmark(bookmark), at }
  } catch (error) {
    source.goOn()
    return { ok: false, detail: textOf(error) }
  }
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
