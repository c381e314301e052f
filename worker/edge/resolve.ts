// Which server and which endpoint is this URL? Host and path decide; nothing else of the request does (O1, M0). Pure.
import type { SnapshotKey } from './load-snapshot.ts'
import type { SurfaceForm } from './public-urls.ts'

/** The public endpoints of one server. */
export type PublicEndpoint =
  | 'mcp'
  | 'authorize'
  | 'token'
  | 'register'
  | 'revoke'
  | 'jwks'
  | 'protected-resource'
  | 'authorization-server'
  | 'openid-configuration'
  /** `/authorize` of a custom host: it only leads to the main host, where login and consent happen (product.md §4). */
  | 'authorize-elsewhere'

export interface PublicTarget {
  key: SnapshotKey
  form: SurfaceForm
  /** Null when the server may exist but the path names nothing: 404. */
  endpoint: PublicEndpoint | null
}

const SLUG = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const WHOLE_SLUG = new RegExp(`^${SLUG}$`)
const BELOW_BASE = new RegExp(`^/s/(${SLUG})(/.*)$`)
/** RFC 8414 §3.1 and RFC 9728 §3.1 insert the well-known segment between host and path. */
const INSERTED = new RegExp(`^/\\.well-known/([a-z-]+)/s/(${SLUG})(/mcp)?$`)
const CONSENT_OF_HOST = /^\/h\/([^/]+)\/authorize$/

/** Maps, not objects: a path is a stranger's text, and `constructor` is no endpoint. */
const ENDPOINTS_BELOW_BASE: ReadonlyMap<string, PublicEndpoint> = new Map(
  Object.entries<PublicEndpoint>({
    '/mcp': 'mcp',
    '/authorize': 'authorize',
    '/token': 'token',
    '/register': 'register',
    '/revoke': 'revoke',
    '/jwks.json': 'jwks',
    '/.well-known/oauth-protected-resource': 'protected-resource',
    '/.well-known/oauth-authorization-server': 'authorization-server',
    '/.well-known/openid-configuration': 'openid-configuration',
  }),
)

const INSERTED_DOCUMENTS: ReadonlyMap<string, PublicEndpoint> = new Map(
  Object.entries<PublicEndpoint>({
    'oauth-protected-resource/mcp': 'protected-resource',
    'oauth-authorization-server': 'authorization-server',
    'openid-configuration': 'openid-configuration',
  }),
)

/**
 * The hot path: the slug when this is the MCP URL of the main host and nothing else, without parsing the URL. `url` is
 * a request's own, already in normal form.
 */
export function findMcpSlug(url: string, mainOrigin: string): string | undefined {
  if (!url.startsWith('/s/', mainOrigin.length) || !url.endsWith('/mcp') || !url.startsWith(mainOrigin))
    return
  const slug = url.slice(mainOrigin.length + '/s/'.length, -'/mcp'.length)
  return WHOLE_SLUG.test(slug) ? slug : undefined
}

/** Resolves a path of the main host to a server's endpoint; undefined when it belongs to no server. */
export function resolveOnMainHost(pathname: string): PublicTarget | undefined {
  const below = BELOW_BASE.exec(pathname)
  if (below?.[1] && below[2]) {
    return { key: { slug: below[1] }, form: 'path', endpoint: ENDPOINTS_BELOW_BASE.get(below[2]) ?? null }
  }
  const inserted = INSERTED.exec(pathname)
  if (inserted?.[1] && inserted[2]) {
    const [, document, slug, suffix = ''] = inserted
    return { key: { slug }, form: 'path', endpoint: INSERTED_DOCUMENTS.get(`${document}${suffix}`) ?? null }
  }
  const consent = CONSENT_OF_HOST.exec(pathname)
  if (consent?.[1]) return { key: { host: consent[1].toLowerCase() }, form: 'host', endpoint: 'authorize' }
  return undefined
}

/** Every path of a custom host belongs to its one server. */
export function resolveOnCustomHost(host: string, pathname: string): PublicTarget {
  const known =
    pathname === '/.well-known/oauth-protected-resource/mcp'
      ? 'protected-resource'
      : ENDPOINTS_BELOW_BASE.get(pathname)
  const endpoint = known === 'authorize' ? 'authorize-elsewhere' : (known ?? null)
  return { key: { host: host.toLowerCase() }, form: 'host', endpoint }
}
