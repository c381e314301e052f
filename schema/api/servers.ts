// Servers on the admin wire (product.md §3).
import { z } from 'zod'
import { attachment } from './attachments.ts'
import {
  description,
  displayName,
  effectiveWithinSeconds,
  scopeList,
  timestamp,
  version,
  warning,
} from './common.ts'
import { strictObject } from './strict-object.ts'
import { slug } from './slug.ts'

const authMode = z.enum(['oauth', 'passthrough', 'api_key', 'none'])

/** RFC 9110 §5.6.2 token. What names are allowed is decided by `worker/runtime`'s header contract. */
export const headerName = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'must be a header name such as x-gateway-worker-secret')
  // Headers are kept in plain objects.
  .refine((name) => name !== '__proto__', 'is no header name')

export const workerSecret = z
  .string()
  .min(16, 'at least 16 characters')
  .max(1_024, 'at most 1,024 characters')
  .regex(/^[\x21-\x7E]+$/, 'only visible ASCII characters without spaces')
  .meta({ description: 'Shared with the runtime. Write-only: it is never answered' })

const staticHeaders = z
  .record(
    headerName,
    z
      .string()
      .max(4_096)
      .regex(/^[\x20-\x7E]*$/, 'only visible ASCII characters'),
  )
  .refine((map) => Object.keys(map).length <= 20, 'at most 20 headers')
  .nullable()
  .meta({ description: 'Extra headers to the runtime. Write-only; null removes them' })

const staticQuery = z
  .record(z.string().min(1).max(200), z.string().max(4_096))
  .refine((map) => Object.keys(map).length <= 20, 'at most 20 parameters')
  .nullable()
  .meta({ description: 'Extra query parameters to the runtime. Write-only; null removes them' })

const upstreamAuth = strictObject({
  placement: z.enum(['bearer', 'header', 'query']).default('bearer'),
  name: z
    .string()
    .max(100)
    .nullable()
    .default(null)
    .meta({ description: 'Of the header or query parameter; null for `bearer`', example: 'x-api-key' }),
  prefix: z
    .string()
    .max(100)
    .regex(/^[\x20-\x7E]*$/, 'only visible ASCII characters')
    .default('')
    .meta({ description: 'Stands before the key, such as "Token "' }),
  keyOwner: z
    .enum(['shared', 'per_user'])
    .default('shared')
    .meta({ description: 'One key of the organization, or a key of each user' }),
}).meta({ id: 'UpstreamAuth', example: { placement: 'header', name: 'x-api-key', keyOwner: 'shared' } })

/** What an upstream calls a key, token or secret. */
export const upstreamKey = z
  .string()
  .min(1, 'enter the key')
  .max(4_096, 'at most 4,096 characters')
  .regex(/^[\x21-\x7E]+$/, 'only visible ASCII characters without spaces')
  .meta({ description: 'The key that the upstream gave. Write-only: it is never answered' })

const absoluteUrl = z.url({ protocol: /^https?$/, error: 'must be an absolute URL' }).max(2_048)

const passthrough = strictObject({
  authorizationServers: z
    .array(absoluteUrl)
    .max(10, 'at most 10 authorization servers')
    .default([])
    .meta({ description: 'Issuers of the upstream. Empty: taken from what the runtime says of itself' }),
  scopes: scopeList.default([]),
  verification: strictObject({
    issuer: z.string().min(1).max(2_048).meta({ description: 'The `iss` of the tokens, exactly' }),
    jwksUri: absoluteUrl.meta({ description: "Where the issuer's public keys are" }),
    audience: z.string().min(1).max(2_048).nullable().default(null),
  })
    .nullable()
    .default(null)
    .meta({
      description:
        'With it tokens are verified here and users are proven; without it claims only mark the log, and user and group rules are refused',
    }),
}).meta({
  id: 'Passthrough',
  example: { authorizationServers: ['https://login.example.com'], scopes: ['mcp'] },
})

const origin = z
  .string()
  .max(300)
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'must be an origin such as https://claude.ai',
  )

/** An isolate has 128 MB for all its calls (P9). */
const BODY_BYTES_CAP = 32 * 1024 * 1024

