// HTTP answers of token, register and revoke: always JSON, never stored, readable from any origin (O11, O13).
import type { WireAnswer } from '../gateway/authorization/contract.ts'
import { jsonResponse } from '../http/json-response.ts'

const HEADERS = {
  'cache-control': 'no-store',
  pragma: 'no-cache',
  'access-control-expose-headers': 'WWW-Authenticate, Retry-After, X-Request-Id',
}

export function wireResponse(answer: WireAnswer, requestId: string): Response {
  const headers = { ...HEADERS, ...corsOf(answer), ...answer.headers, 'x-request-id': requestId }
  return answer.body === null
    ? new Response(null, { status: answer.status, headers })
    : jsonResponse(answer.status, answer.body, headers)
}

/** Any origin, unless the answer names the one that may read it (product.md §5, embedding apps). */
function corsOf({ allowOrigin }: WireAnswer): Record<string, string> {
  if (allowOrigin === undefined) return { 'access-control-allow-origin': '*' }
  return { vary: 'Origin', ...(allowOrigin === null ? {} : { 'access-control-allow-origin': allowOrigin }) }
}

export function wireError(
  status: number,
  error: string,
  description: string,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  const body = { error, error_description: description }
  return wireResponse({ status, body, headers, endedGrantId: null }, requestId)
}

/** A preflight is answered before anything else is looked at (O13). */
export function preflightResponse(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST, OPTIONS',
      'access-control-allow-headers': 'Authorization, Content-Type, Accept, MCP-Protocol-Version',
      'access-control-max-age': '86400',
    },
  })
}
