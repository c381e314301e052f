// What is wrong or noteworthy in a metadata document, each with what to do about it (D1). Pure.
import type { DiscoveryReport, DownstreamEndpoints } from '../../schema/tables/gateways.ts'
import { OutboundError } from '../net/outbound-error.ts'
import { checkTarget } from '../net/target-policy.ts'
import { ENDPOINT_FIELDS, type EndpointField } from './endpoint-change.ts'
import type { TargetSettings } from './io.ts'

export type Finding = DiscoveryReport['findings'][number]

/** Findings about a document whose issuer is already proven. */
export function findMetadataFaults(metadata: Record<string, unknown>, targets: TargetSettings): Finding[] {
  return [
    ...ENDPOINT_FIELDS.flatMap((field) => endpointFaults(field, metadata[field], targets)),
    ...pkceFindings(metadata['code_challenge_methods_supported']),
    ...listFindings(metadata),
  ]
}

function endpointFaults(field: EndpointField, value: unknown, targets: TargetSettings): Finding[] {
  const name = `endpoints.${field}`
  if (value === undefined || value === null) {
    const isRequired = field === 'authorization_endpoint' || field === 'token_endpoint'
    if (!isRequired) return []
    return [
      error(name, 'endpoint_missing', `The server does not say where its ${field} is. Enter it by hand.`),
    ]
  }
  if (typeof value !== 'string' || !URL.canParse(value))
    return [error(name, 'endpoint_invalid', `The ${field} is not a URL. Enter it by hand.`)]
  try {
    checkTarget(value, { policy: 'configured', ...targets })
    return []
  } catch (cause) {
    const reason = cause instanceof OutboundError ? cause.message : 'refused'
    const advice = 'Publish it with https on a public address, or set ALLOW_PRIVATE_TARGETS for development.'
    return [error(name, 'endpoint_refused', `The ${field} cannot be used: ${reason}. ${advice}`)]
  }
}

/** RFC 7636: Limen always sends S256. */
function pkceFindings(methods: unknown): Finding[] {
  if (methods === undefined || methods === null)
    return [
      note(
        'pkce_unstated',
        'The server does not say whether it supports PKCE. Several large providers do without saying so; Limen sends S256 anyway.',
      ),
    ]
  if (Array.isArray(methods) && methods.includes('S256')) return []
  return [
    error(
      'authorizationServerUrl',
      'pkce_s256_missing',
      'The server lists PKCE methods without S256. Enable S256 there; Limen uses no other method.',
    ),
  ]
}

function listFindings(metadata: Record<string, unknown>): Finding[] {
  const findings: Finding[] = []
  if (lacks(metadata['response_types_supported'], 'code'))
    findings.push(
      error(
        'authorizationServerUrl',
        'code_flow_missing',
        'The server does not offer the authorization code flow (response type "code"). Enable it there.',
      ),
    )
  if (lacks(metadata['grant_types_supported'], 'refresh_token'))
    findings.push(
      warning(
        'refresh_unlisted',
        'The server does not list the refresh_token grant. Without it users sign in again whenever an access token ends.',
      ),
    )
  if (metadata['jwks_uri'] === undefined)
    findings.push(
      note(
        'jwks_missing',
        'The server publishes no keys (jwks_uri), so ID tokens cannot be verified. Use userinfo or introspection as the identity source.',
      ),
    )
  const canRegister =
    metadata['registration_endpoint'] !== undefined ||
    metadata['client_id_metadata_document_supported'] === true
  if (!canRegister)
    findings.push(
      note(
        'registration_manual',
        'The server registers no clients by itself. Register one there and enter its client id.',
      ),
    )
  return findings
}

function lacks(list: unknown, wanted: string): boolean {
  return Array.isArray(list) && !list.includes(wanted)
}

/** The endpoints of a document without faults. */
export function endpointsOf(metadata: Record<string, unknown>): DownstreamEndpoints | null {
  const found: Partial<Record<EndpointField, string>> = {}
  for (const field of ENDPOINT_FIELDS) {
    const value = metadata[field]
    if (typeof value === 'string') found[field] = value
  }
  const { issuer, authorization_endpoint, token_endpoint } = found
  if (issuer === undefined || authorization_endpoint === undefined || token_endpoint === undefined)
    return null
  return { ...found, issuer, authorization_endpoint, token_endpoint }
}

export function error(field: string | null, code: string, message: string): Finding {
  return { level: 'error', field, code, message }
}

function warning(code: string, message: string): Finding {
  return { level: 'warning', field: 'authorizationServerUrl', code, message }
}

function note(code: string, message: string): Finding {
  return { level: 'note', field: 'authorizationServerUrl', code, message }
}
