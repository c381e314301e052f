// Embedding apps of a Gateway on the admin wire (product.md §5): apps that exchange their users' downstream tokens for
// MCP tokens (RFC 8693).
import { z } from 'zod'
import { givenSecret } from './clients.ts'
import { displayName, timestamp, version } from './common.ts'
import { strictObject } from './strict-object.ts'

const authMethod = z.enum(['client_secret_basic', 'client_secret_post', 'private_key_jwt'])

const downstreamClientId = z
  .string()
  .trim()
  .min(1, 'enter the client id that the app has at the authorization server')
  .max(2_048)
  .meta({
    description:
      'Client id of the app at the downstream authorization server: `azp` or `client_id` of its users’ tokens. Never that of Limen.',
  })

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

const webOrigin = z
  .string()
  .max(512)
  .refine(
    isWebOrigin,
    'enter an origin such as https://app.example.com, without a path (plain http for loopback only)',
  )

const allowedOrigins = z
  .array(webOrigin)
  .max(50, 'at most 50 origins')
  .refine((list) => new Set(list).size === list.length, 'an origin stands twice')
  .meta({
    description:
      'Web origins whose pages may ask for an exchange and call the servers of the Gateway; none: only the app’s backend',
  })

const jwksUri = z
  .url({ protocol: /^https?$/ })
  .max(2_048)
  .nullable()

export const embeddingAppCreate = strictObject({
  name: displayName,
  downstreamClientId,
  tokenEndpointAuthMethod: authMethod.default('client_secret_basic'),
  secret: givenSecret.optional().meta({ description: 'Generated where it is left out; write-only' }),
  jwksUri: jwksUri.default(null),
  allowedOrigins: allowedOrigins.default([]),
}).meta({
  id: 'EmbeddingAppCreate',
  example: {
    name: 'Ticket portal',
    downstreamClientId: 'ticket-portal',
    tokenEndpointAuthMethod: 'client_secret_basic',
    allowedOrigins: ['https://portal.example.com'],
  },
})

export const embeddingAppUpdate = strictObject({
  name: displayName,
  downstreamClientId,
  jwksUri,
  allowedOrigins,
})
  .partial()
  .meta({ id: 'EmbeddingAppUpdate', example: { allowedOrigins: ['https://portal.example.com'] } })

export const embeddingAppSecretRotate = strictObject({ secret: givenSecret.optional() }).meta({
  id: 'EmbeddingAppSecretRotate',
  example: {},
})

const appShape = {
  id: z.string().meta({ description: 'The `client_id` at Limen’s token endpoints' }),
  gatewayId: z.string(),
  name: z.string(),
  downstreamClientId: z.string(),
  tokenEndpointAuthMethod: authMethod,
  secretSet: z.boolean(),
  jwksUri: z.string().nullable(),
  allowedOrigins: z.array(z.string()),
  version,
  createdAt: timestamp,
  updatedAt: timestamp,
}

const appExample = {
  id: 'app_AAECAwQFBgcICQoLDA0ODw',
  gatewayId: 'gw_AAECAwQFBgcICQoLDA0ODw',
  name: 'Ticket portal',
  downstreamClientId: 'ticket-portal',
  tokenEndpointAuthMethod: 'client_secret_basic',
  secretSet: true,
  jwksUri: null,
  allowedOrigins: ['https://portal.example.com'],
  version: 1,
  createdAt: 1_790_000_000_000,
  updatedAt: 1_790_000_000_000,
}

export const embeddingApp = z.object(appShape).meta({ id: 'EmbeddingApp', example: appExample })

export const embeddingAppWithSecret = z
  .object({
    ...appShape,
    secret: z.string().nullable().meta({ description: 'Shown this once, where the app has one' }),
  })
  .meta({
    id: 'EmbeddingAppWithSecret',
    example: { ...appExample, secret: 'shown-this-once-shown-this-once-x' },
  })

export const embeddingAppList = z
  .object({ apps: z.array(embeddingApp) })
  .meta({ id: 'EmbeddingAppList', example: { apps: [appExample] } })

export type EmbeddingApp = z.infer<typeof embeddingApp>
export type EmbeddingAppCreate = z.infer<typeof embeddingAppCreate>

function isWebOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { origin, protocol, hostname } = new URL(text)
  return origin === text && (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname)))
}
