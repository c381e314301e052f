// How many events were lost: numbers missing in the sequences of isolates (P5).

/**
 * Looks at isolates born at or after `since` (ms since 1970; choose a moment within the retention of calls, so that
 * nothing of them was pruned by age). An isolate's id begins with its birth in base 36, so that a missing first number
 * is known to be a loss.
 */
export async function countGaps(database: D1Database, since: number): Promise<number> {
  const oldest = await database.prepare('SELECT min(at) AS at FROM log_events').first<number>('at')
  if (oldest === null) return 0
  // The row cap prunes the oldest first: what was born before the oldest row may have lost rows to it.
  const begin = Math.max(since, oldest)
  // Births have one length until 2059, so that the primary key gives the range.
  const { results } = await database
    .prepare(
      'SELECT isolate, max(sequence) AS last, count(*) AS rows FROM log_events WHERE isolate >= ? GROUP BY isolate',
    )
    .bind(begin.toString(36).padStart(8, '0'))
    .all<{ isolate: string; last: number; rows: number }>()
  return results
    .filter(({ isolate }) => birthOf(isolate) >= begin)
    .reduce((lost, { last, rows }) => lost + (last + 1 - rows), 0)
}

/** -Infinity for ids without a birth: objects deliver durably and number from wherever they like. */
function birthOf(isolate: string): number {
  const birth = /^([0-9a-z]{8,})-/.exec(isolate)?.[1]
  return birth === undefined ? Number.NEGATIVE_INFINITY : Number.parseInt(birth, 36)
}
