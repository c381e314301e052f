// What token, register and revoke have in common: the form they read, and the way out when something is wrong (O11).
import { ConfigurationError } from '../../crypto/master-keys.ts'
import { ConfigurationUnavailableError } from '../configuration/load-configuration.ts'
import { ClientUnavailableError } from './clients/client-unavailable.ts'
import type { OAuthCall, WireAnswer } from './contract.ts'
import { RepeatedParameterError } from './parameters.ts'
import { WireRefusal } from './refusal.ts'
import { UnknownIssuerError } from './require-issuer.ts'
import { refusedAnswer } from './wire-answer.ts'

/** RFC 6749 §3.2: `application/x-www-form-urlencoded`. */
export function checkForm(call: OAuthCall): void {
  const type = call.contentType?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') {
    throw new WireRefusal('invalid_request', 'The content type must be application/x-www-form-urlencoded.')
  }
}

/** Turns whatever was thrown into an answer; malformed input is never a 500. `record` writes the log. */
export function refuseWire(
  error: unknown,
  record: (refusal: WireRefusal, status: number) => void,
): WireAnswer {
  const refusal = refusalOf(error)
  const answer = refusedAnswer(refusal)
  record(refusal, answer.status)
  return answer
}

function refusalOf(error: unknown): WireRefusal {
  if (error instanceof WireRefusal) return error
  if (error instanceof RepeatedParameterError) return new WireRefusal('invalid_request', error.message)
  if (error instanceof ClientUnavailableError) {
    return new WireRefusal('temporarily_unavailable', 'Registrations cannot be kept now.', {
      'retry-after': '30',
    })
  }
  if (error instanceof UnknownIssuerError) {
    return new WireRefusal('invalid_request', 'This server has no authorization server any more.')
  }
  console.error(
    JSON.stringify({
      level: 'error',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      ...(error instanceof ConfigurationError ? { variable: error.variable } : {}),
    }),
  )
  if (error instanceof ConfigurationError || error instanceof ConfigurationUnavailableError) {
    return new WireRefusal('temporarily_unavailable', 'The authorization server cannot answer now.', {
      'retry-after': '10',
    })
  }
  return new WireRefusal('server_error', 'Something went wrong here.')
}
