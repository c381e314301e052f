// What a token endpoint's failure says about the refresh token that was sent (security.md §3, steps 7 and 8). Pure.
import type { RefreshOutcome } from './contract.ts'
import { isJsonObject, parseJson } from './parse-json.ts'
import { parseRetryAfter } from './retry-after.ts'

/** Temporary by their own word, whatever the status (8a). */
const TEMPORARY = new Set(['temporarily_unavailable', 'slow_down'])

/** Any answer but 200. Only `invalid_grant` in a 4xx ends a grant. */
export function classifyTokenFailure(response: Response, body: string, now: number): RefreshOutcome {
  const { status } = response
  const error = errorCodeOf(body)
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), now)
  const detail = `${status}${error === null ? '' : ` ${error}`}`
  const isRefused = status >= 400 && status < 500
  if (isRefused && status !== 429 && error === 'invalid_grant') return { kind: 'invalid_grant', detail }
  if (status === 429 || (error !== null && TEMPORARY.has(error)))
    return { kind: 'not_processed', detail, retryAfterMs, alert: false }
  if (isRefused) return { kind: 'not_processed', detail, retryAfterMs, alert: true }
  return { kind: 'unknown', detail, retryAfterMs, alert: status < 500 }
}

/** RFC 6749 §5.2. The description is the server's own text and stays out of logs: some echo the token in it. */
export function errorCodeOf(body: string): string | null {
  const parsed = parseJson(body)
  const error = isJsonObject(parsed) ? parsed['error'] : undefined
  return typeof error === 'string' && /^[\x20-\x7e]{1,64}$/.test(error) ? error : null
}
