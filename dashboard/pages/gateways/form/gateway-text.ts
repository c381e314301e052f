// How the fields of a Gateway read where somebody else changed them. Pure.
import type { RecipeView } from '../../../../schema/api/library.ts'
import { formatSeconds } from '../../../format/duration.ts'
import { labelOf } from '../../../ui/label-of.ts'
import { ENDPOINT_LABELS } from './endpoint-fields.tsx'
import { CLAIMS, ENDPOINT_FIELDS, type GatewayValues } from './gateway-values.ts'
import { CLAIM_LABELS, EMAIL_TRUST, SOURCE_OPTIONS } from './identity-fields.tsx'
import { CONSENTS } from './mcp-client-fields.tsx'
import { METHODS, REGISTRATIONS } from './registration-fields.tsx'

/** Undefined: a text, a list of texts, or yes and no. */
export function gatewayText(
  field: keyof GatewayValues,
  values: GatewayValues,
  recipes: readonly RecipeView[],
): string | undefined {
  switch (field) {
    case 'provider':
      return recipes.find(({ provider }) => provider === values.provider)?.name
    case 'registration':
      return labelOf(REGISTRATIONS, values.registration)
    case 'tokenEndpointAuthMethod':
      return labelOf(METHODS, values.tokenEndpointAuthMethod)
    case 'consent':
      return labelOf(CONSENTS, values.consent)
    case 'endpoints':
      return endpointText(values.endpoints)
    case 'identity':
      return identityText(values.identity)
    case 'clientRegistration':
      return clientText(values.clientRegistration)
    case 'accessTokenTtlSeconds':
    case 'refreshTokenTtlSeconds':
      return formatSeconds(values[field] ?? 0)
    default:
      return undefined
  }
}

function endpointText(endpoints: GatewayValues['endpoints']): string {
  const pinned = ENDPOINT_FIELDS.filter((field) => endpoints[field] !== '')
  return pinned.map((field) => `${ENDPOINT_LABELS[field]} ${endpoints[field]}`).join('; ') || 'as discovered'
}

function identityText({ source, claims, emailTrust }: GatewayValues['identity']): string {
  const named = CLAIMS.map((claim) => `${CLAIM_LABELS[claim]}: ${claims[claim] || 'none'}`)
  const parts = [
    source && `Read from: ${labelOf(SOURCE_OPTIONS, source)}`,
    ...named,
    emailTrust && `E-mail counts as verified: ${labelOf(EMAIL_TRUST, emailTrust)}`,
  ]
  return parts.filter(Boolean).join('; ')
}

function clientText(rules: GatewayValues['clientRegistration']): string {
  const { dcr, cimd, cimdTrustedHosts: hosts, privateUseRedirectUris: uris } = rules
  const documents = hosts === null ? 'yes' : `of ${hosts.join(', ') || 'no host'}`
  return [
    `Register themselves: ${dcr ? 'yes' : 'no'}`,
    `Metadata documents: ${cimd ? documents : 'no'}`,
    `Private-use redirect URIs: ${uris.join(', ') || 'none'}`,
  ].join('; ')
}
