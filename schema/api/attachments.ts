// Attachments on the admin wire (product.md §4).
import { z } from 'zod'
import { effectiveWithinSeconds, scopeList, timestamp, version } from './common.ts'
import { strictObject } from './strict-object.ts'

const scopes = scopeList
  .min(1, 'choose at least one scope, or null for all scopes of the Gateway')
  .nullable()
  .meta({ description: "Subset of the Gateway's scopes; null means all of them" })

const customHost = z
  .string()
  .toLowerCase()
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::[1-9]\d{0,4})?$/,
    'must be a host name such as mcp.example.com',
  )
  .max(253)
  .nullable()
  .meta({ description: 'A host name of this attachment alone', example: 'mcp.example.com' })

export const attachmentCreate = strictObject({
  gatewayId: z.string().min(1).max(200),
  serverId: z.string().min(1).max(200),
  scopes: scopes.default(null),
  customHost: customHost.default(null),
}).meta({
  id: 'AttachmentCreate',
  example: {
    gatewayId: 'gw_AAECAwQFBgcICQoLDA0ODw',
    serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
    scopes: ['tickets.read', 'accounts.read'],
  },
})

export const attachmentUpdate = strictObject({ scopes, customHost })
  .partial()
  .meta({ id: 'AttachmentUpdate', example: { scopes: ['tickets.read'] } })

const surface = z.object({
  issuer: z.string(),
  mcpUrl: z.string(),
  authorizationEndpoint: z.string(),
  tokenEndpoint: z.string(),
  registrationEndpoint: z.string(),
  revocationEndpoint: z.string(),
  protectedResourceMetadataUrl: z.string(),
  authorizationServerMetadataUrl: z.string(),
  openidConfigurationUrl: z.string(),
})

const attachmentExample = {
  id: 'att_AAECAwQFBgcICQoLDA0ODw',
  gatewayId: 'gw_AAECAwQFBgcICQoLDA0ODw',
  serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
  scopes: ['tickets.read'],
  effectiveScopes: ['tickets.read'],
  customHost: null,
  urls: {
    path: {
      issuer: 'https://limen.example.com/s/support-assistant',
      mcpUrl: 'https://limen.example.com/s/support-assistant/mcp',
      authorizationEndpoint: 'https://limen.example.com/s/support-assistant/authorize',
      tokenEndpoint: 'https://limen.example.com/s/support-assistant/token',
      registrationEndpoint: 'https://limen.example.com/s/support-assistant/register',
      revocationEndpoint: 'https://limen.example.com/s/support-assistant/revoke',
      protectedResourceMetadataUrl:
        'https://limen.example.com/.well-known/oauth-protected-resource/s/support-assistant/mcp',
      authorizationServerMetadataUrl:
        'https://limen.example.com/.well-known/oauth-authorization-server/s/support-assistant',
      openidConfigurationUrl:
        'https://limen.example.com/s/support-assistant/.well-known/openid-configuration',
    },
    host: null,
  },
  callbackUrl: 'https://limen.example.com/g/gw_AAECAwQFBgcICQoLDA0ODw/callback',
  version: 1,
  createdAt: 1_790_000_000_000,
  updatedAt: 1_790_000_000_000,
}

export const attachment = z
  .object({
    id: z.string(),
    gatewayId: z.string(),
    serverId: z.string(),
    scopes: z.array(z.string()).nullable(),
    effectiveScopes: z.array(z.string()),
    customHost: z.string().nullable(),
    urls: z.object({ path: surface, host: surface.nullable() }),
    callbackUrl: z.string().meta({ description: 'Shared by all attachments of the Gateway' }),
    version,
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Attachment', example: attachmentExample })

export const attachmentList = z
  .object({ attachments: z.array(attachment) })
  .meta({ id: 'AttachmentList', example: { attachments: [attachmentExample] } })

export const detached = z
  .object({
    grantsEnded: z.int().nullable().meta({ description: 'Null: queued, because the object did not answer' }),
    effectiveWithinSeconds,
  })
  .meta({ id: 'Detached', example: { grantsEnded: 12, effectiveWithinSeconds: 10 } })

export type Attachment = z.infer<typeof attachment>
export type AttachmentCreate = z.infer<typeof attachmentCreate>
export type AttachmentUpdate = z.infer<typeof attachmentUpdate>
export type Detached = z.infer<typeof detached>
