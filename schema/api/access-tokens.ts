// Access tokens of servers without OAuth on the admin wire (product.md §6).
import { z } from 'zod'
import { cursor, displayName, effectiveWithinSeconds, nextCursor, pageLimit, timestamp } from './common.ts'
import { strictObject } from './strict-object.ts'

const id = z.string().min(1).max(200)

const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/, 'must be an e-mail address')

/** Whom a token stands for: a person of the deployment's sign-in, or whoever has an e-mail. */
const tokenUser = strictObject({
  issuer: z.string().min(1).max(2_048).nullable().default(null),
  subject: z.string().min(1).max(512).nullable().default(null),
  email: email.nullable().default(null),
})
  .refine(({ issuer, subject }) => (issuer === null) === (subject === null), {
    path: ['subject'],
    error: 'issuer and subject name a person together; send both or neither',
  })
  .refine(({ subject, email: mail }) => subject !== null || mail !== null, {
    error: 'name the user by issuer and subject, or by e-mail',
  })
  .meta({
    id: 'AccessTokenUser',
    description:
      'Only a user named by issuer and subject has a key of their own at a server with `per_user` keys',
    example: { issuer: 'https://login.example.com', subject: '248289761001', email: 'ada@example.com' },
  })

export const accessTokenCreate = strictObject({
  serverId: id,
  name: displayName,
  agentId: id.nullable().default(null).meta({ description: 'The agent it is for' }),
  user: tokenUser
    .nullable()
    .default(null)
    .meta({ description: 'Null: a caller may name somebody in `x-mcp-user`, as a claim' }),
  expiresAt: timestamp.nullable().default(null).meta({ description: 'Null: until it is revoked' }),
}).meta({
  id: 'AccessTokenCreate',
  example: {
    serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
    name: 'Nightly report',
    agentId: 'agt_claude',
    user: null,
    expiresAt: null,
  },
})

export const accessTokenQuery = strictObject({
  serverId: id.optional(),
  agentId: id.optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
})

const accessTokenShape = {
  id: z.string(),
  serverId: z.string(),
  name: z.string(),
  agentId: z.string().nullable(),
  user: z
    .object({
      issuer: z.string().nullable(),
      subject: z.string().nullable(),
      email: z.string().nullable(),
    })
    .nullable(),
  expiresAt: timestamp.nullable(),
  createdAt: timestamp,
  lastUsedAt: timestamp
    .nullable()
    .meta({ description: 'To the minute. Null: never, or not known because its server does not answer now' }),
}

const accessTokenExample = {
  id: 'tok_AAECAwQFBgcICQoLDA0ODw',
  serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
  name: 'Nightly report',
  agentId: 'agt_claude',
  user: null,
  expiresAt: null,
  createdAt: 1_790_000_000_000,
  lastUsedAt: null,
}

export const accessToken = z.object(accessTokenShape).meta({ id: 'AccessToken', example: accessTokenExample })

export const accessTokenWithSecret = z
  .object({ ...accessTokenShape, token: z.string().meta({ description: 'Shown this once' }) })
  .meta({ id: 'AccessTokenWithSecret', example: { ...accessTokenExample, token: 'shown-this-once' } })

export const accessTokenList = z
  .object({ accessTokens: z.array(accessToken), cursor: nextCursor })
  .meta({ id: 'AccessTokenList', example: { accessTokens: [accessTokenExample], cursor: null } })

export const accessTokenRevoked = z
  .object({ effectiveWithinSeconds })
  .meta({ id: 'AccessTokenRevoked', example: { effectiveWithinSeconds: 10 } })

export type AccessToken = z.infer<typeof accessToken>
export type AccessTokenCreate = z.infer<typeof accessTokenCreate>
