// Does a runtime's 401 speak about the user's token? Only `Bearer error="invalid_token"` does (M4, RFC 6750 §3). Pure.

/** `auth-param` of RFC 9110 §11.2, with quoted strings taken as a whole. */
const TOKEN_OR_PARAMETER = /([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/g

export function isRefusedToken(wwwAuthenticate: string | null): boolean {
  if (wwwAuthenticate === null) return false
  let scheme = ''
  for (const [, name = '', quoted, plain] of wwwAuthenticate.matchAll(TOKEN_OR_PARAMETER)) {
    const value = quoted ?? plain
    if (value === undefined) scheme = name.toLowerCase()
    else if (scheme === 'bearer' && name.toLowerCase() === 'error' && value === 'invalid_token') return true
  }
  return false
}
