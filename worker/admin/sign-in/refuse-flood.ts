// Sign-ins by address, also those that do not fail (P9): beginning one asks for keys and randomness, and coming back may
// ask the provider. The first step and the way back count apart, so that who has begun can finish.
import type { Context } from 'hono'
import { RateLimit } from '../../http/rate-limit.ts'
import { AdminProblem } from '../admin-problem.ts'
import type { AdminEnv } from '../context.ts'
import { addressOf } from '../sign-in-failures.ts'

/** For each address, minute and isolate. An office behind one address signs in at the same time of the day. */
export const SIGN_INS_PER_MINUTE = 60

const limits = { begin: new RateLimit(SIGN_INS_PER_MINUTE), finish: new RateLimit(SIGN_INS_PER_MINUTE) }

/** Counts one step. Throws AdminProblem `too_many_requests`. */
export function refuseSignInFlood(c: Context<AdminEnv>, step: keyof typeof limits, now: number): void {
  if (limits[step].decide(addressOf(c), now) === 'allowed') return
  throw new AdminProblem('too_many_requests', 'Too many sign-ins from this address. Wait a minute.', {
    headers: { 'Retry-After': '60' },
  })
}
