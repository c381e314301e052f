// Puts events on the Queue. A message is the JSON text of many events, because each message costs far more than its
// text; messages and batches stay within the Queue's limits (128 KB, 256 KB).
import type { LogEvent } from './event.ts'

export type LogQueue = Pick<Queue<string>, 'sendBatch'>

/** A character is at most three bytes of UTF-8. */
const MESSAGE_CHARS_MAX = 40_000
const MESSAGES_MAX = 2

/** Rejects with what the Queue says; the caller decides what becomes of the events. */
export async function sendEvents(queue: LogQueue, events: readonly LogEvent[]): Promise<void> {
  const messages = pagesOf(events).map((body) => ({ body, contentType: 'text' as const }))
  for (let from = 0; from < messages.length; from += MESSAGES_MAX) {
    await queue.sendBatch(messages.slice(from, from + MESSAGES_MAX))
  }
}

function pagesOf(events: readonly LogEvent[]): string[] {
  const pages: string[] = []
  let page = ''
  for (const event of events) {
    const text = fitting(event)
    if (page !== '' && page.length + text.length > MESSAGE_CHARS_MAX) {
      pages.push(`[${page}]`)
      page = ''
    }
    page += page === '' ? text : `,${text}`
  }
  if (page !== '') pages.push(`[${page}]`)
  return pages
}

/** Only findings of guardrails can be too long. */
function fitting(event: LogEvent): string {
  const text = JSON.stringify(event)
  if (text.length <= MESSAGE_CHARS_MAX) return text
  return JSON.stringify({ ...event, guardrailFindings: [{ note: 'findings were too long to keep' }] })
}
