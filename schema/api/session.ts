// Who is signed in, and their sessions, on the admin wire.
import { z } from 'zod'
import { timestamp } from './common.ts'
import { permission, role } from './permissions.ts'
import { strictObject } from './strict-object.ts'

export const signInMethods = z
  .object({
    oidc: z
      .object({
        issuer: z.string(),
        startUrl: z
          .string()
          .meta({ description: 'Open it in the browser; `returnTo` names the page to come back to' }),
      })
      .nullable(),
    cloudflareAccess: z
      .boolean()
      .meta({ description: 'Cloudflare Access stands in front and signs people in' }),
    bootstrap: z.boolean().meta({ description: 'There is no Owner yet, so ADMIN_SECRET is a credential' }),
  })
  .meta({
    id: 'SignInMethods',
    example: {
      oidc: {
        issuer: 'https://login.example.com',
        startUrl: 'https://limen.example.com/api/v1/sign-in/start',
      },
      cloudflareAccess: false,
      bootstrap: false,
    },
  })

export const signInStart = strictObject({
  returnTo: z
    .string()
    .max(512)
    .optional()
    .meta({ description: 'A path of this host, such as /gateways', example: '/gateways' }),
  fresh: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: '`true`: the provider asks for credentials again, also where it knows the person' }),
})

export const signedInUser = z
  .object({
    issuer: z.string(),
    subject: z.string(),
    email: z.string().nullable(),
    emailVerified: z.boolean().meta({ description: 'Whether the issuer vouches for the e-mail' }),
    displayName: z.string().nullable(),
    method: z.enum(['oidc', 'cloudflare_access']),
  })
  .meta({ id: 'SignedInUser' })

export const session = z
  .object({
    kind: z.enum(['bootstrap', 'member', 'api_key', 'user']),
    id: z.string().nullable().meta({ description: 'Of the member or of the API key' }),
    name: z.string(),
    role: role.nullable().meta({ description: 'Null for whoever is no member' }),
    permissions: z.array(permission),
    user: signedInUser.nullable().meta({ description: 'Null for API keys and the bootstrap secret' }),
    sessionId: z.string().nullable(),
    expiresAt: timestamp
      .nullable()
      .meta({ description: 'The absolute end of the session; idling ends it earlier' }),
  })
  .meta({
    id: 'Session',
    example: {
      kind: 'member',
      id: 'mem_AAECAwQFBgcICQoLDA0ODw',
      name: 'ada@engines.example',
      role: 'viewer',
      permissions: ['gateways.read', 'servers.read', 'library.request'],
      user: {
        issuer: 'https://login.example.com',
        subject: 'usr_7c1f0a',
        email: 'ada@engines.example',
        emailVerified: true,
        displayName: 'Ada Lovelace',
        method: 'oidc',
      },
      sessionId: 'ses_AAECAwQFBgcICQoLDA0ODw',
      expiresAt: 1_790_000_000_000,
    },
  })

export const ownSession = z
  .object({
    id: z.string(),
    isCurrent: z.boolean(),
    userAgent: z.string().nullable(),
    createdAt: timestamp,
    lastSeenAt: timestamp.meta({ description: 'To the minute' }),
    expiresAt: timestamp,
  })
  .meta({ id: 'OwnSession' })

export const ownSessionList = z.object({ sessions: z.array(ownSession) }).meta({
  id: 'OwnSessionList',
  example: {
    sessions: [
      {
        id: 'ses_AAECAwQFBgcICQoLDA0ODw',
        isCurrent: true,
        userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
        createdAt: 1_790_000_000_000,
        lastSeenAt: 1_790_000_000_000,
        expiresAt: 1_790_043_200_000,
      },
    ],
  },
})

export const sessionsEnded = z
  .object({ ended: z.int().min(0), effectiveWithinSeconds: z.literal(0) })
  .meta({ id: 'SessionsEnded', example: { ended: 2, effectiveWithinSeconds: 0 } })

export type Session = z.infer<typeof session>
export type OwnSession = z.infer<typeof ownSession>
