// Redirect URIs (O6; RFC 6749 §3.1.2, RFC 8252 §7, RFC 9700 §2.1). Pure.

/** A redirect URI that this client registered and this Gateway accepts. Only `checkRedirectUri` makes one. */
export type VerifiedRedirectUri = string & { readonly verified: unique symbol }

export type RedirectKind = 'https' | 'loopback' | 'private_use'

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::(\d{1,5}))?(\/[^#]*|\?[^#]*)?$/
/** Printable ASCII that needs no interpretation; a backslash is read as a slash by browsers. */
const PLAIN = /^[\x21-\x5b\x5d-\x7e]+$/
const CHARACTERS_MAX = 2_048
const DANGEROUS = ['javascript:', 'data:', 'vbscript:', 'file:', 'mailto:', 'blob:', 'about:', 'view-source:']

/** The URI as it may be used, or undefined. Exact match; only a loopback port may differ, each host for itself. */
export function checkRedirectUri(
  requested: string,
  registered: readonly string[],
  privateUseUris: readonly string[],
): VerifiedRedirectUri | undefined {
  if (!redirectKind(requested, privateUseUris)) return undefined
  const isRegistered = registered.some(
    (uri) => uri === requested || (LOOPBACK.test(uri) && withoutPort(uri) === withoutPort(requested)),
  )
  return isRegistered ? (requested as VerifiedRedirectUri) : undefined
}

/** What kind of redirect URI this Gateway accepts it as; undefined for one it never sends a code to. */
export function redirectKind(uri: string, privateUseUris: readonly string[]): RedirectKind | undefined {
  if (uri.length > CHARACTERS_MAX || !PLAIN.test(uri) || uri.includes('#') || !URL.canParse(uri))
    return undefined
  const url = new URL(uri)
  if (url.username || url.password || DANGEROUS.includes(url.protocol)) return undefined
  if (url.protocol === 'https:') return uri.startsWith('https://') ? 'https' : undefined
  if (url.protocol === 'http:') {
    const port = LOOPBACK.exec(uri)?.[2]
    return LOOPBACK.test(uri) && (port === undefined || Number(port) <= 65_535) ? 'loopback' : undefined
  }
  return privateUseUris.includes(uri) ? 'private_use' : undefined
}

/** A loopback redirect URI without its port; any other as it is. */
export function withoutPort(uri: string): string {
  const match = LOOPBACK.exec(uri)
  return match ? `http://${match[1]}${match[3] ?? ''}` : uri
}

const LOCAL_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * Loopback and private-use redirects: any program of the user's machine can take their code, so that a client id says
 * little about who got it (RFC 8252 §8.6).
 */
export function leadsToLocalProgram(redirectUri: string): boolean {
  if (!URL.canParse(redirectUri)) return true
  const { protocol, hostname } = new URL(redirectUri)
  return protocol !== 'https:' || LOCAL_HOST.test(hostname)
}
