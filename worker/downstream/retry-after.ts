// `Retry-After` (RFC 9110 §10.2.3): seconds or a date. Pure.

/** Milliseconds to wait, or null where the header says nothing usable. */
export function parseRetryAfter(value: string | null, now: number): number | null {
  const text = value?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000
  const date = text === '' ? Number.NaN : Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
