// What may stand in a log event: names capped, nothing that looks like a credential (P7). Pure.

export const NAME_CHARS_MAX = 256
export const DETAIL_CHARS_MAX = 1_024
export const REDACTED = '[redacted]'

/** Credentials that are recognised wherever they stand: our tokens, JWTs, bearer values. */
const CREDENTIALS: readonly RegExp[] = [
  /\blmn_[\w-]{8,}/g,
  /\beyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*){0,3}/g,
  /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi,
]

/** In free text also parameters with telling names, queries of URLs and long random-looking runs. */
const FREE_TEXT: readonly [RegExp, string][] = [
  [
    /\b([\w-]*(?:secret|token|password|passwd|assertion|verifier|api[_-]?key)|code|state|nonce)(["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi,
    `$1$2${REDACTED}`,
  ],
  [/(\bhttps?:\/\/[^\s?#"']+)[?#][^\s"']*/gi, `$1?${REDACTED}`],
  [/[A-Za-z0-9_+/=-]{40,}/g, REDACTED],
]

/** What every credential begins with: most names hold none of it, and one look is enough. */
const MAYBE_CREDENTIAL = /lmn_|eyJ|Bearer|Basic/i

/** For names that somebody else chose: client, tool, user agent, subject. */
export function redactName(text: string): string {
  const head = text.length > 4 * NAME_CHARS_MAX ? text.slice(0, 4 * NAME_CHARS_MAX) : text
  return cap(MAYBE_CREDENTIAL.test(head) ? removeCredentials(head) : head, NAME_CHARS_MAX)
}

/** For sentences, which may quote what a server said. */
export function redactDetail(text: string): string {
  let safe = removeCredentials(text.slice(0, 4 * DETAIL_CHARS_MAX))
  for (const [pattern, replacement] of FREE_TEXT) safe = safe.replace(pattern, replacement)
  return cap(safe, DETAIL_CHARS_MAX)
}

function removeCredentials(text: string): string {
  return CREDENTIALS.reduce((safe, pattern) => safe.replace(pattern, REDACTED), text)
}

function cap(text: string, charsMax: number): string {
  return text.length > charsMax ? `${text.slice(0, charsMax - 1)}…` : text
}
