// Open CORS for endpoints that strangers' pages may call, never with credentials (O13). The MCP endpoint has its own.

const ALLOWED = 'Authorization, Content-Type, Accept, MCP-Protocol-Version'
const EXPOSED = 'WWW-Authenticate, Retry-After, X-Request-Id'

/** Answers `OPTIONS`, before anything else is asked. `methods` as on the wire, for example `POST`. */
export function answerPreflight(methods: string): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': `${methods}, OPTIONS`,
      'access-control-allow-headers': ALLOWED,
      'access-control-max-age': '86400',
    },
  })
}

/** Every other answer of such an endpoint, errors too. Replaces what a library echoed. */
export function setOpenCors(headers: Headers): void {
  headers.set('access-control-allow-origin', '*')
  headers.set('access-control-expose-headers', EXPOSED)
  headers.delete('access-control-allow-credentials')
}