export const runtimeUrl = z
  .url({ protocol: /^https?$/, error: 'must be an absolute URL' })
  .max(2_048)
  .refine((url) => !url.includes('#'), 'must not have a fragment')
  .refine((url) => !url.includes('?'), 'must not have a query; use staticQuery')
  .meta({ description: "The runtime's MCP endpoint", example: 'https://runtime.example.com/mcp' })

const serverFields = {
  slug,
  name: displayName,
  description,
  runtimeUrl,
  enabled: z.boolean(),
  authMode,
  workerSecret,
  headerPreset: z
    .enum(['default', 'emcy'])
    .meta({ description: 'Sets both header names at once; names given beside it win' }),
  workerSecretHeader: headerName,
  accessTokenHeader: headerName,
  identityHeader: headerName.nullable(),
  staticHeaders,
  staticQuery,
  newTools: z.enum(['read_only_on', 'on', 'off']),
  changedTools: z.enum(['report', 'hide', 'block']),
  acceptClaimed: z.boolean(),
  allowedOrigins: z.array(origin).max(50),
  bodyBytesMax: z
    .int('enter a whole number')
    .min(1_024, 'at least 1 KiB')
    .max(BODY_BYTES_CAP, 'at most 32 MiB, which is what an isolate can hold beside its other calls')
    .nullable(),
  timeoutMs: z
    .int('enter a whole number')
    .min(1_000, 'at least 1 second')
    .max(600_000, 'at most 600 seconds'),
  webSearch: z.boolean(),
  open: z.boolean().meta({
    description: 'Mode `none` only: anybody may call without a token. Never true unless it is said',
  }),
  upstreamAuth: upstreamAuth
    .nullable()
    .meta({ description: 'Mode `api_key` only: where the key stands, and whose it is' }),
  upstreamKey: upstreamKey.nullable().meta({
    description: 'Mode `api_key` with a shared key. Write-only; null removes it and pauses the server',
  }),
  passthrough: passthrough.nullable().meta({ description: 'Mode `passthrough` only' }),
}

export const serverCreate = strictObject({
  ...serverFields,
  description: serverFields.description.default(''),
  enabled: serverFields.enabled.default(true),
  authMode: serverFields.authMode.default('oauth'),
  headerPreset: serverFields.headerPreset.default('default'),
  workerSecretHeader: serverFields.workerSecretHeader.optional(),
  accessTokenHeader: serverFields.accessTokenHeader.optional(),
  identityHeader: serverFields.identityHeader.default(null),
  staticHeaders: serverFields.staticHeaders.default(null),
  staticQuery: serverFields.staticQuery.default(null),
  newTools: serverFields.newTools.default('read_only_on'),
  changedTools: serverFields.changedTools.default('report'),
  acceptClaimed: serverFields.acceptClaimed.default(false),
  allowedOrigins: serverFields.allowedOrigins.default([]),
  bodyBytesMax: serverFields.bodyBytesMax.default(null),
  timeoutMs: serverFields.timeoutMs.default(60_000),
  webSearch: serverFields.webSearch.default(false),
  workerSecret: workerSecret.nullable().meta({
    description: 'Shared with the runtime. Write-only. Null for a runtime of somebody else, who knows none',
  }),
  open: serverFields.open.default(false),
  upstreamAuth: serverFields.upstreamAuth.default(null),
  upstreamKey: serverFields.upstreamKey.default(null),
  passthrough: serverFields.passthrough.default(null),
}).meta({
  id: 'ServerCreate',
  example: {
    slug: 'support-assistant',
    name: 'Support Assistant',
    runtimeUrl: 'https://runtime.example.com/mcp',
    workerSecret: 'a-secret-shared-with-the-runtime',
  },
})

export const serverUpdate = strictObject(serverFields)
  .partial()
  .meta({ id: 'ServerUpdate', example: { enabled: false } })

const urls = z.object({
  mcpUrl: z.string(),
  issuer: z.string(),
  protectedResourceMetadataUrl: z.string(),
  authorizationServerMetadataUrl: z.string(),
  openidConfigurationUrl: z.string(),
})

