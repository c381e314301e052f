// Dynamic client registration (O5; RFC 7591). What cannot be used here is left out, and the answer says what was kept
// (§3.2.1): one odd redirect URI among several does not fail it.
import type { ClientInfo } from '@cloudflare/workers-oauth-provider'
import { z } from 'zod'
import { checkClientKeys, ClientDocumentError, clientKeysShape } from './clients/client-document.ts'
import type { ClientKeys } from './clients/client.ts'
import type { OAuthCall, WireAnswer } from './contract.ts'
import { canonicalPost } from './library.ts'
import type { AuthorizationParts } from './parts.ts'
import { recordStep } from './record-step.ts'
import { redirectKind } from './redirect-uri.ts'
import { WireRefusal } from './refusal.ts'
import type { Issuer } from '../configuration/configuration.ts'
import { requireIssuer } from './require-issuer.ts'
import { OAuthStore } from './storage/oauth-store.ts'
import { StagedKv } from './storage/staged-kv.ts'
import { libraryRefusal, wireAnswer } from './wire-answer.ts'
import { refuseWire } from './wire-call.ts'

const NAME_CHARACTERS_MAX = 256

/** The members Limen keeps (RFC 7591 §2); unknown ones are ignored. */
const metadataShape = clientKeysShape.extend({
  redirect_uris: z.array(z.unknown()).min(1).max(50),
  client_name: z.string().optional(),
  token_endpoint_auth_method: z.string().optional(),
  grant_types: z.array(z.string()).optional(),
  response_types: z.array(z.string()).optional(),
  client_uri: z.string().optional(),
  logo_uri: z.string().optional(),
  tos_uri: z.string().optional(),
  policy_uri: z.string().optional(),
})

export async function answerRegistration(parts: AuthorizationParts, call: OAuthCall): Promise<WireAnswer> {
  const verdict = parts.limits.register.decide(call.address, Date.now())
  let issuer: Issuer | undefined
  try {
    issuer = await requireIssuer(parts, call.issuerKey)
    if (verdict !== 'allowed') {
      throw new WireRefusal('too_many_requests', 'Too many registrations from this address. Wait a minute.', {
        'retry-after': '60',
      })
    }
    const settings = issuer.gateway.clientRegistration
    if (!settings.dcr) throw new WireRefusal('access_denied', 'Dynamic client registration is closed here.')
    const { metadata, keys } = parseMetadata(call.body, settings.privateUseRedirectUris)
    const store = new OAuthStore(parts.storage.sql, issuer.key)
    const kv = new StagedKv({ store, client: undefined, now: Date.now })
    const response = await parts.library.fetch(
      issuer,
      canonicalPost(issuer.surface.registrationEndpoint, 'application/json', JSON.stringify(metadata)),
      kv,
    )
    const staged = kv.staged('client:')[0]
    if (response.status !== 201 || !staged) throw await libraryRefusal(response)
    const client = JSON.parse(staged.entry.value) as ClientInfo
    if (keys) client.tokenEndpointAuthMethod = 'private_key_jwt'
    await parts.clients.dynamic.store(issuer.key, client, keys)
    recordStep(parts, call, issuer, 'register', {
      outcome: 'ok',
      status: 201,
      client: { id: client.clientId, name: client.clientName ?? client.clientId },
    })
    const answer = await response.json<Record<string, unknown>>()
    return wireAnswer(201, keys ? { ...answer, ...keysMetadata(keys) } : answer)
  } catch (error) {
    return refuseWire(error, (refusal, status) => {
      // A flood is one line in the log for each address and minute.
      if (verdict === 'refused') return
      recordStep(parts, call, issuer, 'register', {
        outcome: 'refused',
        status,
        ruleId: refusal.code,
        detail: refusal.message,
      })
    })
  }
}

/**
 * What the library is asked to register, and the keys of a `private_key_jwt` client, which it does not know: to the
 * library every client is one that Limen has authenticated. Throws WireRefusal where nothing usable is left.
 */
function parseMetadata(body: string, privateUseUris: readonly string[]) {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    throw new WireRefusal('invalid_client_metadata', 'The body is no JSON.')
  }
  const parsed = metadataShape.safeParse(json)
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? ''
    throw new WireRefusal(
      field.startsWith('redirect_uris') ? 'invalid_redirect_uri' : 'invalid_client_metadata',
      field === '' ? 'The body must be a JSON object.' : `The member "${field}" is missing or wrong.`,
    )
  }
  const { client_name, grant_types, response_types, client_uri, logo_uri, tos_uri, policy_uri } = parsed.data
  const { redirect_uris, token_endpoint_auth_method: method } = parsed.data
  const usable = redirect_uris.filter(
    (uri): uri is string => typeof uri === 'string' && redirectKind(uri, privateUseUris) !== undefined,
  )
  if (usable.length === 0) {
    throw new WireRefusal('invalid_redirect_uri', 'None of the redirect URIs can be used here.')
  }
  const keys = method === 'private_key_jwt' ? checkKeys(parsed.data) : null
  const uris = { client_uri, logo_uri, tos_uri, policy_uri }
  const metadata = {
    redirect_uris: usable,
    ...(method === undefined ? {} : { token_endpoint_auth_method: keys ? 'none' : method }),
    ...(client_name?.trim() ? { client_name: client_name.trim().slice(0, NAME_CHARACTERS_MAX) } : {}),
    ...(grant_types
      ? { grant_types: supported(grant_types, ['authorization_code', 'refresh_token'], 'grant_types') }
      : { grant_types: ['authorization_code', 'refresh_token'] }),
    ...(response_types ? { response_types: supported(response_types, ['code'], 'response_types') } : {}),
    ...Object.fromEntries(
      Object.entries(uris).filter(
        ([, uri]) => uri !== undefined && /^https?:\/\//.test(uri) && URL.canParse(uri),
      ),
    ),
  }
  return { metadata, keys }
}

/** Throws WireRefusal: `private_key_jwt` needs public keys, here or at an https URL (RFC 7591 §2). */
function checkKeys(metadata: z.infer<typeof metadataShape>): ClientKeys {
  try {
    const keys = checkClientKeys(metadata)
    if (keys && ('jwks' in keys || keys.jwksUri.startsWith('https://'))) return keys
  } catch (error) {
    if (!(error instanceof ClientDocumentError)) throw error
    throw new WireRefusal('invalid_client_metadata', error.message)
  }
  throw new WireRefusal('invalid_client_metadata', 'private_key_jwt needs jwks, or a jwks_uri with https.')
}

function keysMetadata(keys: ClientKeys): Record<string, unknown> {
  const token_endpoint_auth_method = 'private_key_jwt'
  return 'jwks' in keys
    ? { token_endpoint_auth_method, jwks: keys.jwks }
    : { token_endpoint_auth_method, jwks_uri: keys.jwksUri }
}

function supported(given: readonly string[], accepted: readonly string[], member: string): string[] {
  const left = accepted.filter((value) => given.includes(value))
  if (left[0] !== accepted[0])
    throw new WireRefusal('invalid_client_metadata', `No value of "${member}" can be used here.`)
  return left
}
