/**
 * A JSON-RPC id in the form in which two ids are the same request: escapes and number spellings do not count, every
 * digit of an integer does (M2). Pure.
 */
export function canonicalId(raw: string): string {
  if (raw.startsWith('"')) return raw.includes('\\') ? JSON.stringify(JSON.parse(raw)) : raw
  return /^-?\d+$/.test(raw) ? raw : String(Number(raw))
}
