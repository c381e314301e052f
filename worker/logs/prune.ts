// Keeps logs within retention and row cap, in chunks, by cron (product.md §9).
import { settingsOf, type Env } from '../environment.ts'

const DAY_MS = 86_400_000
const CHUNK_ROWS = 5_000
/** Bounds one run; the next one goes on. */
const CHUNKS_MAX = 100

export interface Pruned {
  calls: number
  authorizations: number
  audit: number
  overCap: number
}

/** Calls have the shorter retention; authorization steps and admin changes have the audit's. */
export async function pruneLogs(env: Env, now: number): Promise<Pruned> {
  const { callRetentionDays, auditRetentionDays, logRowsMax } = settingsOf(env)
  const callsBefore = now - callRetentionDays * DAY_MS
  const auditBefore = now - auditRetentionDays * DAY_MS
  return {
    calls: await deleteInChunks(env.DB, 'log_events', "kind = 'call' AND at < ?1 ORDER BY at", callsBefore),
    authorizations: await deleteInChunks(
      env.DB,
      'log_events',
      "kind = 'authorization' AND at < ?1 ORDER BY at",
      auditBefore,
    ),
    audit: await deleteInChunks(env.DB, 'audit_events', 'at < ?1 ORDER BY at', auditBefore),
    overCap: await deleteOverCap(env.DB, logRowsMax),
  }
}

async function deleteInChunks(
  database: D1Database,
  table: 'log_events' | 'audit_events',
  condition: string,
  before: number,
): Promise<number> {
  const statement = database
    .prepare(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${condition} LIMIT ${CHUNK_ROWS})`,
    )
    .bind(before)
  let deleted = 0
  for (let chunk = 0; chunk < CHUNKS_MAX; chunk += 1) {
    const { meta } = await statement.run()
    deleted += meta.changes
    if (meta.changes < CHUNK_ROWS) break
  }
  return deleted
}

/** The oldest rows beyond the cap. Rows are counted only where the span of row numbers allows that there are too many. */
async function deleteOverCap(database: D1Database, rowsMax: number): Promise<number> {
  const span = await database
    .prepare('SELECT coalesce(max(rowid) - min(rowid) + 1, 0) AS rows FROM log_events')
    .first<number>('rows')
  if ((span ?? 0) <= rowsMax) return 0
  const rows = await database.prepare('SELECT count(*) AS rows FROM log_events').first<number>('rows')
  let excess = (rows ?? 0) - rowsMax
  let deleted = 0
  for (let chunk = 0; chunk < CHUNKS_MAX && excess > 0; chunk += 1) {
    const limit = Math.min(excess, CHUNK_ROWS)
    const { meta } = await database
      .prepare('DELETE FROM log_events WHERE rowid IN (SELECT rowid FROM log_events ORDER BY at LIMIT ?1)')
      .bind(limit)
      .run()
    deleted += meta.changes
    excess -= limit
  }
  return deleted
}
