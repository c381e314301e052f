// What the forms of a new server and a new Gateway are filled with for an entry of the library. Pure.
import type { CatalogueEntry, GatewayDraft, ServerDraft } from '../../schema/api/library.ts'
import { scopeToken } from '../../schema/api/common.ts'
import { RESERVED_SLUGS } from '../../schema/api/slug.ts'

/** A publisher's own server takes the user's token where every OAuth client sends it. */
const OAUTH_HEADER = 'authorization'

export function serverDraftOf(entry: CatalogueEntry, slug: string): ServerDraft {
  return {
    slug,
    name: entry.name,
    description: entry.description,
    runtimeUrl: entry.url,
    authMode: entry.authMode,
    accessTokenHeader: entry.authMode === 'oauth' ? OAUTH_HEADER : null,
    apiKey: entry.apiKey,
  }
}

/** What the publisher's server says of its sign-in (RFC 9728, RFC 8414). */
export interface FoundSignIn {
  resource: string | null
  authorizationServers: readonly string[]
  scopes: readonly string[]
  registration: 'automatic' | 'by_hand' | 'unknown'
}

/**
 * Null where nobody signs in. Without an answer of the publisher the origin of the endpoint stands in, where clients of
 * the 2025-03-26 revision look for its authorization server.
 */
export function gatewayDraftOf(entry: CatalogueEntry, found: FoundSignIn | null): GatewayDraft | null {
  if (entry.authMode !== 'oauth') return null
  const server = found?.authorizationServers.find(isHttps)
  const isByHand =
    found && found.registration !== 'unknown'
      ? found.registration === 'by_hand'
      : entry.clientRegistration === 'by_hand'
  return {
    name: entry.name,
    provider: 'manual',
    authorizationServerUrl: server ?? new URL(entry.url).origin,
    registration: isByHand ? 'preregistered' : 'auto',
    resource: found?.resource && isHttps(found.resource) ? found.resource : entry.url,
    scopes: [...new Set(found?.scopes.filter((scope) => scopeToken.safeParse(scope).success))].slice(0, 200),
  }
}

function isHttps(url: string): boolean {
  return url.length <= 2_048 && URL.canParse(url) && new URL(url).protocol === 'https:'
}

const SLUG_LENGTH = 63
const ROOM_FOR_NUMBER = 8

/** A slug that may be taken already: letters, digits and single hyphens of the text; never a reserved word. */
export function slugOf(text: string): string {
  const slug = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_LENGTH - ROOM_FOR_NUMBER)
    .replaceAll(/^-+|-+$/g, '')
  if (slug === '') return 'server'
  return RESERVED_SLUGS.includes(slug) ? `${slug}-server` : slug
}

/** The first free one of `linear`, `linear-2`, `linear-3`, … */
export function freeSlug(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base
  for (let number = 2; ; number += 1) {
    const slug = `${base}-${number}`
    if (!taken.has(slug)) return slug
  }
}
