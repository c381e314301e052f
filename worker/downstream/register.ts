// How Limen becomes a client of the downstream authorization server (D2).
import type { GatewayRow } from '../../schema/tables/gateways.ts'
import { ownClientDocumentUrl } from '../edge/public-urls.ts'
import { OutboundError } from '../net/outbound-error.ts'
import { errorCodeOf } from './classify-token-failure.ts'
import { exchange, platformIo, type DownstreamIo, type TargetSettings } from './io.ts'
import { canServeClientDocument, ownClientMetadata } from './own-client-document.ts'
import { isJsonObject, parseJson } from './parse-json.ts'
import { wireScopes } from './scopes.ts'

type AuthMethod = GatewayRow['tokenEndpointAuthMethod']

export interface RegistrationRequest extends TargetSettings {
  gateway: Pick<
    GatewayRow,
    | 'id'
    | 'name'
    | 'provider'
    | 'registration'
    | 'clientId'
    | 'tokenEndpointAuthMethod'
    | 'endpoints'
    | 'discovery'
    | 'scopes'
    | 'identity'
    | 'resource'
    | 'audience'
  >
  /** Main host as an origin. */
  publicOrigin: string
}

export type RegistrationResult =
  | {
      ok: true
      registration: 'preregistered' | 'cimd' | 'dcr' | 'manual'
      clientId: string
      /** Only from a dynamic registration; to be sealed for the origin of the token endpoint. */
      clientSecret: string | null
      /** When that secret ends, ms since 1970; null: never. */
      clientSecretExpiresAt: number | null
      tokenEndpointAuthMethod: AuthMethod
    }
  /** Somebody has to enter client id and secret; `field` names where. */
  | { ok: false; code: string; field: string; message: string }

/** Never throws. `auto` tries: the client id that was entered, CIMD, DCR, and then asks for one. */
export async function registerDownstream(
  request: RegistrationRequest,
  io: DownstreamIo = platformIo,
): Promise<RegistrationResult> {
  switch (request.gateway.registration) {
    case 'preregistered':
    case 'manual':
      return entered(request, request.gateway.registration)
    case 'cimd':
      return byDocument(request)
    case 'dcr':
      return dynamically(request, io)
    case 'auto': {
      if (request.gateway.clientId !== null) return entered(request, 'preregistered')
      const document = byDocument(request)
      if (document.ok) return document
      const dynamic = await dynamically(request, io)
      return dynamic.ok || dynamic.code !== 'dcr_unsupported' ? dynamic : entered(request, 'manual')
    }
  }
}

function entered(request: RegistrationRequest, registration: 'preregistered' | 'manual'): RegistrationResult {
  const { clientId, tokenEndpointAuthMethod } = request.gateway
  if (clientId === null)
    return refused(
      'client_id_missing',
      'clientId',
      'Register Limen at the authorization server with the callback URL shown here, and enter the client id it gives you.',
    )
  return {
    ok: true,
    registration,
    clientId,
    clientSecret: null,
    clientSecretExpiresAt: null,
    tokenEndpointAuthMethod,
  }
}

function byDocument(request: RegistrationRequest): RegistrationResult {
  if (request.gateway.discovery?.metadata?.['client_id_metadata_document_supported'] !== true)
    return refused(
      'cimd_unsupported',
      'registration',
      'The server does not say that it accepts client metadata documents. Choose another way of registration.',
    )
  if (!canServeClientDocument(request.publicOrigin))
    return refused(
      'cimd_needs_public_origin',
      'registration',
      'Client metadata documents need a public https address of Limen (PUBLIC_ORIGIN). Choose another way of registration.',
    )
  const isKeyed = listed(request, 'private_key_jwt', []) && listedAlgorithm(request)
  return {
    ok: true,
    registration: 'cimd',
    clientId: ownClientDocumentUrl(request.publicOrigin, request.gateway.id),
    clientSecret: null,
    clientSecretExpiresAt: null,
    tokenEndpointAuthMethod: isKeyed ? 'private_key_jwt' : 'none',
  }
}

/** RFC 7591 §3. */
async function dynamically(request: RegistrationRequest, io: DownstreamIo): Promise<RegistrationResult> {
  const endpoint = request.gateway.endpoints?.registration_endpoint
  if (endpoint === undefined)
    return refused(
      'dcr_unsupported',
      'registration',
      'The server has no registration endpoint. Register Limen there by hand and enter the client id.',
    )
  const method = dynamicMethod(request)
  const body = {
    ...ownClientMetadata(request.gateway, request.publicOrigin),
    token_endpoint_auth_method: method,
    scope: wireScopes(request.gateway, request.gateway.scopes),
  }
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  try {
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    const response = await exchange(endpoint, init, request, io)
    const text = await response.text()
    if (response.status !== 201 && response.status !== 200)
      return refused(
        'dcr_refused',
        'registration',
        `The server refused to register Limen (${response.status} ${errorCodeOf(text) ?? ''}). Register it there by hand and enter client id and secret.`,
      )
    return parseRegistration(text, method)
  } catch (error) {
    const reason = error instanceof OutboundError ? error.message : 'the request failed'
    return refused(
      'dcr_unreachable',
      'registration',
      `The registration endpoint does not answer: ${reason}. Try again, or enter client id and secret.`,
    )
  }
}

/** RFC 7591 §3.2.1: the server may have chosen another method than the one asked for. */
function parseRegistration(text: string, asked: AuthMethod): RegistrationResult {
  const answer = parseJson(text)
  const unusable = refused(
    'dcr_unusable',
    'registration',
    'The server registered Limen in a way it cannot use. Register it there by hand and enter client id and secret.',
  )
  if (!isJsonObject(answer)) return unusable
  const { client_id: clientId, client_secret: secret, client_secret_expires_at: expires } = answer
  const method = answer['token_endpoint_auth_method'] ?? asked
  if (typeof clientId !== 'string' || clientId === '' || !isDynamicMethod(method)) return unusable
  const clientSecret = typeof secret === 'string' && secret !== '' ? secret : null
  if (method !== 'none' && clientSecret === null) return unusable
  return {
    ok: true,
    registration: 'dcr',
    clientId,
    clientSecret: method === 'none' ? null : clientSecret,
    clientSecretExpiresAt: typeof expires === 'number' && expires > 0 ? expires * 1_000 : null,
    tokenEndpointAuthMethod: method,
  }
}

const DYNAMIC_METHODS = ['client_secret_basic', 'client_secret_post', 'none'] as const

function isDynamicMethod(value: unknown): value is (typeof DYNAMIC_METHODS)[number] {
  return DYNAMIC_METHODS.some((method) => method === value)
}

/** The strongest that the server lists; RFC 8414 §2 assumes `client_secret_basic` where nothing is listed. */
function dynamicMethod(request: RegistrationRequest): AuthMethod {
  return DYNAMIC_METHODS.find((method) => listed(request, method, ['client_secret_basic'])) ?? 'none'
}

function listed(request: RegistrationRequest, method: AuthMethod, assumed: readonly string[]): boolean {
  const methods = request.gateway.discovery?.metadata?.['token_endpoint_auth_methods_supported']
  return (Array.isArray(methods) ? methods : assumed).includes(method)
}

function listedAlgorithm(request: RegistrationRequest): boolean {
  const algorithms = request.gateway.discovery?.metadata?.['token_endpoint_auth_signing_alg_values_supported']
  return !Array.isArray(algorithms) || algorithms.includes('ES256')
}

function refused(code: string, field: string, message: string): RegistrationResult {
  return { ok: false, code, field, message }
}
