// Ends sessions, with one audit row; they hold no longer when the answer is there.
import { and, count, eq, sql, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { sessions } from '../../../schema/tables/sessions.ts'
import type { Env } from '../../environment.ts'
import { commitWrite } from '../commit-write.ts'
import type { Actor } from '../context.ts'

interface EndSessions {
  actor: Actor
  requestId: string
  person: { issuer: string; subject: string }
  /** One of them; all where it is left out. */
  sessionId?: string
}

/** How many ended. */
export async function endSessions(env: Env, end: EndSessions): Promise<number> {
  const { person, sessionId } = end
  const where: SQL = sql`${and(
    eq(sessions.issuer, person.issuer),
    eq(sessions.subject, person.subject),
    sessionId === undefined ? undefined : eq(sessions.id, sessionId),
  )}`
  const [found] = await drizzle(env.DB).select({ ended: count() }).from(sessions).where(where)
  const ended = found?.ended ?? 0
  if (ended === 0) return 0
  await commitWrite(env, {
    actor: end.actor,
    requestId: end.requestId,
    at: Date.now(),
    action: sessionId === undefined ? 'session.all_ended' : 'session.ended',
    resource: { kind: 'session', id: sessionId ?? `${person.issuer}#${person.subject}` },
    before: { ended },
    after: null,
    guard: sql`TRUE`,
    changes: [{ delete: sessions, where }],
  })
  return ended
}
