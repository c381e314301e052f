// Reads log events newest first with filters, by keyset on (at, rowid): every index ends with the rowid, so one index
// gives the filter, the range and the order.
import { and, desc, eq, gte, isNotNull, isNull, lt, sql, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { getTableColumns } from 'drizzle-orm'
import { logEvents, type LogEventRow } from '../../schema/tables/log-events.ts'

export interface LogFilters {
  /** Inclusive, ms since 1970. */
  from?: number
  /** Exclusive. */
  to?: number
  requestId?: string
  serverId?: string
  gatewayId?: string
  attachmentId?: string
  tool?: string
  /** Or `unrecognised`: clients that were looked at and are no known agent. */
  agentId?: string
  userSubject?: string
  /** Whether it was proven or claimed; capitals of ASCII are as small letters. */
  userEmail?: string
  userDomain?: string
  userLevel?: Exclude<LogEventRow['userLevel'], null>
  clientId?: string
  outcome?: LogEventRow['outcome']
  guardrailOutcome?: string
  kind?: LogEventRow['kind']
}

export type FoundLogEvent = LogEventRow & { rowid: number }

type Equal = Exclude<keyof LogFilters, 'from' | 'to'>

const rowid = sql<number>`log_events.rowid`
const UNRECOGNISED = 'unrecognised'

/** Few events for a value before many: without statistics, SQLite would search by whichever it finds first. */
const MOST_SELECTIVE_FIRST = Object.keys({
  requestId: true,
  userEmail: true,
  userSubject: true,
  clientId: true,
  attachmentId: true,
  userDomain: true,
  tool: true,
  serverId: true,
  gatewayId: true,
  agentId: true,
  guardrailOutcome: true,
  outcome: true,
  userLevel: true,
  kind: true,
} satisfies Record<Equal, true>)

/** At most `limit` events before `before`, newest first. */
export function searchLogs(
  database: D1Database,
  filters: LogFilters,
  page: { before?: { at: number; rowid: number }; limit: number },
) {
  const { from, to, ...equals } = filters
  const [first, ...others] = Object.entries(equals)
    .filter((entry): entry is [Equal, string] => entry[1] !== undefined)
    .toSorted(([one], [other]) => MOST_SELECTIVE_FIRST.indexOf(one) - MOST_SELECTIVE_FIRST.indexOf(other))
  const conditions: (SQL | undefined)[] = [
    from === undefined ? undefined : gte(logEvents.at, from),
    to === undefined ? undefined : lt(logEvents.at, to),
    page.before && sql`(${logEvents.at}, ${rowid}) < (${page.before.at}, ${page.before.rowid})`,
    first && isEqual(...first),
    // Behind a plus a condition is not searched by.
    ...others.map(([field, value]) => sql`+(${isEqual(field, value)})`),
  ]
  return drizzle(database)
    .select({ ...getTableColumns(logEvents), rowid })
    .from(logEvents)
    .where(and(...conditions))
    .orderBy(desc(logEvents.at), desc(rowid))
    .limit(page.limit)
}

function isEqual(field: Equal, value: string): SQL | undefined {
  if (field === 'agentId' && value === UNRECOGNISED)
    return and(isNull(logEvents.agentId), eq(logEvents.agentRecognisedBy, 'none'))
  // As the index has it, with its condition.
  if (field === 'userEmail')
    return and(sql`lower(user_email) = lower(${value})`, isNotNull(logEvents.userEmail))
  return eq(logEvents[field], value)
}
