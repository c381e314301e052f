// Wrong credentials, counted by address and audited (product.md §10): bearer secrets and keys, Access assertions,
// callbacks, invitation links.
import type { Context } from 'hono'
import { AdminProblem } from './admin-problem.ts'
import { recordRefusedSignIn, type RefusedCredential } from './audit/record-refused-sign-in.ts'
import type { AdminEnv } from './context.ts'
import { FailureLimit } from './failure-limit.ts'

const failures = new FailureLimit()

/** Throws AdminProblem `too_many_failures` for an address that has failed too often, before anything is compared. */
export function refuseBlockedAddress(c: Context<AdminEnv>, now: number): void {
  const retryAfter = failures.retryAfterSeconds(addressOf(c), now)
  if (retryAfter === 0) return
  throw new AdminProblem('too_many_failures', `Try again in ${retryAfter} seconds.`, {
    headers: { 'Retry-After': String(retryAfter) },
  })
}

export function recordSignInFailure(
  c: Context<AdminEnv>,
  credential: RefusedCredential,
  reason: string,
  now: number,
): void {
  failures.recordFailure(addressOf(c), now)
  auditRefusal(c, credential, reason, now)
}

/** A refusal that is no guess, such as the right bootstrap secret after its time. */
export function auditRefusal(
  c: Context<AdminEnv>,
  credential: RefusedCredential,
  reason: string,
  now: number,
): void {
  const attempt = { address: addressOf(c), at: now, requestId: c.get('requestId'), credential, reason }
  c.executionCtx.waitUntil(recordRefusedSignIn(c.env, attempt))
}

export function addressOf(c: Context<AdminEnv>): string {
  return c.req.header('cf-connecting-ip') ?? 'unknown'
}
