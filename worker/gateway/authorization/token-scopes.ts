// Which scopes an access token gets from its grant (RFC 6749 §6). Pure.
import { WireRefusal } from './refusal.ts'
import { scopeList } from './scopes.ts'

/**
 * What was asked for ∩ what the user granted ∩ what the attachment has now; asking for none means all of it. Throws
 * WireRefusal: `invalid_grant` where the attachment has lost every scope of the grant, `invalid_scope` where nothing
 * of what was asked for is left.
 */
export function checkTokenScopes(
  requested: string | undefined,
  granted: readonly string[],
  allowed: readonly string[],
): string[] {
  const alive = granted.filter((scope) => allowed.includes(scope))
  if (granted.length > 0 && alive.length === 0) {
    throw new WireRefusal('invalid_grant', 'None of the granted scopes exists here any more.')
  }
  const asked = scopeList(requested)
  if (asked.length === 0) return alive
  const left = alive.filter((scope) => asked.includes(scope))
  if (left.length === 0) throw new WireRefusal('invalid_scope', 'None of the requested scopes was granted.')
  return left
}
