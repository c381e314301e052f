// *My connections*: what a user sees of their own grants at one Gateway (product.md §5).
import { z } from 'zod'
import { cursor, effectiveWithinSeconds, nextCursor, pageLimit, timestamp } from './common.ts'
import { grantState } from './grants.ts'
import { slug } from './slug.ts'
import { strictObject } from './strict-object.ts'

const gatewayId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'enter the id of a Gateway')

export const connectionsStart = strictObject({
  gatewayId: gatewayId.optional(),
  server: slug.optional().meta({ description: 'Slug of a server' }),
  mcpUrl: z
    .url()
    .max(2_048)
    .optional()
    .meta({ description: 'Public MCP URL of a server, for who knows nothing else' }),
  returnTo: z.string().max(2_048).optional().meta({ description: 'Path of the dashboard to come back to' }),
}).meta({ description: 'Exactly one of gatewayId, server and mcpUrl' })

export const connectionsFinish = z.object({
  gatewayId,
  start: z.string().min(1).max(64),
  returnTo: z.string().max(2_048),
  code: z.string().min(1).max(128),
})

export const connectionsQuery = strictObject({ gatewayId, cursor: cursor.optional(), limit: pageLimit })

export const connectionsOf = strictObject({ gatewayId })

const identity = z.object({
  issuer: z.string(),
  subject: z.string(),
  organization: z.string().nullable(),
  email: z.string().nullable(),
  displayName: z.string().nullable(),
})

const connection = z
  .object({
    id: z.string(),
    server: z
      .object({ id: z.string(), name: z.string(), mcpUrl: z.string() })
      .nullable()
      .meta({ description: 'Null where the server is gone' }),
    clientId: z.string(),
    clientName: z.string(),
    scopes: z.array(z.string()),
    state: grantState,
    stateReason: z.string().nullable(),
    createdAt: timestamp,
    lastUsedAt: timestamp.nullable(),
    accessExpiresAt: timestamp.nullable(),
  })
  .meta({ id: 'Connection' })

export const connectionList = z
  .object({
    identity,
    sessionExpiresAt: timestamp,
    connections: z.array(connection),
    cursor: nextCursor,
  })
  .meta({
    id: 'ConnectionList',
    example: {
      identity: {
        issuer: 'https://login.example.com',
        subject: '248289761001',
        organization: null,
        email: 'ann@example.com',
        displayName: 'Ann',
      },
      sessionExpiresAt: 1_790_003_600_000,
      connections: [
        {
          id: 'grt_AAECAwQFBgcICQoLDA0ODw',
          server: {
            id: 'srv_AAECAwQFBgcICQoLDA0ODw',
            name: 'Support Assistant',
            mcpUrl: 'https://limen.example.com/s/support-assistant/mcp',
          },
          clientId: 'internal-agent',
          clientName: 'Internal agent',
          scopes: ['tickets.read'],
          state: 'active',
          stateReason: null,
          createdAt: 1_790_000_000_000,
          lastUsedAt: null,
          accessExpiresAt: null,
        },
      ],
      cursor: null,
    },
  })

/** The Gateways at which this very browser is signed in. */
export const connectionSignIns = z
  .object({
    signIns: z.array(
      z.object({
        gatewayId: z.string(),
        gatewayName: z.string(),
        identity,
        sessionExpiresAt: timestamp,
      }),
    ),
  })
  .meta({
    id: 'ConnectionSignIns',
    example: {
      signIns: [
        {
          gatewayId: 'gw_AAECAwQFBgcICQoLDA0ODw',
          gatewayName: 'Acme accounts',
          identity: {
            issuer: 'https://login.example.com',
            subject: '248289761001',
            organization: null,
            email: 'ann@example.com',
            displayName: 'Ann',
          },
          sessionExpiresAt: 1_790_003_600_000,
        },
      ],
    },
  })

export const connectionsEnded = z
  .object({
    ended: z.int(),
    endedAtProvider: z.int().meta({
      description:
        'How many the authorization server was told of. One connection among several ends here only: a provider may drop all of them together.',
    }),
    effectiveWithinSeconds,
  })
  .meta({ id: 'ConnectionsEnded', example: { ended: 2, endedAtProvider: 1, effectiveWithinSeconds: 10 } })

export type Connection = z.infer<typeof connection>
export type ConnectionList = z.infer<typeof connectionList>
export type ConnectionSignIns = z.infer<typeof connectionSignIns>
export type ConnectionsEnded = z.infer<typeof connectionsEnded>
