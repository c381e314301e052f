// How many events were lost: numbers missing in the sequences of isolates and of objects (P5).

/**
 * Looks at isolates born, and at what objects recorded, at or after `since` (ms since 1970; choose a moment within the
 * retention of calls, so that nothing of them was pruned by age).
 */
export async function countGaps(database: D1Database, since: number): Promise<number> {
  const oldest = await database.prepare('SELECT min(at) AS at FROM log_events').first<number>('at')
  if (oldest === null) return 0
  // The row cap prunes the oldest first: what was born before the oldest row may have lost rows to it.
  const begin = Math.max(since, oldest)
  const [ofIsolates, ofObjects] = await Promise.all([
    countOfIsolates(database, begin),
    countOfObjects(database, begin),
  ])
  return ofIsolates + ofObjects
}

/** An isolate's id begins with its birth in base 36, so that a missing first number is known to be a loss. */
async function countOfIsolates(database: D1Database, begin: number): Promise<number> {
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

/** -Infinity for ids without a birth, which objects have. */
function birthOf(isolate: string): number {
  const birth = /^([0-9a-z]{8,})-/.exec(isolate)?.[1]
  return birth === undefined ? Number.NEGATIVE_INFINITY : Number.parseInt(birth, 36)
}

export const OBJECT_GAPS_SQL = `SELECT coalesce(sum(last - rows - coalesce(
    (SELECT max(before.sequence) FROM log_events AS before
     WHERE before.isolate = recent.isolate AND before.sequence < first), first - 1)), 0) AS lost
  FROM (SELECT isolate, min(sequence) AS first, max(sequence) AS last, count(*) AS rows
    FROM log_events INDEXED BY log_events_by_kind
    WHERE kind = 'authorization' AND at >= ?1 AND isolate >= 'do:' AND isolate < 'do;'
    GROUP BY isolate) AS recent`

/** An object lives for years: its numbers follow the one before them, if that is still kept, and begin anywhere. */
async function countOfObjects(database: D1Database, begin: number): Promise<number> {
  return (await database.prepare(OBJECT_GAPS_SQL).bind(begin).first<number>('lost')) ?? 0
}