export const serverExample = {
  id: 'srv_AAECAwQFBgcICQoLDA0ODw',
  slug: 'weather',
  name: 'Weather',
  description: '',
  runtimeUrl: 'https://weather.example.com/mcp',
  enabled: true,
  authMode: 'api_key',
  status: 'serving',
  workerSecretSet: false,
  pendingWorkerSecretSet: false,
  workerSecretHeader: 'x-gateway-worker-secret',
  accessTokenHeader: 'authorization',
  identityHeader: null,
  staticHeadersSet: false,
  staticQuerySet: false,
  missingSecrets: [],
  pausedReason: null,
  warnings: [],
  newTools: 'read_only_on',
  changedTools: 'report',
  acceptClaimed: false,
  allowedOrigins: [],
  bodyBytesMax: null,
  timeoutMs: 60_000,
  webSearch: false,
  open: false,
  upstreamAuth: { placement: 'header', name: 'x-api-key', prefix: '', keyOwner: 'shared' },
  upstreamKeySet: true,
  passthrough: null,
  mcpUrl: 'https://limen.example.com/s/weather/mcp',
  urls: {
    path: {
      mcpUrl: 'https://limen.example.com/s/weather/mcp',
      issuer: 'https://limen.example.com/s/weather',
      protectedResourceMetadataUrl:
        'https://limen.example.com/.well-known/oauth-protected-resource/s/weather/mcp',
      authorizationServerMetadataUrl:
        'https://limen.example.com/.well-known/oauth-authorization-server/s/weather',
      openidConfigurationUrl: 'https://limen.example.com/s/weather/.well-known/openid-configuration',
    },
    host: null,
  },
  attachment: null,
  version: 1,
  createdAt: 1_790_000_000_000,
  updatedAt: 1_790_000_000_000,
}

export const server = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    runtimeUrl: z.string(),
    enabled: z.boolean(),
    authMode,
    status: z
      .enum([
        'serving',
        'awaiting_connection',
        'no_tools_found',
        'unreachable',
        'paused',
        'needs_gateway',
        'disabled',
      ])
      .meta({
        description:
          'The first that holds: disabled, paused (secrets missing), needs_gateway, unreachable (at the last look), awaiting_connection (its tools were never seen), no_tools_found, serving',
      }),
    workerSecretSet: z.boolean(),
    pendingWorkerSecretSet: z
      .boolean()
      .meta({ description: 'A rotated secret that the runtime has not accepted yet' }),
    workerSecretHeader: z.string(),
    accessTokenHeader: z.string(),
    identityHeader: z.string().nullable(),
    staticHeadersSet: z.boolean(),
    staticQuerySet: z.boolean(),
    missingSecrets: z
      .array(z.enum(['workerSecret', 'staticHeaders', 'staticQuery', 'upstreamKey']))
      .meta({ description: 'To be entered again, because the origin of the runtime changed' }),
    pausedReason: z.enum(['secrets_missing']).nullable(),
    warnings: z.array(warning).meta({ description: 'What was chosen and is allowed, but has a risk' }),
    newTools: serverFields.newTools,
    changedTools: serverFields.changedTools,
    acceptClaimed: z.boolean(),
    allowedOrigins: z.array(z.string()),
    bodyBytesMax: z.int().nullable(),
    timeoutMs: z.int(),
    webSearch: z.boolean(),
    open: z.boolean(),
    upstreamAuth: upstreamAuth.nullable(),
    upstreamKeySet: z.boolean().meta({ description: 'Whether the shared key is there' }),
    passthrough: passthrough.nullable(),
    mcpUrl: z.string().meta({ description: 'The public MCP URL' }),
    urls: z.object({ path: urls, host: urls.nullable() }),
    attachment: attachment.nullable(),
    version,
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Server', example: serverExample })

export const serverList = z
  .object({ servers: z.array(server) })
  .meta({ id: 'ServerList', example: { servers: [serverExample] } })

export const secretProbe = z
  .object({
    accepted: z.boolean().nullable().meta({ description: 'Null: the runtime gave no usable answer' }),
    detail: z.string(),
  })
  .meta({ description: 'What the runtime said to the pending worker secret' })

export const serverWithProbe = server
  .extend({ workerSecretProbe: secretProbe.nullable(), effectiveWithinSeconds })
  .meta({
    id: 'ServerWithProbe',
    example: { ...serverExample, workerSecretProbe: null, effectiveWithinSeconds: 10 },
  })

export type ServerWithProbe = z.infer<typeof serverWithProbe>
export type Server = z.infer<typeof server>
export type ServerCreate = z.infer<typeof serverCreate>
export type ServerUpdate = z.infer<typeof serverUpdate>
export type SecretProbe = z.infer<typeof secretProbe>
