// People who may use the admin plane, on its wire.
import { z } from 'zod'
import { cursor, nextCursor, pageLimit, timestamp, version } from './common.ts'
import { role } from './permissions.ts'
import { strictObject } from './strict-object.ts'

/** An e-mail address as people are invited by; compared in lower case. */
export const emailAddress = z
  .email('enter an e-mail address, such as ada@example.com')
  .max(254, 'at most 254 characters')
  .transform((text) => text.toLowerCase())

export const memberUpdate = strictObject({ role }).meta({
  id: 'MemberUpdate',
  example: { role: 'developer' },
})

export const memberQuery = strictObject({
  email: z.string().max(254).optional(),
  role: role.optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
})

export const member = z
  .object({
    id: z.string(),
    issuer: z.string(),
    subject: z.string(),
    email: z.string(),
    displayName: z.string().nullable(),
    role,
    lastSignInAt: timestamp.nullable(),
    version,
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({
    id: 'Member',
    example: {
      id: 'mem_AAECAwQFBgcICQoLDA0ODw',
      issuer: 'https://login.example.com',
      subject: 'usr_7c1f0a',
      email: 'ada@engines.example',
      displayName: 'Ada Lovelace',
      role: 'owner',
      lastSignInAt: 1_790_000_000_000,
      version: 1,
      createdAt: 1_790_000_000_000,
      updatedAt: 1_790_000_000_000,
    },
  })

export const memberList = z.object({ members: z.array(member), cursor: nextCursor }).meta({
  id: 'MemberList',
  example: {
    members: [
      {
        id: 'mem_AAECAwQFBgcICQoLDA0ODw',
        issuer: 'https://login.example.com',
        subject: 'usr_7c1f0a',
        email: 'grace@compilers.example',
        displayName: 'Grace Hopper',
        role: 'developer',
        lastSignInAt: 1_790_000_000_000,
        version: 1,
        createdAt: 1_790_000_000_000,
        updatedAt: 1_790_000_000_000,
      },
    ],
    cursor: null,
  },
})

export const memberRemoved = z
  .object({
    effectiveWithinSeconds: z.literal(0),
    apiKeysRevoked: z.int().min(0).meta({ description: 'Keys that were made in this member’s name' }),
  })
  .meta({ id: 'MemberRemoved', example: { effectiveWithinSeconds: 0, apiKeysRevoked: 1 } })

export type Member = z.infer<typeof member>
