// The Queue's consumer: events into D1. A message that cannot be stored never holds up the others.
import { logEvents } from '../../schema/tables/log-events.ts'
import type { Env } from '../environment.ts'
import type { LogEvent } from './event.ts'
import { insertEvents } from './insert-events.ts'

/** With the `max_retries` of wrangler.toml, D1 may be away for about four days before an event is lost. */
const RETRY_SECONDS_MAX = 3_600

/** Never rejects. What D1 refuses for now comes again; what is no event is counted and let go. */
export async function consumeLogs(batch: MessageBatch<unknown>, env: Pick<Env, 'DB'>): Promise<void> {
  const good: { message: Message<unknown>; events: LogEvent[] }[] = []
  for (const message of batch.messages) {
    const events = parseEvents(message)
    if (events.length > 0) good.push({ message, events })
    else message.ack()
  }
  if (good.length === 0) return
  try {
    await insertEvents(
      env.DB,
      good.flatMap(({ events }) => events),
    )
    for (const { message } of good) message.ack()
  } catch {
    for (const { message, events } of good) await consumeAlone(message, events, env)
  }
}

/** One by one, so that only what fails by itself is tried again. */
async function consumeAlone(
  message: Message<unknown>,
  events: LogEvent[],
  env: Pick<Env, 'DB'>,
): Promise<void> {
  try {
    await insertEvents(env.DB, events)
    message.ack()
  } catch (error) {
    console.error(
      JSON.stringify({
        level: 'error',
        message: 'log events not stored',
        events: events.length,
        attempts: message.attempts,
        cause: String(error).slice(0, 256),
      }),
    )
    message.retry({ delaySeconds: Math.min(2 ** message.attempts, RETRY_SECONDS_MAX) })
  }
}

/** The events of one message; whatever else it holds is named in the log and let go. */
function parseEvents(message: Message<unknown>): LogEvent[] {
  const values = parseArray(message.body)
  const events = values?.filter(isLogEvent) ?? []
  if (!values || events.length < values.length) {
    const lost = (values?.length ?? 1) - events.length
    console.error(JSON.stringify({ level: 'error', message: 'not a log event', id: message.id, lost }))
  }
  return events
}

function parseArray(body: unknown): unknown[] | undefined {
  if (typeof body !== 'string') return undefined
  try {
    const value: unknown = JSON.parse(body)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

const outcomes: readonly unknown[] = logEvents.outcome.enumValues
const kinds: readonly unknown[] = logEvents.kind.enumValues

function isLogEvent(body: unknown): body is LogEvent {
  if (typeof body !== 'object' || body === null) return false
  const event = body as Partial<Record<keyof LogEvent, unknown>>
  return (
    typeof event.isolate === 'string' &&
    event.isolate !== '' &&
    Number.isSafeInteger(event.sequence) &&
    Number.isSafeInteger(event.at) &&
    typeof event.requestId === 'string' &&
    kinds.includes(event.kind) &&
    outcomes.includes(event.outcome)
  )
}
