// Client authentication at token and revoke (RFC 6749 §2.3, RFC 7523 §2.2). Nothing about a token is judged before it.
import { isEqualSecret, sha256Hex } from '../../../crypto/digest.ts'
import type { Issuer } from '../../configuration/configuration.ts'
import { WireRefusal } from '../refusal.ts'
import {
  ClientAssertionError,
  ASSERTION_TYPE,
  verifyAssertion,
  type UsedAssertion,
} from './client-assertion.ts'
import type { Client, ClientAuthMethod } from './client.ts'
import { findClient, type ClientSources, type ClientVerdict } from './find-client.ts'
import { ClientUnavailableError } from './client-unavailable.ts'
import { hasAuthorization } from '../families.ts'
import type { UsedAssertions } from './used-assertions.ts'

export interface ClientCredentials {
  client_id?: string
  client_secret?: string
  client_assertion?: string
  client_assertion_type?: string
}

export interface AuthenticatedClient {
  client: Client
  /** To be remembered together with what the request changes; null unless `private_key_jwt`. */
  assertion: UsedAssertion | null
}

const BASIC_CHALLENGE = { 'www-authenticate': 'Basic realm="OAuth"' }

/** `find` says who a client id is; by default whoever may sign users in here. Throws WireRefusal. */
export async function authenticateClient(
  sources: ClientSources,
  usedAssertions: UsedAssertions,
  issuer: Issuer,
  authorization: string | null,
  form: ClientCredentials,
  find: (clientId: string) => Promise<ClientVerdict> = (clientId) =>
    findKnownClient(sources, issuer, clientId),
): Promise<AuthenticatedClient> {
  const basic = parseBasic(authorization)
  const challenge = basic ? BASIC_CHALLENGE : {}
  const presented = [
    basic && 'client_secret_basic',
    form.client_secret !== undefined && 'client_secret_post',
    form.client_assertion !== undefined && 'private_key_jwt',
  ].filter((method): method is ClientAuthMethod => typeof method === 'string')
  if (presented.length > 1 || (basic && form.client_id !== undefined && form.client_id !== basic.id)) {
    throw new WireRefusal('invalid_request', 'The client must use one way of authentication.')
  }
  const method = presented[0] ?? 'none'
  const clientId = basic?.id ?? form.client_id ?? issuerOfAssertion(form.client_assertion)
  if (!clientId) throw new WireRefusal('invalid_client', 'The client_id is missing.', challenge)

  const client = await requireClient(find, clientId, challenge)
  if (!client.authMethods.includes(method)) {
    throw new WireRefusal('invalid_client', 'The client must authenticate as it was registered.', challenge)
  }
  const secret = basic?.secret ?? form.client_secret
  if (method === 'client_secret_basic' || method === 'client_secret_post') {
    if (!secret || !client.secretHash || !(await isSecretOf(secret, client.secretHash))) {
      throw new WireRefusal('invalid_client', 'The client secret is wrong.', challenge)
    }
  }
  if (method !== 'private_key_jwt') return { client, assertion: null }
  return { client, assertion: await checkAssertion(sources, usedAssertions, issuer, client, form) }
}

/** Opening authorize is what makes a document known; one without an authorization has nothing to present here. */
export function findKnownClient(
  sources: ClientSources,
  issuer: Issuer,
  clientId: string,
): Promise<ClientVerdict> {
  return findClient(sources, issuer, clientId, { onlyKnown: !hasAuthorization(sources.sql, clientId) })
}

async function requireClient(
  find: (clientId: string) => Promise<ClientVerdict>,
  clientId: string,
  challenge: Record<string, string>,
): Promise<Client> {
  try {
    const verdict = await find(clientId)
    if (!verdict.known) throw new WireRefusal('invalid_client', verdict.reason, challenge)
    return verdict.client
  } catch (error) {
    throw unavailable(error)
  }
}

async function checkAssertion(
  sources: ClientSources,
  usedAssertions: UsedAssertions,
  issuer: Issuer,
  client: Client,
  form: ClientCredentials,
): Promise<UsedAssertion> {
  if (form.client_assertion_type !== ASSERTION_TYPE || !client.keys || form.client_assertion === undefined) {
    throw new WireRefusal('invalid_client', 'The client assertion is not valid.')
  }
  const { issuer: issuerUrl, tokenEndpoint, revocationEndpoint } = issuer.surface
  try {
    const used = await verifyAssertion(sources.documents, form.client_assertion, client.id, client.keys, [
      issuerUrl,
      tokenEndpoint,
      revocationEndpoint,
    ])
    if (!usedAssertions.isNew(used)) {
      throw new WireRefusal('invalid_client', 'The client assertion was used before.')
    }
    return used
  } catch (error) {
    if (error instanceof ClientAssertionError) throw new WireRefusal('invalid_client', error.message)
    throw unavailable(error)
  }
}

/** An outage of the client's own host is no fault of the client (O5). */
function unavailable(error: unknown): unknown {
  if (!(error instanceof ClientUnavailableError)) return error
  return new WireRefusal(
    'temporarily_unavailable',
    'The client cannot be verified now: its registration or metadata cannot be read.',
    { 'retry-after': '30' },
  )
}

async function isSecretOf(secret: string, hash: string): Promise<boolean> {
  return isEqualSecret(await sha256Hex(secret), hash.toLowerCase())
}

/** RFC 6749 §2.3.1: both parts form-encoded. Throws WireRefusal for a malformed header. */
function parseBasic(header: string | null): { id: string; secret: string } | undefined {
  const [, encoded] = /^basic[ \t]+(.*)$/i.exec(header ?? '') ?? []
  if (encoded === undefined) return undefined
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(atob(encoded.trim()), (character) => character.charCodeAt(0)),
    )
    const colon = text.indexOf(':')
    if (colon > 0) return { id: formDecode(text.slice(0, colon)), secret: formDecode(text.slice(colon + 1)) }
  } catch {
    // Falls through to the refusal.
  }
  throw new WireRefusal('invalid_client', 'The Basic credentials are malformed.', BASIC_CHALLENGE)
}

function formDecode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}

/** RFC 7521 §4.2: `client_id` may be left out; the assertion names the client, and is verified for exactly it. */
function issuerOfAssertion(assertion: string | undefined): string | undefined {
  try {
    const payload = assertion?.split('.')[1] ?? ''
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
    const issuer = (claims as { iss?: unknown }).iss
    return typeof issuer === 'string' ? issuer : undefined
  } catch {
    return undefined
  }
}
