// Removes what is past its retention, in chunks, by the hourly cron (product.md §9). The cap: keep-cap.ts.
import { settingsOf, type Env } from '../environment.ts'

const DAY_MS = 86_400_000
const CHUNK_ROWS = 5_000
/** Bounds one run; the next one goes on. */
const CHUNKS_MAX = 100

export interface Pruned {
  calls: number
  authorizations: number
  audit: number
}

/** Calls have the shorter retention; authorization steps and admin changes have the audit's. */
export async function pruneLogs(env: Env, now: number): Promise<Pruned> {
  const { callRetentionDays, auditRetentionDays } = settingsOf(env)
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
