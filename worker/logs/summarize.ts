// Counts of calls per server and hour: one question over the index of kind and time.
export interface CallCounts {
  calls: number
  errors: number
  refused: number
}

export interface CountedHour extends CallCounts {
  serverId: string | null
  /** The beginning of the hour, ms since 1970. */
  hour: number
}

/** What the runtime or its answer was to blame for. */
const ERRORS = ['tool_error', 'runtime_error', 'truncated', 'timeout', 'too_large']
/** What Limen did not let through. */
const REFUSED = ['refused', 'blocked']
const HOUR_MS = 3_600_000

export const SUMMARY_SQL = `SELECT server_id AS serverId, at / ${HOUR_MS} * ${HOUR_MS} AS hour, count(*) AS calls,
  sum(outcome IN (${listOf(ERRORS)})) AS errors, sum(outcome IN (${listOf(REFUSED)})) AS refused
  FROM log_events INDEXED BY log_events_by_kind WHERE kind = 'call' AND at >= ?1 AND at < ?2
  GROUP BY server_id, hour`

/** Calls in `[from, to)`, ms since 1970. */
export async function summarizeCalls(database: D1Database, from: number, to: number): Promise<CountedHour[]> {
  const { results } = await database.prepare(SUMMARY_SQL).bind(from, to).all<CountedHour>()
  return results
}

function listOf(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ')
}
