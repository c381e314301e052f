// The sign-in that a browser's cookie stands for. Asked of D1 each time: a session that was ended is gone at once.
import { and, eq, gt, lt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { members, sessions, type MemberRow, type SessionRow } from '../../schema/tables/index.ts'
import { sha256Base64url } from '../crypto/digest.ts'
import type { Env } from '../environment.ts'
import { SESSION_IDLE_MS, SESSION_TOUCH_MS } from './session-limits.ts'
import { sessionTokenOf } from './session-cookie.ts'
import type { SignedInUser } from './signed-in-user.ts'

export interface FoundSession {
  session: SessionRow
  /** Null: an ordinary user, without a role. */
  member: MemberRow | null
}

/** Undefined where there is no cookie, or its session was ended, idle for too long, or too old. */
export async function findSession(
  env: Pick<Env, 'DB'>,
  cookieHeader: string | null | undefined,
  now: number,
): Promise<FoundSession | undefined> {
  const token = sessionTokenOf(cookieHeader)
  if (token === undefined) return undefined
  const [found] = await drizzle(env.DB)
    .select({ session: sessions, member: members })
    .from(sessions)
    .leftJoin(members, and(eq(members.issuer, sessions.issuer), eq(members.subject, sessions.subject)))
    .where(
      and(
        eq(sessions.tokenHash, await sha256Base64url(token)),
        gt(sessions.expiresAt, now),
        gt(sessions.lastSeenAt, now - SESSION_IDLE_MS),
      ),
    )
  return found
}

/** Remembers that the session is used, at most once a minute. Undefined where there is nothing to write. */
export function touchSession(
  env: Pick<Env, 'DB'>,
  { id, lastSeenAt }: SessionRow,
  now: number,
): Promise<unknown> | undefined {
  if (lastSeenAt > now - SESSION_TOUCH_MS) return undefined
  return drizzle(env.DB)
    .update(sessions)
    .set({ lastSeenAt: now })
    .where(and(eq(sessions.id, id), lt(sessions.lastSeenAt, now)))
}

export function userOfSession(session: SessionRow): SignedInUser {
  const { issuer, subject, email, emailVerified, displayName } = session
  return {
    issuer,
    subject,
    email,
    emailVerified,
    displayName,
    method: 'oidc',
    sessionId: session.id,
    signedInAt: session.createdAt,
  }
}
