// JSON answers of the public edge.

/** A JSON answer; `no-store` unless headers say otherwise. */
export function jsonResponse(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  })
}

/**
 * An error of the public edge outside OAuth's own endpoints and MCP: `error` is a stable code, `error_description`
 * says what to do, `request_id` leads to the log.
 */
export function edgeError(status: number, error: string, description: string, requestId: string): Response {
  return jsonResponse(
    status,
    { error, error_description: description, request_id: requestId },
    { 'x-request-id': requestId, 'access-control-allow-origin': '*' },
  )
}
