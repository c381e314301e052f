// Preregistered MCP clients of a Gateway on the admin wire (O5).
import { z } from 'zod'
import { displayName, effectiveWithinSeconds, timestamp, version } from './common.ts'
import { clientAuthMethod } from './gateways.ts'
import { strictObject } from './strict-object.ts'

const clientId = z
  .string()
  .regex(/^[A-Za-z0-9._~-]{3,128}$/, 'use 3–128 letters, digits and . _ ~ -')
  .meta({ description: 'Generated where it is left out' })

const redirectUris = z
  .array(z.string().max(2_048))
  .min(1, 'enter at least one redirect URI')
  .max(20, 'at most 20 redirect URIs')

/** The secret of a client, where an admin chooses it. */
export const givenSecret = z
  .string()
  .min(32, 'at least 32 characters')
  .max(512)
  .regex(/^[\x21-\x7E]+$/, 'only visible ASCII characters without spaces')

export const clientCreate = strictObject({
  gatewayId: z.string().min(1).max(200),
  id: clientId.optional(),
  name: displayName,
  redirectUris,
  tokenEndpointAuthMethod: clientAuthMethod.default('none'),
  secret: givenSecret.optional().meta({ description: 'Generated where it is left out; write-only' }),
  jwksUri: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .nullable()
    .default(null),
}).meta({
  id: 'ClientCreate',
  example: {
    gatewayId: 'gw_AAECAwQFBgcICQoLDA0ODw',
    name: 'Internal agent',
    redirectUris: ['https://agent.example.com/callback'],
    tokenEndpointAuthMethod: 'client_secret_basic',
  },
})

export const clientUpdate = strictObject({
  name: displayName,
  redirectUris,
  jwksUri: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .nullable(),
})
  .partial()
  .meta({ id: 'ClientUpdate', example: { name: 'Internal agent 2' } })

export const clientSecretRotate = strictObject({ secret: givenSecret.optional() }).meta({
  id: 'ClientSecretRotate',
  example: {},
})

export const clientBlock = strictObject({
  gatewayId: z.string().min(1).max(200),
  clientId: z.string().min(1).max(2_048).meta({
    description: 'Any client id: preregistered, registered by itself, or the URL of a client document',
  }),
}).meta({
  id: 'ClientBlock',
  example: { gatewayId: 'gw_AAECAwQFBgcICQoLDA0ODw', clientId: 'https://agent.example.com/client.json' },
})

export const clientUnblocked = z
  .object({ effectiveWithinSeconds })
  .meta({ id: 'ClientUnblocked', example: { effectiveWithinSeconds: 10 } })

export const blockedClientList = z
  .object({
    clients: z.array(z.object({ clientId: z.string(), blockedAt: timestamp, actor: z.string() })),
  })
  .meta({
    id: 'BlockedClientList',
    example: {
      clients: [
        {
          clientId: 'https://agent.example.com/client.json',
          blockedAt: 1_790_000_000_000,
          actor: 'ada@engines.example',
        },
      ],
    },
  })

const clientShape = {
  id: z.string(),
  gatewayId: z.string(),
  name: z.string(),
  redirectUris: z.array(z.string()),
  tokenEndpointAuthMethod: clientAuthMethod,
  secretSet: z.boolean(),
  jwksUri: z.string().nullable(),
  version,
  createdAt: timestamp,
  updatedAt: timestamp,
}

const clientExample = {
  id: 'internal-agent',
  gatewayId: 'gw_AAECAwQFBgcICQoLDA0ODw',
  name: 'Internal agent',
  redirectUris: ['https://agent.example.com/callback'],
  tokenEndpointAuthMethod: 'client_secret_basic',
  secretSet: true,
  jwksUri: null,
  version: 1,
  createdAt: 1_790_000_000_000,
  updatedAt: 1_790_000_000_000,
}

export const client = z.object(clientShape).meta({ id: 'Client', example: clientExample })

export const clientWithSecret = z
  .object({
    ...clientShape,
    secret: z.string().nullable().meta({ description: 'Shown this once, where the client has one' }),
  })
  .meta({
    id: 'ClientWithSecret',
    example: { ...clientExample, secret: 'shown-this-once-shown-this-once-x' },
  })

export const clientList = z
  .object({ clients: z.array(client) })
  .meta({ id: 'ClientList', example: { clients: [clientExample] } })

export type Client = z.infer<typeof client>
export type ClientCreate = z.infer<typeof clientCreate>
export type ClientUpdate = z.infer<typeof clientUpdate>
