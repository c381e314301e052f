// Headers of every answer that a browser may show. Not Hono's middleware: its `no-referrer` makes a form POST say
// `Origin: null`, and its HSTS pins loopback to https (architecture.md §4).

/**
 * Adds what is missing; a header that the surface set itself stands. `publicOrigin` is the configured main host:
 * strict transport security is promised only where it is https, and for that host alone: what else a customer has below it
 * is not ours. No opener policy: it is the pages' own, because a sign-in
 * that a client opened in a popup comes back to that client (`oauth/pages/page.ts`).
 */
export function setSecureHeaders(headers: Headers, publicOrigin: string): void {
  setDefault(headers, 'x-content-type-options', 'nosniff')
  setDefault(headers, 'referrer-policy', 'same-origin')
  setDefault(headers, 'x-frame-options', 'DENY')
  if (publicOrigin.startsWith('https://')) {
    setDefault(headers, 'strict-transport-security', 'max-age=31536000')
  }
}

function setDefault(headers: Headers, name: string, value: string): void {
  if (!headers.has(name)) headers.set(name, value)
}
