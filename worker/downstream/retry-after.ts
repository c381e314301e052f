// `Retry-After` (RFC 9110 §10.2.3): seconds or a date. Pure.

/** Milliseconds to wait, or null where the header says nothing usable. */
export function parseRetryAfter(value: string | null, now: number): number | null {
  const text = value?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000
  // Each of the three forms has a day and a time; Date.parse alone takes "-5" for a month.
  const isDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun).* \d\d:\d\d:\d\d\b/.test(text)
  const date = isDate ? Date.parse(text) : Number.NaN
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
