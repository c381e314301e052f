// A flood of refused exchanges, answered without waking the object (P9). An app's backend exchanges for all of its users
// from one address, so that only what was refused counts.
import type { OAuthCall, WireAnswer } from '../gateway/authorization/contract.ts'
import { RateLimit } from '../http/rate-limit.ts'
import { WireRefusal } from '../gateway/authorization/refusal.ts'
import { refusedAnswer } from '../gateway/authorization/wire-answer.ts'

/** For each address, minute and isolate. */
const REFUSED_PER_MINUTE = 60

const refused = new RateLimit(REFUSED_PER_MINUTE)

/** Undefined: the object answers. */
export function refuseExchangeFlood(call: OAuthCall, now: number): WireAnswer | undefined {
  if (!refused.isOver(call.address, now)) return undefined
  const message = 'Too many refused requests from this address. Wait a minute.'
  const refusal = new WireRefusal('too_many_requests', message, { 'retry-after': '60' })
  return { ...refusedAnswer(refusal), allowOrigin: null }
}

/** Counts a refusal; answers the answer. */
export function countExchange(call: OAuthCall, answer: WireAnswer, now: number): WireAnswer {
  if (answer.status >= 400 && answer.status < 500) refused.decide(call.address, now)
  return answer
}
