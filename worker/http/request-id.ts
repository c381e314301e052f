import { randomId } from '../crypto/random-id.ts'

/** The id under which a request stands in logs, error bodies and the `X-Request-Id` header. Never taken from the client. */
export function newRequestId(): string {
  return randomId('req')
}
