// `WWW-Authenticate` values (O4; RFC 6750 §3, RFC 9728 §5.1). One header, scheme first, quoted values. Pure.
import type { Surface } from './public-urls.ts'
import { hasResourceDocument, isPassthrough, type Snapshot } from './snapshot.ts'

/** 401 without a credential: no `error`. A server without OAuth answers `Bearer` alone. */
export function missingCredentialChallenge(snapshot: Snapshot, surface: Surface): string {
  return hasResourceDocument(snapshot)
    ? `Bearer ${resourceParameters(scopesOf(snapshot), surface)}`
    : 'Bearer'
}

/** 401 for a bad or ended credential. */
export function invalidTokenChallenge(snapshot: Snapshot, surface: Surface): string {
  return hasResourceDocument(snapshot)
    ? `Bearer error="invalid_token", ${resourceParameters(scopesOf(snapshot), surface)}`
    : 'Bearer error="invalid_token"'
}

/** 403: granted and needed scopes in one list, because some clients replace their set by this one. */
export function insufficientScopeChallenge(
  granted: readonly string[],
  needed: readonly string[],
  surface: Surface,
): string {
  const all = [...new Set([...granted, ...needed])]
  return `Bearer error="insufficient_scope", ${resourceParameters(all, surface)}`
}

function scopesOf(snapshot: Snapshot): readonly string[] {
  return isPassthrough(snapshot) ? snapshot.server.passthrough.scopes : snapshot.scopes
}

function resourceParameters(scopes: readonly string[], surface: Surface): string {
  const scope = scopes.length > 0 ? `, scope="${scopes.join(' ')}"` : ''
  return `resource_metadata="${surface.resourceMetadataUrl}"${scope}`
}
