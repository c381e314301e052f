// The form of a Gateway and the bodies of the API, one into the other. Field names are those of the API. Pure.
import type { Gateway, GatewayUpdate } from '../../../../schema/api/gateways.ts'
import type { NewGateway } from '../../../data/gateways.ts'

export const ENDPOINT_FIELDS = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'registration_endpoint',
  'userinfo_endpoint',
  'introspection_endpoint',
  'revocation_endpoint',
  'jwks_uri',
] as const
export type EndpointField = (typeof ENDPOINT_FIELDS)[number]

export const CLAIMS = ['subject', 'email', 'emailVerified', 'organization', 'displayName'] as const
export type Claim = (typeof CLAIMS)[number]

type Identity = Gateway['identity']

export interface GatewayValues {
  name: string
  description: string
  provider: Gateway['provider']
  authorizationServerUrl: string
  /** Empty: as discovered. */
  endpoints: Record<EndpointField, string>
  registration: Gateway['registration']
  clientId: string
  /** Empty: as it is; null: take away the one that is stored. */
  clientSecret: string | null
  /** Empty: chosen by whether there is a secret. */
  tokenEndpointAuthMethod: Gateway['tokenEndpointAuthMethod'] | ''
  resource: string
  audience: string
  scopes: string[]
  scopeStrict: boolean
  /** Empty parts of a new Gateway: as the recipe says. */
  identity: {
    source: Identity['source'] | ''
    emailTrust: Identity['emailTrust'] | ''
    claims: Record<Claim, string>
  }
  clientRegistration: Gateway['clientRegistration']
  consent: Gateway['consent']
  accessTokenTtlSeconds: number | null
  refreshTokenTtlSeconds: number | null
  locationHint: NonNullable<NewGateway['locationHint']> | ''
  jurisdiction: NonNullable<NewGateway['jurisdiction']> | ''
}

export const FIELD_LABELS: Readonly<Partial<Record<keyof GatewayValues, string>>> = {
  name: 'Name',
  description: 'Description',
  provider: 'Recipe',
  authorizationServerUrl: 'Authorization server URL',
  endpoints: 'Pinned endpoints',
  registration: 'How Limen is registered',
  clientId: 'Client id',
  tokenEndpointAuthMethod: 'How Limen proves itself',
  resource: 'Resource',
  audience: 'Audience',
  scopes: 'Allowed scopes',
  scopeStrict: 'Refuse wider tokens',
  identity: 'Identity',
  clientRegistration: 'Client registration',
  consent: 'Consent',
  accessTokenTtlSeconds: 'MCP access token lifetime',
  refreshTokenTtlSeconds: 'MCP refresh token lifetime',
}

const NO_ENDPOINTS: Record<EndpointField, string> = {
  issuer: '',
  authorization_endpoint: '',
  token_endpoint: '',
  registration_endpoint: '',
  userinfo_endpoint: '',
  introspection_endpoint: '',
  revocation_endpoint: '',
  jwks_uri: '',
}

/** What the API would choose where nothing is said. */
export function blankGateway(): GatewayValues {
  return {
    name: '',
    description: '',
    provider: 'manual',
    authorizationServerUrl: '',
    endpoints: { ...NO_ENDPOINTS },
    registration: 'auto',
    clientId: '',
    clientSecret: '',
    tokenEndpointAuthMethod: '',
    resource: '',
    audience: '',
    scopes: [],
    scopeStrict: false,
    identity: {
      source: '',
      emailTrust: '',
      claims: { subject: '', email: '', emailVerified: '', organization: '', displayName: '' },
    },
    clientRegistration: {
      dcr: true,
      cimd: true,
      cimdTrustedHosts: null,
      privateUseRedirectUris: ['cursor://anysphere.cursor-mcp/oauth/callback'],
    },
    consent: 'always',
    accessTokenTtlSeconds: 3_600,
    refreshTokenTtlSeconds: 30 * 86_400,
    locationHint: '',
    jurisdiction: '',
  }
}

