// Gateways on the admin wire (product.md §2).
import { z } from 'zod'
import { description, displayName, scopeList, timestamp, version, warning } from './common.ts'
import { strictObject } from './strict-object.ts'

export const gatewayProvider = z.enum(['manual', 'auth0', 'entra', 'okta', 'workos', 'keycloak', 'sqlos'])
export const downstreamRegistration = z.enum(['auto', 'preregistered', 'cimd', 'dcr', 'manual'])
export const clientAuthMethod = z.enum([
  'none',
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
])
export const locationHint = z.enum(['wnam', 'enam', 'sam', 'weur', 'eeur', 'apac', 'oc', 'afr', 'me'])
export const jurisdiction = z.enum(['eu', 'fedramp'])

const absoluteUrl = z
  .url({ protocol: /^https?$/, error: 'must be an absolute https URL' })
  .max(2_048, 'at most 2,048 characters')

/** Field names of RFC 8414 and OIDC Discovery. */
const endpointShape = {
  issuer: absoluteUrl,
  authorization_endpoint: absoluteUrl,
  token_endpoint: absoluteUrl,
  registration_endpoint: absoluteUrl.optional(),
  userinfo_endpoint: absoluteUrl.optional(),
  introspection_endpoint: absoluteUrl.optional(),
  revocation_endpoint: absoluteUrl.optional(),
  jwks_uri: absoluteUrl.optional(),
}
export const endpointField = z.enum([
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'registration_endpoint',
  'userinfo_endpoint',
  'introspection_endpoint',
  'revocation_endpoint',
  'jwks_uri',
])

const downstreamEndpoints = z.object(endpointShape)
const enteredEndpoints = strictObject({
  ...endpointShape,
  issuer: absoluteUrl.optional(),
  authorization_endpoint: absoluteUrl.optional(),
  token_endpoint: absoluteUrl.optional(),
}).meta({ description: 'Endpoints entered by hand; each one is pinned and beats what discovery finds' })

export const finding = z.object({
  level: z.enum(['error', 'warning', 'note']),
  field: z.string().nullable(),
  code: z.string(),
  message: z.string(),
})

const discoveryExample = {
  at: 1_790_000_000_000,
  url: 'https://login.example.com/.well-known/openid-configuration',
  metadata: {
    issuer: 'https://login.example.com',
    authorization_endpoint: 'https://login.example.com/authorize',
    token_endpoint: 'https://login.example.com/token',
  },
  findings: [
    {
      level: 'note',
      field: null,
      code: 'no_registration',
      message: 'It registers no clients: enter a client id.',
    },
  ],
}

const endpointsExample = {
  issuer: 'https://login.example.com',
  authorization_endpoint: 'https://login.example.com/authorize',
  token_endpoint: 'https://login.example.com/token',
}

export const discoveryReport = z
  .object({
    at: timestamp,
    url: z.string().nullable().meta({ description: 'Where the metadata document was found' }),
    metadata: z.record(z.string(), z.unknown()).nullable(),
    findings: z.array(finding),
  })
  .meta({ id: 'DiscoveryReport', example: discoveryExample })

const claimName = z.string().min(1).max(200)
const claimShape = {
  subject: claimName,
  email: claimName,
  emailVerified: claimName,
  organization: claimName.nullable(),
  displayName: claimName,
}
const identitySource = z.enum(['id_token', 'userinfo', 'access_token', 'introspection'])
const emailTrust = z.enum(['claim', 'always', 'never'])

export const identitySettings = z.object({ source: identitySource, claims: z.object(claimShape), emailTrust })

const identityInput = strictObject({
  source: identitySource.optional(),
  claims: strictObject(claimShape).partial().optional(),
  emailTrust: emailTrust.optional(),
})

const hostName = z
  .string()
  .toLowerCase()
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/,
    'must be a host name such as claude.ai',
  )

/** RFC 8252 §7.1: a scheme of the application's own, spelled out whole. */
export const privateUseRedirectUri = z
  .string()
  .max(2_048)
  .regex(/^[a-z][a-z0-9+.-]*:\S+$/i, 'must be an absolute URI')
  .refine(
    (uri) => !/^(https?|javascript|data|vbscript|file|blob|about|ws|wss|ftp|mailto|tel):/i.test(uri),
    'must use a private-use scheme such as cursor://…; https and loopback redirects need no entry here',
  )
  .refine((uri) => !uri.includes('#'), 'must not have a fragment')

