// A new session for whoever just signed in, with its audit row; the browser's former one ends.
import type { Context } from 'hono'
import { and, eq, sql } from 'drizzle-orm'
import { members, sessions, type SessionRow } from '../../../schema/tables/index.ts'
import { sha256Base64url } from '../../crypto/digest.ts'
import { randomId } from '../../crypto/random-id.ts'
import type { Identity } from '../../gateway/contract.ts'
import { findMember } from '../../identity/find-member.ts'
import { userOfSession } from '../../identity/find-session.ts'
import { newSessionToken, sessionTokenOf } from '../../identity/session-cookie.ts'
import { SESSION_MAX_MS, SESSIONS_PER_PERSON_MAX } from '../../identity/session-limits.ts'
import { actorOfUser } from '../actors.ts'
import { commitWrite, type Change } from '../commit-write.ts'
import type { AdminEnv } from '../context.ts'

/** Answers the session's token, for the cookie: the table holds its hash. */
export async function issueSession(
  c: Context<AdminEnv>,
  identity: Identity,
  { isFresh, now }: { isFresh: boolean; now: number },
): Promise<string> {
  const token = newSessionToken()
  const row: SessionRow = {
    id: randomId('ses'),
    tokenHash: await sha256Base64url(token),
    issuer: identity.issuer,
    subject: identity.subject,
    email: identity.email?.toLowerCase() ?? null,
    emailVerified: identity.emailVerified,
    displayName: identity.displayName,
    userAgent: c.req.header('user-agent')?.slice(0, 256) ?? null,
    isFresh,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + SESSION_MAX_MS,
  }
  const member = await findMember(c.env, row)
  const { issuer, subject, email, emailVerified } = row
  await commitWrite(c.env, {
    actor: actorOfUser(userOfSession(row), member, row.expiresAt),
    requestId: c.get('requestId'),
    at: now,
    action: 'session.created',
    resource: { kind: 'session', id: row.id },
    before: null,
    after: { issuer, subject, email, emailVerified, method: 'oidc' },
    guard: sql`TRUE`,
    changes: [
      ...(await formerSession(c)),
      { insert: sessions, row: { ...row } },
      ofMember(row),
      surplus(row),
    ],
  })
  return token
}

/** A sign-in never goes on in the session that was there before it. */
async function formerSession(c: Context<AdminEnv>): Promise<Change[]> {
  const token = sessionTokenOf(c.req.header('cookie'))
  if (token === undefined) return []
  return [{ delete: sessions, where: eq(sessions.tokenHash, await sha256Base64url(token)) }]
}

/** What the issuer says now about a member; the e-mail only where it vouches for it. */
function ofMember({ issuer, subject, email, emailVerified, displayName, createdAt }: SessionRow): Change {
  const where = sql`${and(eq(members.issuer, issuer), eq(members.subject, subject))}`
  const vouched = email !== null && emailVerified ? { email } : {}
  return { update: members, set: { lastSignInAt: createdAt, displayName, ...vouched }, where }
}

/** The least recently used ones beyond the limit. */
function surplus({ issuer, subject }: SessionRow): Change {
  const isOwn = sql`issuer = ${issuer} AND subject = ${subject}`
  const kept = sql`SELECT id FROM sessions WHERE ${isOwn} ORDER BY last_seen_at DESC, created_at DESC LIMIT ${SESSIONS_PER_PERSON_MAX}`
  return { delete: sessions, where: sql`${isOwn} AND id NOT IN (${kept})` }
}
