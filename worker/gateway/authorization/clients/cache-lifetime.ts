/** How long a document is fresh by its own headers, between 5 minutes and 24 hours (O5; RFC 9111 §5.2). In ms. Pure. */
export function freshMs(headers: Headers, now: number): number {
  const control = headers.get('cache-control')?.toLowerCase() ?? ''
  const maxAge =
    /(?:^|[\s,])s-maxage=(\d{1,10})/.exec(control) ?? /(?:^|[\s,])max-age=(\d{1,10})/.exec(control)
  const expires = Date.parse(headers.get('expires') ?? '')
  const isUncacheable = /no-store|no-cache/.test(control)
  const stated = isUncacheable
    ? 0
    : maxAge?.[1] !== undefined
      ? Number(maxAge[1]) * 1_000
      : Number.isNaN(expires)
        ? 0
        : expires - now
  return Math.min(Math.max(stated, 5 * 60_000), 24 * 3_600_000)
}
