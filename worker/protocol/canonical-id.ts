/**
 * A JSON-RPC id in the form in which two ids are the same request: escapes and number spellings do not count, every
 * digit of an integer does (M2). Pure.
 */
export function canonicalId(raw: string): string {
  if (raw.startsWith('"')) return raw.includes('\\') ? JSON.stringify(JSON.parse(raw)) : raw
  // Minus zero is zero, also for those who echo it as they parsed it.
  return /^-?\d+$/.test(raw) && raw !== '-0' ? raw : String(Number(raw))
}
