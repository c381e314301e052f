// The `resource` parameter (O8; RFC 8707 §2). Pure.

/**
 * Whether a requested resource names the issuer's: scheme and host compare case-insensitively, a default port and one
 * trailing slash are tolerated, everything else is exact.
 */
export function isResource(requested: string, resource: string): boolean {
  const canonical = canonicalResource(requested)
  return canonical !== undefined && canonical === canonicalResource(resource)
}

function canonicalResource(text: string): string | undefined {
  const match = /^(https?):\/\/([^/?#\\@\s]+)(\/[^?#\s]*)?(\?[^#\s]*)?$/i.exec(text)
  if (!match?.[1] || !match[2]) return undefined
  const scheme = match[1].toLowerCase()
  const host = match[2].toLowerCase().replace(scheme === 'https' ? /:443$/ : /:80$/, '')
  const path = (match[3] ?? '').replace(/\/$/, '')
  return `${scheme}://${host}${path}${match[4] ?? ''}`
}
