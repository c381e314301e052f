// CORS of the MCP endpoint: open, never with credentials (O13).

const ALLOWED =
  'Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Method, Mcp-Name, Mcp-Session-Id, Last-Event-ID, ' +
  'traceparent, tracestate, baggage'
const PARAMETER_HEADER = /^mcp-param-[!#$%&'*+.^_`|~0-9a-z-]{1,128}$/

/** Answers `OPTIONS`, before anything else is asked (M0). `Mcp-Param-*` names are echoed. */
export function answerPreflight(request: Request): Response {
  const asked = request.headers.get('access-control-request-headers') ?? ''
  const parameters = asked
    .toLowerCase()
    .split(',', 64)
    .map((name) => name.trim())
    .filter((name) => PARAMETER_HEADER.test(name))
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
      'access-control-allow-headers': [ALLOWED, ...parameters].join(', '),
      'access-control-max-age': '86400',
      vary: 'Access-Control-Request-Headers',
    },
  })
}

/** On every other answer of the endpoint, refusals too. */
export const CORS_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version, Retry-After, X-Request-Id',
}
