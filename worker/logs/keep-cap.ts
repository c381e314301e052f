// Keeps the log within its cap of rows (product.md §9). Every minute: D1 holds the configuration too, and must not be
// full. Rows are counted only where there may be too many, because counting reads them all.
import { settingsOf, type Env } from '../environment.ts'

const CHUNK_ROWS = 5_000
/** Bounds one run: half a million rows, or 8,000 calls a second. */
const CHUNKS_MAX = 100
/** Of the cap, removed with what is beyond it: so that not every minute counts. */
const SLACK = 0.02

export const LAST_COUNT = 'log-count'
/** Row numbers say nothing about a log that was emptied or restored. */
const COUNT_HOLDS_SECONDS = 86_400

/** There were `rows`, and `newest` was the greatest row number; each row since then has a greater one. */
export interface LogCount {
  rows: number
  newest: number
}

/** Removes the oldest rows beyond the cap; answers how many. Two runs at a time remove nothing twice. */
export async function keepLogCap(env: Env): Promise<number> {
  const { logRowsMax } = settingsOf(env)
  const ends = await env.DB.prepare(
    'SELECT (SELECT max(rowid) FROM log_events) AS newest, (SELECT min(rowid) FROM log_events) AS oldest',
  ).first<{ newest: number | null; oldest: number | null }>()
  const { newest, oldest } = { newest: ends?.newest ?? 0, oldest: ends?.oldest ?? 1 }
  if (newest - oldest < logRowsMax) return 0
  const last = await env.KV.get<LogCount>(LAST_COUNT, 'json').catch(() => null)
  if (last && last.newest <= newest && last.rows + newest - last.newest <= logRowsMax) return 0

  const rows = (await env.DB.prepare('SELECT count(*) AS rows FROM log_events').first<number>('rows')) ?? 0
  const excess = rows <= logRowsMax ? 0 : rows - logRowsMax + Math.floor(logRowsMax * SLACK)
  const removed = excess === 0 ? 0 : await removeOldest(env.DB, Math.min(excess, CHUNK_ROWS * CHUNKS_MAX))
  const count: LogCount = { rows: rows - removed, newest }
  await env.KV.put(LAST_COUNT, JSON.stringify(count), { expirationTtl: COUNT_HOLDS_SECONDS })
  return removed
}

async function removeOldest(database: D1Database, rows: number): Promise<number> {
  const last = await database
    .prepare('SELECT at, rowid FROM log_events ORDER BY at, rowid LIMIT 1 OFFSET ?1')
    .bind(rows - 1)
    .first<{ at: number; rowid: number }>()
  if (!last) return 0
  const remove = database
    .prepare(
      `DELETE FROM log_events WHERE rowid IN (
         SELECT rowid FROM log_events WHERE (at, rowid) <= (?1, ?2) ORDER BY at, rowid LIMIT ${CHUNK_ROWS})`,
    )
    .bind(last.at, last.rowid)
  for (let removed = 0; ;) {
    const { meta } = await remove.run()
    removed += meta.changes
    if (meta.changes < CHUNK_ROWS) return removed
  }
}
