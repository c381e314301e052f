// Reads log events newest first with filters, by keyset on (at, rowid): every index ends with the rowid, so one index
// gives the filter, the range and the order.
import { and, desc, eq, gte, isNull, lt, sql, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { getTableColumns } from 'drizzle-orm'
import { logEvents, type LogEventRow } from '../../schema/tables/log-events.ts'

export interface LogFilters {
  /** Inclusive, ms since 1970. */
  from?: number
  /** Exclusive. */
  to?: number
  serverId?: string
  gatewayId?: string
  attachmentId?: string
  tool?: string
  /** Or `unrecognised`: clients that were looked at and are no known agent. */
  agentId?: string
  userSubject?: string
  userDomain?: string
  clientId?: string
  outcome?: LogEventRow['outcome']
  guardrailOutcome?: string
  kind?: LogEventRow['kind']
}

export type FoundLogEvent = LogEventRow & { rowid: number }

const rowid = sql<number>`log_events.rowid`
const UNRECOGNISED = 'unrecognised'

/** At most `limit` events before `before`, newest first. */
export function searchLogs(
  database: D1Database,
  filters: LogFilters,
  page: { before?: { at: number; rowid: number }; limit: number },
) {
  const { from, to, ...equals } = filters
  const conditions: (SQL | undefined)[] = [
    from === undefined ? undefined : gte(logEvents.at, from),
    to === undefined ? undefined : lt(logEvents.at, to),
    page.before && sql`(${logEvents.at}, ${rowid}) < (${page.before.at}, ${page.before.rowid})`,
    ...Object.entries(equals).map(([field, value]) =>
      value === undefined ? undefined : isEqual(field as keyof typeof equals, value),
    ),
  ]
  return drizzle(database)
    .select({ ...getTableColumns(logEvents), rowid })
    .from(logEvents)
    .where(and(...conditions))
    .orderBy(desc(logEvents.at), desc(rowid))
    .limit(page.limit)
}

function isEqual(field: Exclude<keyof LogFilters, 'from' | 'to'>, value: string): SQL | undefined {
  if (field === 'agentId' && value === UNRECOGNISED)
    return and(isNull(logEvents.agentId), eq(logEvents.agentRecognisedBy, 'none'))
  return eq(logEvents[field], value)
}
