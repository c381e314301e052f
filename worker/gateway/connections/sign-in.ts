// The sign-in to *My connections*: a start at the dashboard, the downstream login on the main host, where the callback is,
// and a one-time code back to the browser that started (product.md §5).
import { isEqualSecret, sha256Base64url } from '../../crypto/digest.ts'
import { randomToken } from '../../crypto/random-id.ts'
import type { DownstreamProfile, PendingAuthorization } from '../../downstream/contract.ts'
import { finishAuthorization } from '../../downstream/finish-authorization.ts'
import { startAuthorization } from '../../downstream/start-authorization.ts'
import { loadProfile } from '../authorization/begin-sign-in.ts'
import { BLOCKED_USER, isBlockedUser } from '../authorization/blocked-users.ts'
import type { OAuthCall, PageAnswer } from '../authorization/contract.ts'
import { checkCallback } from '../authorization/callback.ts'
import type { AuthorizationParts } from '../authorization/parts.ts'
import { recordStep } from '../authorization/record-step.ts'
import { PageRefusal } from '../authorization/refusal.ts'
import type { Identity } from '../contract.ts'
import { isOwnBrowser, ownCookie } from '../own-sign-ins/own-cookie.ts'
import { findStep, putStep, takeStep } from '../own-sign-ins/sealed-steps.ts'
import type { ConnectionsSession, ConnectionsStart } from './contract.ts'
import { guardConnections } from './guard.ts'

const SIGN_IN_MS = 10 * 60_000
const CODE_MS = 60_000
/** Short: a person looks, ends something, and leaves. */
const SESSION_MS = 30 * 60_000
const PENDING_MAX = 10_000

interface SignIn {
  pending: PendingAuthorization
  start: Omit<ConnectionsStart, 'address'>
}

interface Code {
  identity: Identity
  challenge: string
}

export async function startConnections(
  parts: AuthorizationParts,
  { address, ...start }: ConnectionsStart,
): Promise<string | null> {
  const now = Date.now()
  if (parts.limits.authorize.decide(address, now) !== 'allowed') return null
  if (countPending(parts.storage.sql, now) >= PENDING_MAX) return null
  const handle = randomToken()
  await putStep(parts, 'connections_start', handle, start, now + SIGN_IN_MS)
  return handle
}

export function openConnections(parts: AuthorizationParts, call: OAuthCall): Promise<PageAnswer> {
  return guardConnections(parts, call, async (gateway) => {
    const asked = new URLSearchParams(call.query).get('handle') ?? ''
    const start = await takeStep<SignIn['start']>(parts, 'connections_start', asked)
    if (!start) throw tooLate()
    const profile = identityProfile(await loadProfile(parts, { gateway }))
    const handle = randomToken()
    const started = await startAuthorization(profile, {
      state: `${gateway.id}:c.${handle}`,
      scopes: [],
      isIdentityOnly: true,
    })
    const signIn: SignIn = { pending: started.pending, start }
    await putStep(parts, 'connections_sign_in', handle, signIn, Date.now() + SIGN_IN_MS)
    const cookie = await ownCookie('sign-in', handle, SIGN_IN_MS / 1_000)
    return { kind: 'moved', location: started.location, cookies: [cookie] }
  })
}

/** The downstream's answer. Nothing but the identity is kept of it. */
export function answerConnectionsCallback(parts: AuthorizationParts, call: OAuthCall): Promise<PageAnswer> {
  return guardConnections(parts, call, async (gateway) => {
    const { handle } = checkCallback(call.query)
    if (!(await isOwnBrowser(call.cookie, 'sign-in', handle))) {
      throw new PageRefusal('other_browser', 'This sign-in was not started in this browser.')
    }
    const signIn = await takeStep<SignIn>(parts, 'connections_sign_in', handle)
    if (!signIn) throw tooLate()
    const profile = identityProfile(await loadProfile(parts, { gateway }))
    const query = new URLSearchParams(call.query)
    const { identity } = await finishAuthorization(profile, signIn.pending, query, parts.io)
    if (isBlockedUser(parts.storage.sql, identity)) throw new PageRefusal('other_account', BLOCKED_USER)
    const code = randomToken()
    const value: Code = { identity, challenge: signIn.start.challenge }
    await putStep(parts, 'connections_code', code, value, Date.now() + CODE_MS)
    const location = new URL(signIn.start.finishUrl)
    location.searchParams.set('code', code)
    recordStep(parts, call, undefined, 'connections', { outcome: 'ok', status: 302, identity })
    return { kind: 'moved', location: location.href, cookies: [await ownCookie('sign-in', handle, 0)] }
  })
}

export async function finishConnections(
  parts: AuthorizationParts,
  code: string,
  verifier: string,
): Promise<(ConnectionsSession & { token: string }) | null> {
  const known = await findStep<Code>(parts, 'connections_code', code)
  // A code that was shown to another browser stays good for its own.
  if (!known || !(await isEqualSecret(await sha256Base64url(verifier), known.challenge))) return null
  const taken = await takeStep<Code>(parts, 'connections_code', code)
  if (!taken || isBlockedUser(parts.storage.sql, taken.identity)) return null
  const token = randomToken()
  const expiresAt = Date.now() + SESSION_MS
  const session: ConnectionsSession = { identity: taken.identity, expiresAt }
  await putStep(parts, 'connections_session', token, session, expiresAt)
  return { ...session, token }
}

/** A token that is good for the API alone says nothing at userinfo, so the API is not named where nothing needs it. */
function identityProfile(profile: DownstreamProfile): DownstreamProfile {
  const { source } = profile.gateway.identity
  if (source === 'access_token' || source === 'introspection') return profile
  return { ...profile, gateway: { ...profile.gateway, resource: null, audience: null } }
}

function tooLate(): PageRefusal {
  return new PageRefusal('expired', 'This sign-in is older than ten minutes or was already finished.')
}

function countPending(sql: SqlStorage, now: number): number {
  return sql
    .exec<{ pending: number }>(
      `SELECT count(*) AS pending FROM sealed_steps
       WHERE kind IN ('connections_start', 'connections_sign_in') AND expires_at > ?`,
      now,
    )
    .one().pending
}
