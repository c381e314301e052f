// The Queue's consumer: events into D1. A message that cannot be stored never holds up the others.
import { logEvents } from '../../schema/tables/log-events.ts'
import type { Env } from '../environment.ts'
import type { LogEvent } from './event.ts'
import { insertEvents } from './insert-events.ts'

/** Never rejects. What D1 refuses for now comes again; what is no event is counted and let go. */
export async function consumeLogs(batch: MessageBatch<unknown>, env: Pick<Env, 'DB'>): Promise<void> {
  const good: { message: Message<unknown>; event: LogEvent }[] = []
  for (const message of batch.messages) {
    if (isLogEvent(message.body)) good.push({ message, event: message.body })
    else giveUp(message)
  }
  if (good.length === 0) return
  try {
    await insertEvents(
      env.DB,
      good.map(({ event }) => event),
    )
    for (const { message } of good) message.ack()
  } catch {
    for (const { message, event } of good) await consumeAlone(message, event, env)
  }
}

/** One by one, so that only what fails by itself is tried again. */
async function consumeAlone(message: Message<unknown>, event: LogEvent, env: Pick<Env, 'DB'>): Promise<void> {
  try {
    await insertEvents(env.DB, [event])
    message.ack()
  } catch (error) {
    console.error(
      JSON.stringify({
        level: 'error',
        message: 'log event not stored',
        attempts: message.attempts,
        cause: String(error).slice(0, 256),
      }),
    )
    message.retry({ delaySeconds: Math.min(2 ** message.attempts, 300) })
  }
}

function giveUp(message: Message<unknown>): void {
  console.error(JSON.stringify({ level: 'error', message: 'not a log event', id: message.id }))
  message.ack()
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