export function valuesOf(gateway: Gateway): GatewayValues {
  const { identity, endpoints, manualOverrides, clientRegistration } = gateway
  const pinned = ENDPOINT_FIELDS.filter((field) => manualOverrides.includes(field))
  return {
    name: gateway.name,
    description: gateway.description,
    provider: gateway.provider,
    authorizationServerUrl: gateway.authorizationServerUrl,
    endpoints: {
      ...NO_ENDPOINTS,
      ...Object.fromEntries(pinned.map((field) => [field, endpoints?.[field] ?? ''])),
    },
    registration: gateway.registration,
    clientId: gateway.clientId ?? '',
    clientSecret: '',
    tokenEndpointAuthMethod: gateway.tokenEndpointAuthMethod,
    resource: gateway.resource ?? '',
    audience: gateway.audience ?? '',
    scopes: [...gateway.scopes],
    scopeStrict: gateway.scopeStrict,
    identity: {
      source: identity.source,
      emailTrust: identity.emailTrust,
      claims: { ...identity.claims, organization: identity.claims.organization ?? '' },
    },
    clientRegistration: {
      ...clientRegistration,
      cimdTrustedHosts: clientRegistration.cimdTrustedHosts && [...clientRegistration.cimdTrustedHosts],
      privateUseRedirectUris: [...clientRegistration.privateUseRedirectUris],
    },
    consent: gateway.consent,
    accessTokenTtlSeconds: gateway.accessTokenTtlSeconds,
    refreshTokenTtlSeconds: gateway.refreshTokenTtlSeconds,
    // Fixed at creation, so never part of an edit.
    locationHint: '',
    jurisdiction: '',
  }
}

export function newGatewayOf(values: GatewayValues): NewGateway {
  const { clientSecret, endpoints, tokenEndpointAuthMethod, locationHint, jurisdiction, identity } = values
  const claims = filled(identity.claims)
  return {
    ...plainOf(values),
    ...(Object.keys(filled(endpoints)).length > 0 ? { endpoints: filled(endpoints) } : {}),
    ...(tokenEndpointAuthMethod === '' ? {} : { tokenEndpointAuthMethod }),
    clientSecret: clientSecret === '' ? null : clientSecret,
    identity: {
      ...(identity.source === '' ? {} : { source: identity.source }),
      ...(identity.emailTrust === '' ? {} : { emailTrust: identity.emailTrust }),
      ...(Object.keys(claims).length > 0 ? { claims } : {}),
    },
    locationHint: locationHint === '' ? null : locationHint,
    jurisdiction: jurisdiction === '' ? null : jurisdiction,
  }
}

/** Only what differs: sending a downstream field again makes the API discover and register again. */
export function changeOf(values: GatewayValues, before: GatewayValues): GatewayUpdate {
  const { tokenEndpointAuthMethod, clientSecret, endpoints, identity } = values
  const whole: GatewayUpdate = {
    ...plainOf(values),
    ...(tokenEndpointAuthMethod === '' ? {} : { tokenEndpointAuthMethod }),
    endpoints: filled(endpoints),
    identity: {
      ...(identity.source === '' ? {} : { source: identity.source }),
      ...(identity.emailTrust === '' ? {} : { emailTrust: identity.emailTrust }),
      claims: { ...identity.claims, organization: identity.claims.organization || null },
    },
    ...(clientSecret === '' ? {} : { clientSecret }),
  }
  const changed = Object.entries(whole).filter(
    ([field]) => !isSame(fieldOf(values, field), fieldOf(before, field)),
  )
  const change: GatewayUpdate = Object.fromEntries(changed)
  return 'endpoints' in change ? { ...change, manualOverrides: pinnedFields(endpoints) } : change
}

function plainOf(values: GatewayValues) {
  return {
    name: values.name,
    description: values.description,
    provider: values.provider,
    authorizationServerUrl: values.authorizationServerUrl.trim(),
    registration: values.registration,
    clientId: values.clientId.trim() || null,
    resource: values.resource.trim() || null,
    audience: values.audience.trim() || null,
    scopes: values.scopes,
    scopeStrict: values.scopeStrict,
    clientRegistration: values.clientRegistration,
    consent: values.consent,
    // A span that is not entered is refused by the API, beside its field.
    accessTokenTtlSeconds: values.accessTokenTtlSeconds ?? 0,
    refreshTokenTtlSeconds: values.refreshTokenTtlSeconds ?? 0,
  }
}

function pinnedFields(endpoints: GatewayValues['endpoints']): EndpointField[] {
  return ENDPOINT_FIELDS.filter((field) => endpoints[field].trim() !== '')
}

function filled<Key extends string>(texts: Readonly<Record<Key, string>>): Partial<Record<Key, string>> {
  const entries = Object.entries<string>(texts).filter(([, text]) => text.trim() !== '')
  return Object.fromEntries(entries.map(([key, text]) => [key, text.trim()])) as Partial<Record<Key, string>>
}

function fieldOf(values: GatewayValues, field: string): unknown {
  return Object.entries(values).find(([name]) => name === field)?.[1]
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
