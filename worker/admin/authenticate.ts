// Who asks? Until members exist, whoever holds the bootstrap secret (product.md §10).
import { createMiddleware } from 'hono/factory'
import { isEqualSecret } from '../crypto/digest.ts'
import { ConfigurationError } from '../crypto/master-keys.ts'
import { settingsOf, type Env } from '../environment.ts'
import { AdminProblem } from './admin-problem.ts'
import type { AdminEnv } from './context.ts'
import { recordRefusedSignIn } from './audit/record-refused-sign-in.ts'
import { FailureLimit } from './failure-limit.ts'

const failures = new FailureLimit()

/** Sets `actor`, or throws. A blocked address is refused before anything is compared. */
export const authenticate = createMiddleware<AdminEnv>(async (c, next) => {
  const expected = bootstrapSecretOf(c.env)
  const address = c.req.header('cf-connecting-ip') ?? 'unknown'
  const now = Date.now()
  const retryAfter = failures.retryAfterSeconds(address, now)
  if (retryAfter > 0) {
    throw new AdminProblem('too_many_failures', `Try again in ${retryAfter} seconds.`, {
      headers: { 'Retry-After': String(retryAfter) },
    })
  }
  const given = bearerOf(c.req.header('authorization'))
  if (given === undefined) throw unauthenticated('Send `Authorization: Bearer <ADMIN_SECRET>`.')
  if (!(await isEqualSecret(given, expected))) {
    failures.recordFailure(address, now)
    c.executionCtx.waitUntil(recordRefusedSignIn(c.env, { address, at: now, requestId: c.get('requestId') }))
    throw unauthenticated('The secret is wrong.')
  }
  c.set('actor', { kind: 'bootstrap', id: null, permissions: 'all' })
  await next()
})

function bootstrapSecretOf(env: Env): string {
  const { adminSecret } = settingsOf(env)
  if (adminSecret === undefined) {
    throw new ConfigurationError('ADMIN_SECRET', 'is not set, or has fewer than 32 characters')
  }
  return adminSecret
}

function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(header ?? '')?.[1]
}

function unauthenticated(message: string): AdminProblem {
  return new AdminProblem('unauthenticated', message, { headers: { 'WWW-Authenticate': 'Bearer' } })
}
