// The cookies of a sign-in. `__Host-` binds them to one host, whole and https; browsers keep them on http loopback too.
// `Lax`, because a person comes back from the sign-in server, and to a page from a link, by a cross-site navigation.
import { parse, serialize } from 'hono/utils/cookie'
import { sha256Hex } from '../crypto/digest.ts'
import { randomToken } from '../crypto/random-id.ts'

export const SESSION_COOKIE = '__Host-limen-session'

const ATTRIBUTES = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const
/** The prefix by which logs recognise credentials (`worker/logs/redact.ts`). */
const SESSION_TOKEN = /^lmn_ses_[\w-]{43}$/

export function newSessionToken(): string {
  return `lmn_ses_${randomToken(32)}`
}

/** The session token of a request, where it has the form of one. */
export function sessionTokenOf(cookieHeader: string | null | undefined): string | undefined {
  const token = readCookie(cookieHeader, SESSION_COOKIE)
  return token !== undefined && SESSION_TOKEN.test(token) ? token : undefined
}

export function readCookie(header: string | null | undefined, name: string): string | undefined {
  return header ? parse(header, name)[name] : undefined
}

/** A `Set-Cookie` value; `maxAgeSeconds` 0 takes the cookie away. */
export function cookieOf(name: string, value: string, maxAgeSeconds: number): string {
  return serialize(name, value, { ...ATTRIBUTES, maxAge: maxAgeSeconds })
}

/** One cookie for each sign-in under way, so that two tabs do not disturb each other. */
export async function transactionCookieName(state: string): Promise<string> {
  return `__Host-limen-sign-in-${(await sha256Hex(state)).slice(0, 16)}`
}
