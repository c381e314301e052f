// Who asks? An API key or the bootstrap secret in `Authorization`, Cloudflare Access's assertion, or a session's cookie
// (product.md §10). The first that is there decides; none falls back to another.
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { isEqualSecret } from '../crypto/digest.ts'
import { ConfigurationError } from '../crypto/master-keys.ts'
import { ioWith } from '../downstream/io.ts'
import { settingsOf } from '../environment.ts'
import { ACCESS_HEADER, AccessAssertionError, checkAccessAssertion } from '../identity/access-assertion.ts'
import { findApiKey, isApiKey, touchApiKey } from '../identity/api-key.ts'
import { findMember } from '../identity/find-member.ts'
import { findSession, touchSession, userOfSession } from '../identity/find-session.ts'
import { hasOwner } from '../identity/has-owner.ts'
import type { AccessSettings } from '../identity/sign-in-settings.ts'
import { actorOfApiKey, actorOfUser, BOOTSTRAP } from './actors.ts'
import { AdminProblem, type ProblemCode } from './admin-problem.ts'
import { checkOrigin } from './check-origin.ts'
import type { Actor, AdminEnv } from './context.ts'
import { loadOwnOrigins } from '../edge/own-origins.ts'
import { auditRefusal, recordSignInFailure, refuseBlockedAddress } from './sign-in-failures.ts'

/** Sets `actor`, or throws. */
export const authenticate = createMiddleware<AdminEnv>(async (c, next) => {
  c.set('actor', await identifyActor(c, Date.now()))
  await next()
})

async function identifyActor(c: Context<AdminEnv>, now: number): Promise<Actor> {
  const { adminSecret } = settingsOf(c.env)
  if (adminSecret === undefined && !(await hasOwner(c.env))) {
    throw new ConfigurationError('ADMIN_SECRET', 'is not set, or has fewer than 32 characters')
  }
  const authorization = c.req.header('authorization')
  if (authorization !== undefined) return actorOfBearer(c, bearerOf(authorization), adminSecret, now)
  const { access } = settingsOf(c.env).signIn()
  const assertion = c.req.header(ACCESS_HEADER)
  if (access && assertion !== undefined) return actorOfAssertion(c, assertion, access, now)
  return actorOfSession(c, now)
}

async function actorOfBearer(
  c: Context<AdminEnv>,
  given: string | undefined,
  adminSecret: string | undefined,
  now: number,
): Promise<Actor> {
  refuseBlockedAddress(c, now)
  if (given === undefined) throw unauthenticated('Send `Authorization: Bearer <API key>`.')
  if (isApiKey(given)) {
    const found = await findApiKey(c.env, given, now)
    if (!found) {
      recordSignInFailure(c, 'api_key', 'unknown, revoked or expired', now)
      throw unauthenticated('The API key is unknown, revoked or expired.')
    }
    waitFor(c, touchApiKey(c.env, found.key, now))
    return actorOfApiKey(found)
  }
  if (adminSecret === undefined || !(await isEqualSecret(given, adminSecret))) {
    recordSignInFailure(c, 'bootstrap', 'wrong secret', now)
    throw unauthenticated('The secret is wrong.')
  }
  if (await hasOwner(c.env)) {
    auditRefusal(c, 'bootstrap', 'there is an Owner', now)
    throw unauthenticated(
      'The bootstrap secret ended when the first Owner joined. Sign in, or use an API key that a member made.',
    )
  }
  return BOOTSTRAP
}

async function actorOfAssertion(
  c: Context<AdminEnv>,
  assertion: string,
  access: AccessSettings,
  now: number,
): Promise<Actor> {
  refuseBlockedAddress(c, now)
  const { allowPrivateTargets } = settingsOf(c.env)
  const targets = { allowPrivateTargets, ownOrigins: await loadOwnOrigins(c.env) }
  try {
    const user = await checkAccessAssertion(assertion, access, targets, ioWith(c.env.KV))
    checkOrigin(c)
    return actorOfUser(user, await findMember(c.env, user), null)
  } catch (error) {
    if (!(error instanceof AccessAssertionError)) throw error
    if (error.isOutage) {
      throw new AdminProblem(
        'unavailable',
        'The keys of Cloudflare Access cannot be read. Try again shortly.',
        {
          cause: error,
        },
      )
    }
    recordSignInFailure(c, 'cloudflare_access', error.message, now)
    throw unauthenticated(
      'The assertion of Cloudflare Access is not valid here. Sign in there again.',
      'assertion_refused',
    )
  }
}

async function actorOfSession(c: Context<AdminEnv>, now: number): Promise<Actor> {
  const found = await findSession(c.env, c.req.header('cookie'), now)
  if (!found) {
    throw unauthenticated(
      'Sign in (/api/v1/sign-in says how), or send `Authorization: Bearer <API key>`. A session may have ended.',
    )
  }
  checkOrigin(c)
  waitFor(c, touchSession(c.env, found.session, now))
  return actorOfUser(userOfSession(found.session), found.member, found.session.expiresAt)
}

/** What only remembers a use: the request neither waits for it nor fails with it. */
function waitFor(c: Context<AdminEnv>, write: Promise<unknown> | undefined): void {
  if (write) c.executionCtx.waitUntil(write.catch(() => {}))
}

function bearerOf(header: string): string | undefined {
  return /^Bearer +(\S+)$/i.exec(header)?.[1]
}

function unauthenticated(message: string, code: ProblemCode = 'unauthenticated'): AdminProblem {
  return new AdminProblem(code, message, { headers: { 'WWW-Authenticate': 'Bearer' } })
}
