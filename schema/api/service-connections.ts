// The connection with which Limen lists the tools of an `oauth` server (product.md §6).
import { z } from 'zod'
import { effectiveWithinSeconds, timestamp } from './common.ts'

export const serviceConnection = z
  .object({
    serverId: z.string(),
    connection: z
      .object({
        grantId: z.string(),
        state: z.enum(['active', 'refreshing', 'needs_reauth', 'revoked']),
        stateReason: z.string().nullable(),
        account: z.string().meta({ description: 'Who connected; text of strangers' }),
        connectedAt: timestamp,
        accessExpiresAt: timestamp.nullable(),
        lastError: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'Null: nobody has connected; the catalogue learns from the lists that pass' }),
  })
  .meta({
    id: 'ServiceConnection',
    example: {
      serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
      connection: {
        grantId: 'grt_AAECAwQFBgcICQoLDA0ODw',
        state: 'active',
        stateReason: null,
        account: 'ada@engines.example',
        connectedAt: 1_790_000_000_000,
        accessExpiresAt: 1_790_003_600_000,
        lastError: null,
      },
    },
  })

export const serviceConnectionLink = z
  .object({
    url: z.string().meta({
      description: 'To be opened in a browser by whoever connects, once, within ten minutes',
      example: 'https://mcp.example.com/g/gw_AAECAwQFBgcICQoLDA0ODw/service?ticket=…',
    }),
    expiresAt: timestamp,
  })
  .meta({
    id: 'ServiceConnectionLink',
    example: {
      url: 'https://mcp.example.com/g/gw_AAECAwQFBgcICQoLDA0ODw/service?ticket=…',
      expiresAt: 1_790_000_600_000,
    },
  })

export const serviceDisconnected = z
  .object({ ended: z.boolean(), effectiveWithinSeconds })
  .meta({ id: 'ServiceDisconnected', example: { ended: true, effectiveWithinSeconds: 10 } })

export type ServiceConnection = z.infer<typeof serviceConnection>
