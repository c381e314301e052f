// Between Limen's scope names and the provider's (recipes), and what a token's scopes mean (D5). Pure.
import { recipeOf, type RecipeSubject } from './recipes.ts'

/** OIDC Core §5.4, §11: they name no right at an API. */
const IDENTITY_SCOPES = new Set(['openid', 'profile', 'email', 'address', 'phone', 'offline_access'])

/** A right at the API, not a part of the identity. */
export function isResourceScope(scope: string): boolean {
  return !IDENTITY_SCOPES.has(scope)
}

/** What goes on the wire: the approved scopes with the recipe's prefix, then the recipe's own. */
export function wireScopes(gateway: RecipeSubject, scopes: readonly string[]): string {
  const recipe = recipeOf(gateway.provider)
  const prefix = recipe.scopePrefix(gateway)
  const named = scopes.map((scope) => (isResourceScope(scope) && !isAbsolute(scope) ? prefix + scope : scope))
  return [...new Set([...named, ...recipe.extraScopes(gateway)])].join(' ')
}

/** What a sign-in asks for that only wants to know who the person is, and with `isFresh` that they are here now. */
export function identityScopes(gateway: RecipeSubject, isFresh = false): string {
  const openId = isFresh && isOpenIdProvider(gateway) ? ['openid'] : []
  const scopes = new Set([...openId, ...recipeOf(gateway.provider).extraScopes(gateway)])
  scopes.delete('offline_access')
  return [...scopes].join(' ')
}

/** OIDC Discovery §3: every OpenID provider says how it signs ID tokens. */
export function isOpenIdProvider({ discovery }: Pick<RecipeSubject, 'discovery'>): boolean {
  return discovery?.metadata?.['id_token_signing_alg_values_supported'] !== undefined
}

/** A scope that is a URI of its own names its API already. */
function isAbsolute(scope: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(scope)
}

/** From the wire back to Limen's names. RFC 6749 §3.3; a JSON array is tolerated. */
export function parseGrantedScopes(gateway: RecipeSubject, value: unknown): readonly string[] | null {
  const listed = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined
  const words = typeof value === 'string' ? value.split(/\s+/) : listed
  if (!words) return null
  const prefix = recipeOf(gateway.provider).scopePrefix(gateway)
  const names = words.map((word) =>
    prefix !== '' && word.startsWith(prefix) ? word.slice(prefix.length) : word,
  )
  return [...new Set(names.filter((name) => name !== ''))]
}

export interface ScopeComparison {
  /** None of the API's scopes that were asked for is there (security.md §3, 6b). */
  isLost: boolean
  /** API scopes that nobody asked for. */
  wider: readonly string[]
}

export function compareScopes(asked: readonly string[], granted: readonly string[]): ScopeComparison {
  const askedForApi = asked.filter(isResourceScope)
  return {
    isLost: askedForApi.length > 0 && !askedForApi.some((scope) => granted.includes(scope)),
    wider: granted.filter((scope) => isResourceScope(scope) && !asked.includes(scope)),
  }
}
