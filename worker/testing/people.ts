// People at the admin plane for tests: members of each role and users without one, with a session each.
import { drizzle } from 'drizzle-orm/d1'
import type { Role } from '../../schema/api/permissions.ts'
import { members, sessions } from '../../schema/tables/index.ts'
import { sha256Base64url } from '../crypto/digest.ts'
import { randomId } from '../crypto/random-id.ts'
import type { Env } from '../environment.ts'
import { newSessionToken, SESSION_COOKIE } from '../identity/session-cookie.ts'
import { admin, testEnv, type AdminAnswer, type AdminCall } from './admin-client.ts'

export const ORIGIN = 'http://127.0.0.1:8787'
export const ISSUER = 'https://login.test.dev'

let serial = 0

export interface Person {
  issuer: string
  subject: string
  email: string
  /** Null: signed in, but no member. */
  memberId: string | null
  sessionId: string
  cookie: string
  /** A request of this person's browser, from the dashboard's page. */
  ask: (method: string, path: string, call?: AdminCall) => Promise<AdminAnswer>
}

interface PersonOptions {
  emailVerified?: boolean
  email?: string
  env?: Env
}

/** Somebody signed in, a member where a role is given. */
export async function personOf(role: Role | null, options: PersonOptions = {}): Promise<Person> {
  serial += 1
  const env = options.env ?? testEnv
  const subject = `usr_${serial}`
  const email = options.email ?? `person-${serial}@example.com`
  const now = Date.now()
  const database = drizzle(env.DB)
  const memberId = role === null ? null : randomId('mem')
  if (role !== null && memberId !== null) {
    await database
      .insert(members)
      .values({ id: memberId, issuer: ISSUER, subject, email, role, createdAt: now, updatedAt: now })
  }
  const token = newSessionToken()
  const sessionId = randomId('ses')
  await database.insert(sessions).values({
    id: sessionId,
    tokenHash: await sha256Base64url(token),
    issuer: ISSUER,
    subject,
    email,
    emailVerified: options.emailVerified ?? true,
    displayName: `Person ${serial}`,
    userAgent: 'test browser',
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + 7 * 24 * 3_600_000,
  })
  const cookie = `${SESSION_COOKIE}=${token}`
  return {
    issuer: ISSUER,
    subject,
    email,
    memberId,
    sessionId,
    cookie,
    ask: (method, path, call = {}) =>
      admin(method, path, {
        env,
        secret: null,
        ...call,
        headers: { cookie, origin: ORIGIN, ...call.headers },
      }),
  }
}

/** No member and nobody signed in. */
export async function forgetPeople(env: Env = testEnv): Promise<void> {
  await env.DB.batch(
    ['members', 'sessions', 'api_keys', 'invitations'].map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
  )
}
