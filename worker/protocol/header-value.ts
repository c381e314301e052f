// Values of mirrored headers: plain ASCII, or `=?base64?…?=` (2026-07-28, streamable-http#value-encoding). Pure.

const PREFIX = '=?base64?'
const SUFFIX = '?='
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The header value that stands for a text: the text itself where a header can carry it unchanged. */
export function encodeHeaderValue(text: string): string {
  const isPlain = /^[!-~](?:[ -~]*[!-~])?$/.test(text) && !text.toLowerCase().startsWith(PREFIX)
  if (isPlain) return text
  return `${PREFIX}${btoa(String.fromCharCode(...new TextEncoder().encode(text)))}${SUFFIX}`
}

/** The text that a header value stands for; undefined when the sentinel form does not decode. */
export function decodeHeaderValue(value: string): string | undefined {
  const isEncoded =
    value.length >= PREFIX.length + SUFFIX.length &&
    value.slice(0, PREFIX.length).toLowerCase() === PREFIX &&
    value.endsWith(SUFFIX)
  if (!isEncoded) return value
  try {
    const binary = atob(value.slice(PREFIX.length, -SUFFIX.length))
    return utf8.decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)))
  } catch {
    return undefined
  }
}
