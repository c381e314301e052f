// The shape of a log event, one for each call and each authorization step (product.md §9).
import type { LogEventRow } from '../../schema/tables/log-events.ts'

/** A complete event as it travels through the Queue. Optional columns are null, never absent. */
export type LogEvent = LogEventRow

/** What a caller says; isolate and sequence are added by the recorder, everything left out becomes null. */
export type LogEntry = Pick<LogEvent, 'kind' | 'requestId' | 'outcome' | 'at'> &
  Partial<Omit<LogEvent, 'isolate' | 'sequence'>>
