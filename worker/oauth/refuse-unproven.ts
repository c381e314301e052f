// What token and revoke answer a request that holds nothing Limen has issued, without waking the object
// (architecture.md §3.2, P9). A request with a genuine code or token never ends here.
import type { OAuthCall, WireAnswer } from '../gateway/authorization/contract.ts'
import { RateLimit, type RateVerdict } from '../http/rate-limit.ts'
import { WireRefusal } from '../gateway/authorization/refusal.ts'
import { refusedAnswer, wireAnswer } from '../gateway/authorization/wire-answer.ts'
import type { OpenedForm } from './open-form.ts'

/** For each address, minute and isolate. */
const UNPROVEN_PER_MINUTE = 60

const attempts = new RateLimit(UNPROVEN_PER_MINUTE)

/** Undefined: the object answers. Counts the attempt. */
export function refuseUnproven(
  action: 'token' | 'revoke',
  call: OAuthCall,
  form: OpenedForm,
  now: number,
): WireAnswer | undefined {
  if (form.envelope === 'genuine') return undefined
  return answerOf(action, call, form, attempts.decide(call.address, now))
}

function answerOf(
  action: 'token' | 'revoke',
  call: OAuthCall,
  form: OpenedForm,
  verdict: RateVerdict,
): WireAnswer | undefined {
  const parameters = new URLSearchParams(call.body)
  if (form.envelope === 'forged' && !hasCredentials(call, parameters)) {
    // RFC 7009 §2.2: an unknown token is as good as revoked.
    if (action === 'revoke' && parameters.has('token')) return wireAnswer(200, null)
    const presented = PRESENTED[parameters.get('grant_type') ?? '']
    if (action === 'token' && presented !== undefined && parameters.has(presented)) {
      return refusedAnswer(new WireRefusal('invalid_grant', `The ${presented} is not valid.`))
    }
  }
  if (verdict === 'allowed') return undefined
  return refusedAnswer(
    new WireRefusal('too_many_requests', 'Too many refused requests from this address. Wait a minute.', {
      'retry-after': '60',
    }),
  )
}

/** What each grant type lives on (RFC 6749 §4.1.3, §6). */
const PRESENTED: Readonly<Record<string, string | undefined>> = {
  authorization_code: 'code',
  refresh_token: 'refresh_token',
}

/** A client that proves itself is judged first (O10), so only the object can answer it. */
function hasCredentials(call: OAuthCall, parameters: URLSearchParams): boolean {
  return call.authorization !== null || parameters.has('client_secret') || parameters.has('client_assertion')
}