const clientRegistrationShape = {
  dcr: z.boolean(),
  cimd: z.boolean(),
  cimdTrustedHosts: z.array(hostName).max(200).nullable(),
  privateUseRedirectUris: z.array(privateUseRedirectUri).max(50),
}

const secret = z
  .string()
  .min(1, 'must not be empty')
  .max(4_096)
  .regex(/^[\x20-\x7E]+$/, 'only visible ASCII characters')

const gatewayFields = {
  name: displayName,
  description,
  provider: gatewayProvider,
  authorizationServerUrl: absoluteUrl.meta({ description: 'Issuer, or the URL of its metadata document' }),
  endpoints: enteredEndpoints,
  manualOverrides: z.array(endpointField).meta({
    description: 'Names of the endpoint fields that stay as entered; by default those in `endpoints`',
  }),
  registration: downstreamRegistration,
  clientId: z.string().min(1).max(2_048).nullable(),
  clientSecret: secret.nullable().meta({ description: 'Write-only; null removes it' }),
  tokenEndpointAuthMethod: clientAuthMethod,
  resource: absoluteUrl
    .refine((url) => !url.includes('#'), 'RFC 8707: a resource has no fragment')
    .nullable(),
  audience: z.string().min(1).max(2_048).nullable(),
  scopes: scopeList,
  scopeStrict: z.boolean(),
  identity: identityInput,
  clientRegistration: strictObject(clientRegistrationShape).partial(),
  consent: z.enum(['always', 'remember']),
  accessTokenTtlSeconds: z.int().min(60).max(86_400),
  refreshTokenTtlSeconds: z
    .int()
    .min(3_600)
    .max(365 * 86_400),
  locationHint: locationHint.nullable(),
  jurisdiction: jurisdiction.nullable(),
}

export const gatewayCreate = strictObject({
  ...gatewayFields,
  description: gatewayFields.description.default(''),
  provider: gatewayFields.provider.default('manual'),
  endpoints: gatewayFields.endpoints.optional(),
  manualOverrides: gatewayFields.manualOverrides.optional(),
  registration: gatewayFields.registration.default('auto'),
  clientId: gatewayFields.clientId.default(null),
  clientSecret: gatewayFields.clientSecret.default(null),
  tokenEndpointAuthMethod: gatewayFields.tokenEndpointAuthMethod.optional().meta({
    description: 'By default `client_secret_basic` where a secret is entered, else `none`',
  }),
  resource: gatewayFields.resource.default(null),
  audience: gatewayFields.audience.default(null),
  scopes: gatewayFields.scopes.default([]),
  scopeStrict: gatewayFields.scopeStrict.default(false),
  identity: gatewayFields.identity.optional(),
  clientRegistration: gatewayFields.clientRegistration.optional(),
  consent: gatewayFields.consent.default('always'),
  accessTokenTtlSeconds: gatewayFields.accessTokenTtlSeconds.default(3_600),
  refreshTokenTtlSeconds: gatewayFields.refreshTokenTtlSeconds.default(30 * 86_400),
  locationHint: gatewayFields.locationHint.default(null),
  jurisdiction: gatewayFields.jurisdiction.default(null),
}).meta({
  id: 'GatewayCreate',
  example: {
    name: 'Helpdesk',
    authorizationServerUrl: 'https://login.example.com',
    clientId: 'limen',
    clientSecret: 'from-your-provider',
    resource: 'https://api.example.com',
    scopes: ['tickets.read', 'tickets.write', 'accounts.read', 'admin.read'],
  },
})

const fixed = { description: 'Fixed at creation: may be sent back unchanged, another value is 409' }

export const gatewayUpdate = strictObject({
  ...gatewayFields,
  locationHint: gatewayFields.locationHint.meta(fixed),
  jurisdiction: gatewayFields.jurisdiction.meta(fixed),
})
  .partial()
  .meta({ id: 'GatewayUpdate', example: { description: 'Tickets and accounts', scopes: ['tickets.read'] } })

