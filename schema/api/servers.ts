// Servers on the admin wire (product.md §3).
import { z } from 'zod'
import { attachment } from './attachments.ts'
import { description, displayName, effectiveWithinSeconds, timestamp, version, warning } from './common.ts'
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

const workerSecret = z
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

const origin = z
  .string()
  .max(300)
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'must be an origin such as https://claude.ai',
  )

/** An isolate has 128 MB for all its calls (P9). */
const BODY_BYTES_CAP = 32 * 1024 * 1024

const serverFields = {
  slug,
  name: displayName,
  description,
  runtimeUrl: z
    .url({ protocol: /^https?$/, error: 'must be an absolute URL' })
    .max(2_048)
    .refine((url) => !url.includes('#'), 'must not have a fragment')
    .refine((url) => !url.includes('?'), 'must not have a query; use staticQuery')
    .meta({ description: "The runtime's MCP endpoint", example: 'https://runtime.example.com/mcp' }),
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
    .int()
    .min(1_024)
    .max(BODY_BYTES_CAP, 'at most 32 MiB, which is what an isolate can hold beside its other calls')
    .nullable(),
  timeoutMs: z.int().min(1_000).max(600_000),
  webSearch: z.boolean(),
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

export const server = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    description: z.string(),
    runtimeUrl: z.string(),
    enabled: z.boolean(),
    authMode,
    status: z.enum(['serving', 'paused', 'needs_gateway', 'disabled']),
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
    mcpUrl: z.string().meta({ description: 'The public MCP URL' }),
    urls: z.object({ path: urls, host: urls.nullable() }),
    attachment: attachment.nullable(),
    version,
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Server' })

export const serverList = z.object({ servers: z.array(server) }).meta({ id: 'ServerList' })

export const secretProbe = z
  .object({
    accepted: z.boolean().nullable().meta({ description: 'Null: the runtime gave no usable answer' }),
    detail: z.string(),
  })
  .meta({ description: 'What the runtime said to the pending worker secret' })

export const serverWithProbe = server
  .extend({ workerSecretProbe: secretProbe.nullable(), effectiveWithinSeconds })
  .meta({ id: 'ServerWithProbe' })

export type ServerWithProbe = z.infer<typeof serverWithProbe>
export type Server = z.infer<typeof server>
export type ServerCreate = z.infer<typeof serverCreate>
export type ServerUpdate = z.infer<typeof serverUpdate>
export type SecretProbe = z.infer<typeof secretProbe>
