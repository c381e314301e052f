// Grants on the admin wire (product.md §5).
import { z } from 'zod'
import { cursor, effectiveWithinSeconds, nextCursor, pageLimit, timestamp } from './common.ts'
import { strictObject } from './strict-object.ts'

export const grantState = z.enum(['active', 'refreshing', 'needs_reauth', 'revoked'])

export const grantQuery = strictObject({
  gatewayId: z.string().min(1).max(200).optional().meta({ description: 'Without it, of every Gateway' }),
  userSubject: z.string().min(1).max(512).optional(),
  userIssuer: z.string().min(1).max(2_048).optional(),
  userEmail: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .meta({ description: 'Whatever its case, verified or not; the answer says which' }),
  clientId: z.string().min(1).max(2_048).optional(),
  attachmentId: z.string().min(1).max(200).optional(),
  serverId: z.string().min(1).max(200).optional(),
  state: grantState.optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
})

export const grant = z
  .object({
    id: z.string(),
    gatewayId: z.string(),
    attachmentId: z.string(),
    serverId: z.string(),
    state: grantState,
    stateReason: z.string().nullable().meta({
      description: 'Why it is in that state, in one sentence; also why an active one may soon stop working',
      example: 'The last refresh failed, and will be tried again.',
    }),
    identity: z.object({
      issuer: z.string(),
      subject: z.string(),
      organization: z.string().nullable(),
      email: z.string().nullable(),
      emailVerified: z.boolean(),
      displayName: z.string().nullable(),
    }),
    clientId: z.string(),
    clientName: z.string(),
    redirectUri: z.string(),
    scopes: z.array(z.string()),
    downstreamScopes: z.array(z.string()).meta({
      description: 'Scopes of the downstream token, which may be narrower or wider than those approved',
    }),
    createdAt: timestamp,
    lastUsedAt: timestamp.nullable(),
    accessExpiresAt: timestamp.nullable(),
    hasRefreshToken: z.boolean().meta({ description: 'Without one the grant ends with its access token' }),
    lastError: z.string().nullable(),
  })
  .meta({ id: 'Grant' })

export const grantList = z.object({ grants: z.array(grant), cursor: nextCursor }).meta({
  id: 'GrantList',
  example: {
    grants: [
      {
        id: 'grt_AAECAwQFBgcICQoLDA0ODw',
        gatewayId: 'gw_AAECAwQFBgcICQoLDA0ODw',
        attachmentId: 'att_AAECAwQFBgcICQoLDA0ODw',
        serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
        state: 'active',
        stateReason: null,
        identity: {
          issuer: 'https://login.example.com',
          subject: '248289761001',
          organization: null,
          email: 'ann@example.com',
          emailVerified: true,
          displayName: 'Ann',
        },
        clientId: 'internal-agent',
        clientName: 'Internal agent',
        redirectUri: 'https://agent.example.com/callback',
        scopes: ['tickets.read'],
        downstreamScopes: ['tickets.read'],
        createdAt: 1_790_000_000_000,
        lastUsedAt: 1_790_000_000_000,
        accessExpiresAt: 1_790_003_600_000,
        hasRefreshToken: true,
        lastError: null,
      },
    ],
    cursor: null,
  },
})

const text = z.string().min(1).max(2_048)

export const grantRevocation = strictObject({
  gatewayId: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Without it, the grants of a user or of a client end at every Gateway' }),
  grantId: text.optional(),
  userSubject: text.optional(),
  userIssuer: text.optional(),
  clientId: text.optional(),
  attachmentId: text.optional(),
  issuer: text.optional().meta({
    description:
      'Every grant made at this authorization server, for example after the Gateway was moved to another',
  }),
  all: z.literal(true).optional().meta({ description: 'The kill switch: every grant of the Gateway' }),
}).meta({
  id: 'GrantRevocation',
  description: 'Exactly one of grantId, userSubject with userIssuer, clientId, attachmentId, issuer, all',
  example: { gatewayId: 'gw_AAECAwQFBgcICQoLDA0ODw', grantId: 'grt_AAECAwQFBgcICQoLDA0ODw' },
})

export const grantsRevoked = z
  .object({ revoked: z.int(), revokedDownstream: z.int(), effectiveWithinSeconds })
  .meta({ id: 'GrantsRevoked', example: { revoked: 3, revokedDownstream: 3, effectiveWithinSeconds: 10 } })

export type GrantsRevoked = z.infer<typeof grantsRevoked>
export type GrantRevocation = z.infer<typeof grantRevocation>
