/** The id under which a request stands in logs, error bodies and the `X-Request-Id` header. Never taken from the client. */
export function newRequestId(): string {
  // Every request has one, so the cheapest source of 122 random bits serves.
  return `req_${crypto.randomUUID()}`
}
