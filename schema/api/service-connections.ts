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
  .meta({ id: 'ServiceConnection' })

export const serviceConnectionLink = z
  .object({
    url: z.string().meta({
      description: 'To be opened in a browser by whoever connects, once, within ten minutes',
      example: 'https://mcp.example.com/g/gw_AAECAwQFBgcICQoLDA0ODw/service?ticket=…',
    }),
    expiresAt: timestamp,
  })
  .meta({ id: 'ServiceConnectionLink' })

export const serviceDisconnected = z
  .object({ ended: z.boolean(), effectiveWithinSeconds })
  .meta({ id: 'ServiceDisconnected' })

export type ServiceConnection = z.infer<typeof serviceConnection>
