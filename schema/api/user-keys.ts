// Users' own keys of an upstream on the admin wire (product.md §3, `api_key` with a key of each user).
import { z } from 'zod'
import { cursor, effectiveWithinSeconds, nextCursor, pageLimit, timestamp } from './common.ts'
import { upstreamKey } from './servers.ts'
import { strictObject } from './strict-object.ts'

const owner = {
  issuer: z.string().min(1).max(2_048).meta({ description: "Issuer of the deployment's sign-in" }),
  subject: z.string().min(1).max(512),
}

export const userKeyPut = strictObject({ ...owner, key: upstreamKey }).meta({
  id: 'UserKeyPut',
  example: {
    issuer: 'https://login.example.com',
    subject: '248289761001',
    key: 'key-that-the-upstream-gave',
  },
})

export const ownKeyPut = strictObject({ key: upstreamKey }).meta({
  id: 'OwnKeyPut',
  example: { key: 'key-that-the-upstream-gave' },
})

export const userKeyOwner = strictObject(owner).meta({
  id: 'UserKeyOwner',
  example: { issuer: 'https://login.example.com', subject: '248289761001' },
})

export const userKeyQuery = strictObject({ cursor: cursor.optional(), limit: pageLimit })

export const userKey = z
  .object({ issuer: z.string(), subject: z.string(), createdAt: timestamp })
  .meta({ id: 'UserKey', description: 'That there is a key. The key itself is never answered' })

export const userKeyList = z.object({ keys: z.array(userKey), cursor: nextCursor }).meta({
  id: 'UserKeyList',
  example: {
    keys: [{ issuer: 'https://login.example.com', subject: '248289761001', createdAt: 1_790_000_000_000 }],
    cursor: null,
  },
})

export const userKeySaved = z
  .object({ issuer: z.string(), subject: z.string(), createdAt: timestamp, effectiveWithinSeconds })
  .meta({
    id: 'UserKeySaved',
    example: {
      issuer: 'https://login.example.com',
      subject: '248289761001',
      createdAt: 1_790_000_000_000,
      effectiveWithinSeconds: 10,
    },
  })

export const userKeyRemoved = z
  .object({ effectiveWithinSeconds })
  .meta({ id: 'UserKeyRemoved', example: { effectiveWithinSeconds: 10 } })

/** *My connections* of servers without a Gateway: whose key is still wanted. */
export const ownKeyList = z
  .object({
    servers: z.array(
      z.object({
        serverId: z.string(),
        name: z.string(),
        keySet: z.boolean().nullable().meta({ description: 'Null: the server does not answer now' }),
        createdAt: timestamp.nullable(),
      }),
    ),
  })
  .meta({
    id: 'OwnKeyList',
    example: {
      servers: [
        {
          serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
          name: 'Weather',
          keySet: true,
          createdAt: 1_790_000_000_000,
        },
      ],
    },
  })
