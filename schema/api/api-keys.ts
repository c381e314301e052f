// Keys of programs at the admin API, on its wire.
import { z } from 'zod'
import { cursor, displayName, nextCursor, pageLimit, timestamp } from './common.ts'
import { permission } from './permissions.ts'
import { strictObject } from './strict-object.ts'

export const apiKeyCreate = strictObject({
  name: displayName,
  permissions: z
    .array(permission)
    .min(1, 'choose at least one permission')
    .refine((list) => new Set(list).size === list.length, 'a permission stands twice')
    .meta({ description: 'Never more than whoever makes the key has' }),
  expiresAt: timestamp.nullable().default(null).meta({ description: 'Null: no end' }),
}).meta({
  id: 'ApiKeyCreate',
  example: { name: 'Deploy pipeline', permissions: ['servers.read', 'servers.update'], expiresAt: null },
})

export const apiKeyQuery = strictObject({
  state: z
    .enum(['active', 'all'])
    .default('active')
    .meta({ description: '`all` also shows keys that were revoked or have expired' }),
  cursor: cursor.optional(),
  limit: pageLimit,
})

const apiKeyShape = {
  id: z.string(),
  name: z.string(),
  hint: z.string().meta({ description: 'The last four characters of the key', example: 'x3Qa' }),
  permissions: z.array(permission),
  state: z.enum(['active', 'expired', 'revoked']),
  createdBy: z.object({
    kind: z.enum(['bootstrap', 'member', 'api_key']),
    id: z.string().nullable(),
    name: z.string(),
  }),
  createdAt: timestamp,
  expiresAt: timestamp.nullable(),
  lastUsedAt: timestamp.nullable().meta({ description: 'To five minutes; null: never used' }),
  revokedAt: timestamp.nullable(),
}

const apiKeyExample = {
  id: 'key_AAECAwQFBgcICQoLDA0ODw',
  name: 'Deploy pipeline',
  hint: 'x3Qa',
  permissions: ['servers.read', 'servers.update'],
  state: 'active',
  createdBy: { kind: 'member', id: 'mem_AAECAwQFBgcICQoLDA0ODw', name: 'ada@engines.example' },
  createdAt: 1_790_000_000_000,
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
}

export const apiKey = z.object(apiKeyShape).meta({ id: 'ApiKey', example: apiKeyExample })

export const apiKeyWithSecret = z
  .object({
    ...apiKeyShape,
    key: z.string().meta({ description: 'Shown this once; send it as `Authorization: Bearer`' }),
  })
  .meta({
    id: 'ApiKeyWithSecret',
    example: { ...apiKeyExample, key: 'lmn_key_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwx3Qa' },
  })

export const apiKeyList = z
  .object({ apiKeys: z.array(apiKey), cursor: nextCursor })
  .meta({ id: 'ApiKeyList', example: { apiKeys: [apiKeyExample], cursor: null } })

export const apiKeyRevoked = z
  .object({
    effectiveWithinSeconds: z.literal(0),
    revoked: z.int().min(0).meta({ description: 'This key, and the keys that were made with it' }),
  })
  .meta({ id: 'ApiKeyRevoked', example: { effectiveWithinSeconds: 0, revoked: 1 } })

export type ApiKey = z.infer<typeof apiKey>
export type ApiKeyCreate = z.infer<typeof apiKeyCreate>
