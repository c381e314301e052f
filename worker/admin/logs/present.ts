import type { LogEvent } from '../../../schema/api/logs.ts'
import type { LogEventRow } from '../../../schema/tables/log-events.ts'

/** An event as admins see it. The id says where it was recorded: `<isolate>.<sequence>`. */
export function presentLogEvent({ isolate, sequence, ...event }: LogEventRow): LogEvent {
  return { id: `${isolate}.${sequence}`, ...event }
}

/** Undefined: no event can have this id. */
export function parseLogEventId(id: string): Pick<LogEventRow, 'isolate' | 'sequence'> | undefined {
  const [, isolate, sequence] = /^(.+)\.(\d{1,15})$/.exec(id) ?? []
  return isolate === undefined ? undefined : { isolate, sequence: Number(sequence) }
}
