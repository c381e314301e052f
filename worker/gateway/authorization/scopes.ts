// Which scopes a request may have (product.md §4). Pure.

/** Asks for a refresh token, which is always issued (O10); never a checkbox, never in a token. */
export const OFFLINE_ACCESS = 'offline_access'

/** What an attachment offers, whoever asks: its subset, or all that the Gateway has (O2, O4, O14). */
export function offeredScopes(
  attachment: { scopes: readonly string[] | null } | null,
  gateway: { scopes: readonly string[] } | null,
): string[] {
  return (attachment?.scopes ?? gateway?.scopes ?? []).filter((scope) => scope !== OFFLINE_ACCESS)
}

/**
 * Requested ∩ the attachment's. Asking for none (besides `offline_access`) means all of them; undefined when nothing
 * of what was asked for is left: `invalid_scope`.
 */
export function decideScopes(
  requested: string | undefined,
  allowed: readonly string[],
): string[] | undefined {
  const asked = scopeList(requested)
  if (asked.length === 0) return [...allowed]
  const left = allowed.filter((scope) => asked.includes(scope))
  return left.length > 0 ? left : undefined
}

/** The single scopes of a `scope` parameter, without `offline_access` (RFC 6749 §3.3). */
export function scopeList(text: string | undefined): string[] {
  return [...new Set((text ?? '').split(' '))].filter((scope) => scope !== '' && scope !== OFFLINE_ACCESS)
}
