// What the hourly cron removes: sessions that ended, and keys and invitations that ended more than 400 days ago.
import { and, inArray, isNotNull, lt, or, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { apiKeys, invitations, sessions } from '../../schema/tables/index.ts'
import type { Env } from '../environment.ts'
import { HOUR_MS, SESSION_IDLE_MS } from './session-limits.ts'

const SHOWN_MS = 400 * 24 * HOUR_MS
/** Rows of one run; the rest waits for the next. */
const ROWS_MAX = 1_000

export async function pruneIdentity(env: Pick<Env, 'DB'>, now: number): Promise<void> {
  const database = drizzle(env.DB)
  const ended = database
    .select({ id: sessions.id })
    .from(sessions)
    .where(or(lt(sessions.expiresAt, now), lt(sessions.lastSeenAt, now - SESSION_IDLE_MS)))
    .limit(ROWS_MAX)
  const before = now - SHOWN_MS
  await database.batch([
    database.delete(sessions).where(inArray(sessions.id, ended)),
    database.delete(apiKeys).where(or(lt(apiKeys.revokedAt, before), lt(apiKeys.expiresAt, before))),
    database
      .delete(invitations)
      .where(
        or(
          lt(invitations.revokedAt, before),
          and(isNotNull(invitations.acceptedAt), lt(invitations.acceptedAt, before)),
          and(sql`${invitations.acceptedAt} IS NULL`, lt(invitations.expiresAt, before)),
        ),
      ),
  ])
}
