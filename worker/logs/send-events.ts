// Puts events on the Queue within its limits: 100 messages and 256 KB a batch.
import type { Env } from '../environment.ts'
import type { LogEvent } from './event.ts'

const MESSAGES_MAX = 100
/** Below the Queue's 256 KB, which counts its own overhead too. */
const BATCH_CHARS_MAX = 120_000
/** Below the Queue's 128 KB; only findings of guardrails can be that long. */
const MESSAGE_CHARS_MAX = 60_000

/** Rejects with what the Queue says; the caller decides what becomes of the events. */
export async function sendEvents(env: Pick<Env, 'LOG_QUEUE'>, events: readonly LogEvent[]): Promise<void> {
  let batch: { body: LogEvent; contentType: 'json' }[] = []
  let chars = 0
  for (const event of events) {
    const { body, length } = fitting(event)
    if (batch.length === MESSAGES_MAX || (batch.length > 0 && chars + length > BATCH_CHARS_MAX)) {
      await env.LOG_QUEUE.sendBatch(batch)
      batch = []
      chars = 0
    }
    batch.push({ body, contentType: 'json' })
    chars += length
  }
  if (batch.length > 0) await env.LOG_QUEUE.sendBatch(batch)
}

function fitting(event: LogEvent): { body: LogEvent; length: number } {
  const { length } = JSON.stringify(event)
  if (length <= MESSAGE_CHARS_MAX) return { body: event, length }
  const body = { ...event, guardrailFindings: [{ note: 'findings were too long to keep' }] }
  return { body, length: JSON.stringify(body).length }
}