const gatewayExample = {
  id: 'gw_AAECAwQFBgcICQoLDA0ODw',
  name: 'Helpdesk',
  description: 'Tickets and accounts',
  provider: 'manual',
  authorizationServerUrl: 'https://login.example.com',
  endpoints: endpointsExample,
  manualOverrides: [],
  discovery: discoveryExample,
  registration: 'auto',
  resolvedRegistration: 'preregistered',
  clientId: 'limen',
  clientSecretSet: true,
  clientSecretExpiresAt: null,
  tokenEndpointAuthMethod: 'client_secret_basic',
  resource: 'https://api.example.com',
  audience: null,
  scopes: ['tickets.read', 'tickets.write'],
  scopeStrict: false,
  identity: {
    source: 'id_token',
    claims: {
      subject: 'sub',
      email: 'email',
      emailVerified: 'email_verified',
      organization: null,
      displayName: 'name',
    },
    emailTrust: 'claim',
  },
  clientRegistration: { dcr: true, cimd: true, cimdTrustedHosts: null, privateUseRedirectUris: [] },
  consent: 'always',
  accessTokenTtlSeconds: 3_600,
  refreshTokenTtlSeconds: 2_592_000,
  locationHint: 'weur',
  jurisdiction: null,
  state: 'ready',
  stateReason: null,
  callbackUrl: 'https://limen.example.com/g/gw_AAECAwQFBgcICQoLDA0ODw/callback',
  clientDocumentUrl: 'https://limen.example.com/g/gw_AAECAwQFBgcICQoLDA0ODw/client.json',
  clientJwksUrl: 'https://limen.example.com/g/gw_AAECAwQFBgcICQoLDA0ODw/jwks.json',
  attachmentCount: 1,
  warnings: [],
  version: 1,
  createdAt: 1_790_000_000_000,
  updatedAt: 1_790_000_000_000,
}

export const gateway = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    provider: gatewayProvider,
    authorizationServerUrl: z.string(),
    endpoints: downstreamEndpoints.nullable(),
    manualOverrides: z.array(z.string()),
    discovery: discoveryReport.nullable(),
    registration: downstreamRegistration,
    resolvedRegistration: z.enum(['preregistered', 'cimd', 'dcr', 'manual']).nullable(),
    clientId: z.string().nullable(),
    clientSecretSet: z.boolean(),
    clientSecretExpiresAt: timestamp.nullable().meta({
      description: 'When the secret from a dynamic registration ends; null: never, or entered by hand',
    }),
    tokenEndpointAuthMethod: clientAuthMethod,
    resource: z.string().nullable(),
    audience: z.string().nullable(),
    scopes: z.array(z.string()),
    scopeStrict: z.boolean(),
    identity: identitySettings,
    clientRegistration: z.object(clientRegistrationShape),
    consent: z.enum(['always', 'remember']),
    accessTokenTtlSeconds: z.int(),
    refreshTokenTtlSeconds: z.int(),
    locationHint: z.string().nullable(),
    jurisdiction: z.string().nullable(),
    state: z.enum(['ready', 'needs_review']),
    stateReason: z.string().nullable(),
    callbackUrl: z.string().meta({ description: 'Register this redirect URI at the authorization server' }),
    clientDocumentUrl: z.string(),
    clientJwksUrl: z.string(),
    attachmentCount: z.int(),
    warnings: z.array(warning).meta({ description: 'What follows from the change that was just saved' }),
    version,
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Gateway', example: gatewayExample })

export const gatewayList = z
  .object({ gateways: z.array(gateway) })
  .meta({ id: 'GatewayList', example: { gateways: [gatewayExample] } })

export const gatewayConfirm = strictObject({
  clientSecret: secret.optional().meta({
    description: 'Needed where the token endpoint moved to another origin and the client has a secret',
  }),
}).meta({ id: 'GatewayConfirm', example: {} })

export const discoveryDraft = strictObject({
  provider: gatewayFields.provider.default('manual'),
  authorizationServerUrl: gatewayFields.authorizationServerUrl,
  endpoints: gatewayFields.endpoints.optional(),
  manualOverrides: gatewayFields.manualOverrides.optional(),
}).meta({ id: 'DiscoveryDraft', example: { authorizationServerUrl: 'https://login.example.com' } })

export const discoveryAnswer = z
  .object({
    report: discoveryReport,
    endpoints: downstreamEndpoints
      .nullable()
      .meta({ description: 'What would be pinned; null where a required endpoint is missing' }),
  })
  .meta({ id: 'DiscoveryAnswer', example: { report: discoveryExample, endpoints: endpointsExample } })

export type Gateway = z.infer<typeof gateway>
export type GatewayCreate = z.infer<typeof gatewayCreate>
export type GatewayUpdate = z.infer<typeof gatewayUpdate>
export type DiscoveryDraft = z.infer<typeof discoveryDraft>
