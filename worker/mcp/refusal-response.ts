// A refusal as the client sees it: HTTP status, JSON-RPC error, and nothing that a stranger may not know.
import { rpcErrorText } from '../protocol/rpc-error.ts'
import { CORS_HEADERS } from './cors.ts'
import { MCP_ERRORS } from './errors.ts'
import type { McpRefusal } from './refusal.ts'

export function refusalResponse(refusal: McpRefusal, requestId: string): Response {
  const headers = new Headers({
    ...CORS_HEADERS,
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
  })
  const { status, retryable } = MCP_ERRORS[refusal.code]
  if (status === 503 && retryable) headers.set('retry-after', '1')
  for (const [name, value] of Object.entries(refusal.details.headers ?? {})) headers.set(name, value)
  return new Response(refusalText(refusal, requestId), { status: status === 499 ? 400 : status, headers })
}

/** The JSON-RPC error alone, for a stream whose status is sent already. */
export function refusalText(refusal: McpRefusal, requestId: string): string {
  const { rpc, message, retryable } = MCP_ERRORS[refusal.code]
  const { rawId, rule, message: said, data } = refusal.details
  // A hidden tool must look like a missing one, so its error carries nothing of ours (M14).
  if (refusal.code === 'unknown_tool') return rpcErrorText(rawId, rpc, said ?? message)
  return rpcErrorText(rawId, rpc, said ?? message, {
    code: refusal.code,
    ...(rule === undefined ? {} : { rule }),
    retryable,
    requestId,
    ...data,
  })
}
