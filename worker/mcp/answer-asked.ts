// The answer of a call that was not made: its user is asked first.
import type { CallRecord } from './call-record.ts'
import { CORS_HEADERS } from './cors.ts'

export function answerAsked({ text, rule }: { text: string; rule: string }, record: CallRecord): Response {
  const headers = {
    ...CORS_HEADERS,
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': record.requestId,
  }
  record.end({
    outcome: 'refused',
    status: 200,
    responseBytes: new TextEncoder().encode(text).length,
    rule,
    detail: 'the user is asked for an approval',
  })
  return new Response(text, { headers })
}
