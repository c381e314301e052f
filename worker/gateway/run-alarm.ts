// The one alarm of an object: what is due, and the end of one that nobody needs any longer (architecture.md §3.7).
import { isServerObject } from './address.ts'
import { endExpired } from './authorization/end-expired.ts'
import { NoSuchGatewayError } from './configuration/load-configuration.ts'
import { EXPIRY_RUN_MS, type ObjectParts } from './object-parts.ts'
import type { TimerName } from './timers.ts'

const RETRY_MS = 30_000

/** Runs what is due; a part that fails is tried again, and never holds up the others. */
export async function runAlarm(parts: ObjectParts): Promise<void> {
  const { timers } = parts
  const takenAt = Date.now()
  for (const timer of timers.takeDue(takenAt)) {
    try {
      timers.finish(timer, takenAt, await run(parts, timer))
    } catch (error) {
      console.error(
        JSON.stringify({ level: 'error', message: `timer ${timer} failed`, cause: String(error) }),
      )
    }
  }
  if (await isAbandoned(parts)) return forgetEverything(parts)
  timers.arm()
}

async function run(parts: ObjectParts, timer: TimerName): Promise<number | null> {
  switch (timer) {
    case 'vault':
      return parts.vault.runTimers()
    case 'expiry': {
      const next = await endExpired(parts, Date.now())
      return next === null ? null : Math.max(next + 1_000, Date.now() + EXPIRY_RUN_MS)
    }
    case 'outbox':
      return (await parts.outbox.flush()) ? null : Date.now() + RETRY_MS
  }
}

/** D1 has no such Gateway, nothing lives here, and neither the downstream nor the log waits for anything. */
async function isAbandoned({ id, vault, outbox, source }: ObjectParts): Promise<boolean> {
  // No row of `gateways` speaks about the object of a server; it is emptied when its server is deleted.
  if (isServerObject(id)) return false
  if (!vault.isIdle() || !(await outbox.flush())) return false
  try {
    await source.load()
    return false
  } catch (error) {
    return error instanceof NoSuchGatewayError && vault.isIdle()
  }
}

/** The instance is of no use afterwards; nobody calls a deleted Gateway, and the next one starts empty. */
async function forgetEverything({ storage }: ObjectParts): Promise<void> {
  await storage.deleteAlarm()
  await storage.deleteAll()
}
