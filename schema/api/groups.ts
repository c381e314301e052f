// Groups: named sets of users, on the admin wire (product.md §6).
import { z } from 'zod'
import {
  cursor,
  description,
  displayName,
  effectiveWithinSeconds,
  nextCursor,
  pageLimit,
  timestamp,
  version,
} from './common.ts'
import { strictObject } from './strict-object.ts'

const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(320)
  .regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address')

const text = z.string().min(1).max(2_048).regex(/^\S+$/, 'must not hold spaces')

const byEmail = strictObject({ email })
const bySubject = strictObject({ issuer: text, subject: z.string().min(1).max(2_048) })
const byDomain = strictObject({
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(/^[^\s@]+$/, 'must be a domain such as example.com, without "@"'),
})

/** One user: by e-mail, or by issuer and subject as the grants show them. */
export const userEntry = z
  .union([byEmail, bySubject], {
    error: 'must be {"email": "…"} or {"issuer": "…", "subject": "…"}',
  })
  .meta({ id: 'UserEntry', example: { email: 'ann@example.com' } })

export const groupMember = z
  .union([byEmail, bySubject, byDomain], {
    error: 'must be {"email": "…"}, {"issuer": "…", "subject": "…"} or {"domain": "…"}',
  })
  .meta({
    id: 'GroupMember',
    description: 'A domain stands for everybody with an e-mail of exactly that domain',
    example: { email: 'ann@example.com' },
  })

const isDistinct = (list: readonly unknown[]): boolean =>
  new Set(list.map((entry) => JSON.stringify(entry))).size === list.length

export const userEntries = z
  .array(userEntry)
  .max(2_000, 'at most 2,000 users; use a group')
  .refine(isDistinct, 'a user stands twice')

const members = z
  .array(groupMember)
  .max(2_000, 'at most 2,000 members; use a domain, or several groups')
  .refine(isDistinct, 'a member stands twice')

export const groupCreate = strictObject({
  name: displayName,
  description: description.default(''),
  members: members.default([]),
}).meta({
  id: 'GroupCreate',
  example: { name: 'Support', members: [{ email: 'ann@example.com' }, { domain: 'support.example.com' }] },
})

export const groupUpdate = strictObject({ name: displayName, description, members })
  .partial()
  .meta({ id: 'GroupUpdate', example: { members: [{ email: 'ann@example.com' }] } })

const shape = {
  id: z.string().meta({ example: 'grp_AAECAwQFBgcICQoLDA0ODw' }),
  name: z.string(),
  description: z.string(),
  memberCount: z.int(),
  version,
  createdAt: timestamp,
  updatedAt: timestamp,
}

const groupExample = {
  id: 'grp_AAECAwQFBgcICQoLDA0ODw',
  name: 'Support',
  description: '',
  memberCount: 1,
  version: 1,
  createdAt: 1_790_000_000_000,
  updatedAt: 1_790_000_000_000,
  members: [{ email: 'ann@example.com' }],
}

export const group = z
  .object({ ...shape, members: z.array(groupMember) })
  .meta({ id: 'Group', example: groupExample })

export const groupChanged = group
  .extend({ effectiveWithinSeconds })
  .meta({ id: 'GroupChanged', example: { ...groupExample, effectiveWithinSeconds: 10 } })

export const groupQuery = strictObject({ cursor: cursor.optional(), limit: pageLimit })

export const groupList = z
  .object({
    groups: z.array(z.object(shape)).meta({ description: 'Without their members' }),
    cursor: nextCursor,
  })
  .meta({
    id: 'GroupList',
    example: {
      groups: [
        {
          id: 'grp_AAECAwQFBgcICQoLDA0ODw',
          name: 'Support',
          description: '',
          memberCount: 1,
          version: 1,
          createdAt: 1_790_000_000_000,
          updatedAt: 1_790_000_000_000,
        },
      ],
      cursor: null,
    },
  })

export type Group = z.infer<typeof group>
