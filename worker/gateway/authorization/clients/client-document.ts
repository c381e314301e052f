// A Client ID Metadata Document and the URL that names it (O5; draft-ietf-oauth-client-id-metadata-document §3–§5).
// Pure.
import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'
import type { Client, ClientAuthMethod, ClientKeys } from './client.ts'

/** The document, its URL or its keys break a rule; `message` says which and may be shown. */
export class ClientDocumentError extends Error {
  override name = 'ClientDocumentError'
}

const URL_CHARACTERS_MAX = 2_048
const PRIVATE_JWK_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/** Where the keys of a `private_key_jwt` client are. */
export const clientKeysShape = z.object({
  jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())).max(100) }).optional(),
  jwks_uri: z.string().max(URL_CHARACTERS_MAX).optional(),
})

const documentShape = clientKeysShape.extend({
  client_id: z.string(),
  client_name: z.string().optional(),
  redirect_uris: z.array(z.string().max(URL_CHARACTERS_MAX)).min(1).max(100),
  grant_types: z.array(z.string()).optional(),
  response_types: z.array(z.string()).optional(),
  token_endpoint_auth_method: z.string().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
})

/** Whether a client id claims to be the URL of a document. */
export function isDocumentUrl(clientId: string): boolean {
  return /^https:\/\//i.test(clientId)
}

/** §3: https, a path, no fragment, no user information, no dot segments; byte-equal to its canonical form. */
export function checkDocumentUrl(clientId: string): URL {
  if (clientId.length > URL_CHARACTERS_MAX || !URL.canParse(clientId))
    throw new ClientDocumentError('The client id is no URL.')
  const url = new URL(clientId)
  if (url.protocol !== 'https:') throw new ClientDocumentError('The client id must be an https URL.')
  if (url.username || url.password || clientId.includes('#') || clientId.includes('@')) {
    throw new ClientDocumentError('The client id must have no user information and no fragment.')
  }
  const authorityEnd = clientId.slice('https://'.length).search(/[/?]/)
  const hasPath = authorityEnd > 0 && clientId.charAt('https://'.length + authorityEnd) === '/'
  if (!hasPath || url.pathname === '/') throw new ClientDocumentError('The client id must have a path.')
  // Dot segments, backslashes, upper-case hosts and default ports all change under parsing.
  if (url.href !== clientId || /(^|\/)(\.|%2e){1,2}(\/|\?|$)/i.test(clientId)) {
    throw new ClientDocumentError('The client id must be a canonical URL.')
  }
  return url
}

/** Parses and checks a document. Throws ClientDocumentError. */
export function parseClientDocument(url: URL, text: string): Client {
  const parsed = documentShape.safeParse(parseJson(text))
  if (!parsed.success) {
    throw new ClientDocumentError(
      `The client metadata document is wrong at "${parsed.error.issues[0]?.path.join('.')}".`,
    )
  }
  const document = parsed.data
  if (document.client_id !== url.href) {
    throw new ClientDocumentError('The client_id in the client metadata document is another one.')
  }
  const raw = parseJson(text) as Record<string, unknown>
  if ('client_secret' in raw || 'client_secret_expires_at' in raw) {
    throw new ClientDocumentError('A client metadata document must not hold a secret.')
  }
  if (document.grant_types && !document.grant_types.includes('authorization_code')) {
    throw new ClientDocumentError('The client does not use the authorization code grant.')
  }
  if (document.response_types && !document.response_types.includes('code')) {
    throw new ClientDocumentError('The client does not use the response type "code".')
  }
  const keys = checkClientKeys(document)
  return {
    id: url.href,
    name: document.client_name?.trim() ? document.client_name : url.host,
    registration: 'cimd',
    domain: url.host,
    redirectUris: document.redirect_uris,
    authMethods: methodsOf(document, keys),
    secretHash: null,
    keys,
  }
}

/** §4.1: no shared secrets. What both sides support stays usable, because nothing tells the client our choice. */
function methodsOf(document: z.infer<typeof documentShape>, keys: ClientKeys | null): ClientAuthMethod[] {
  const offered = document.token_endpoint_auth_methods_supported ?? [
    document.token_endpoint_auth_method ?? 'none',
  ]
  const all = new Set([
    ...offered,
    ...(document.token_endpoint_auth_method ? [document.token_endpoint_auth_method] : []),
  ])
  if (document.token_endpoint_auth_method?.startsWith('client_secret')) {
    throw new ClientDocumentError('A client with a metadata document cannot use a shared secret.')
  }
  const methods: ClientAuthMethod[] = []
  if (all.has('none')) methods.push('none')
  if (all.has('private_key_jwt') && keys) methods.push('private_key_jwt')
  if (methods.length === 0) {
    throw new ClientDocumentError('The client offers neither "none" nor a usable "private_key_jwt".')
  }
  return methods
}

/** RFC 7591 §2: keys or where they are, not both, and public ones only. Throws ClientDocumentError. */
export function checkClientKeys(metadata: z.infer<typeof clientKeysShape>): ClientKeys | null {
  const { jwks, jwks_uri: jwksUri } = metadata
  if (jwks && jwksUri) {
    throw new ClientDocumentError('The client metadata must not hold both jwks and jwks_uri.')
  }
  if (jwks?.keys.some((key) => PRIVATE_JWK_MEMBERS.some((member) => member in key))) {
    throw new ClientDocumentError('The client metadata must hold public keys only.')
  }
  if (jwks) return { jwks: plainKeys(jwks) }
  return jwksUri ? { jwksUri, enteredBy: 'client' } : null
}

/** Members that say what a key is and may be used for; all of them are texts (RFC 7517 §4, RFC 7518 §6.2.1.1). */
const DECIDING = ['kty', 'use', 'alg', 'kid', 'crv'] as const

/**
 * Keys with their members that are texts and lists of texts, as all are that matter. Others are a stranger's, nested at
 * will, and are ignored (RFC 7517 §4); a key whose use cannot be read is left out.
 */
export function plainKeys({ keys }: { keys: Record<string, unknown>[] }): JSONWebKeySet {
  return {
    keys: keys
      .filter(isReadable)
      .map((key) => Object.fromEntries(Object.entries(key).filter(([, value]) => isPlain(value)))),
  }
}

function isReadable(key: Record<string, unknown>): boolean {
  const { key_ops: operations } = key
  return (
    DECIDING.every((name) => key[name] === undefined || typeof key[name] === 'string') &&
    (operations === undefined || (Array.isArray(operations) && isPlain(operations)))
  )
}

function isPlain(value: unknown): boolean {
  return Array.isArray(value) ? value.every((item) => typeof item === 'string') : typeof value === 'string'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ClientDocumentError('The client metadata document is no JSON.')
  }
}
