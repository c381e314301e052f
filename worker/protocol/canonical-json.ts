// One text for each JSON value (RFC 8785): what is hashed, so that white space and the order of members do not count. Pure.

/** `value` is what JSON.parse made. Strings and numbers are written as ECMAScript writes them (§3.2.2). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  // The default order compares UTF-16 code units (§3.2.3).
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`
}
