// Invitations by link, on the admin wire. The link's token stands in its fragment, which no server and no log sees (P7).
import { z } from 'zod'
import { cursor, nextCursor, pageLimit, timestamp } from './common.ts'
import { emailAddress, member } from './members.ts'
import { role } from './permissions.ts'
import { strictObject } from './strict-object.ts'

export const invitationCreate = strictObject({ email: emailAddress, role }).meta({
  id: 'InvitationCreate',
  example: { email: 'grace@compilers.example', role: 'developer' },
})

export const invitationToken = strictObject({
  token: z.string().min(1, 'is required').max(200).meta({ description: 'What stands behind # in the link' }),
}).meta({ id: 'InvitationToken', example: { token: 'lmn_inv_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8' } })

export const invitationQuery = strictObject({
  state: z.enum(['open', 'all']).default('open'),
  cursor: cursor.optional(),
  limit: pageLimit,
})

const invitationShape = {
  id: z.string(),
  email: z.string(),
  role,
  state: z.enum(['open', 'accepted', 'expired', 'revoked']),
  createdBy: z.object({
    kind: z.enum(['bootstrap', 'member', 'api_key']),
    id: z.string().nullable(),
    name: z.string(),
  }),
  createdAt: timestamp,
  expiresAt: timestamp,
  acceptedAt: timestamp.nullable(),
  memberId: z.string().nullable().meta({ description: 'The member it made' }),
  revokedAt: timestamp.nullable(),
}

const invitationExample = {
  id: 'inv_AAECAwQFBgcICQoLDA0ODw',
  email: 'grace@compilers.example',
  role: 'developer',
  state: 'open',
  createdBy: { kind: 'member', id: 'mem_AAECAwQFBgcICQoLDA0ODw', name: 'ada@engines.example' },
  createdAt: 1_790_000_000_000,
  expiresAt: 1_790_604_800_000,
  acceptedAt: null,
  memberId: null,
  revokedAt: null,
}

export const invitation = z.object(invitationShape).meta({ id: 'Invitation', example: invitationExample })

export const invitationWithLink = z
  .object({
    ...invitationShape,
    link: z.string().meta({ description: 'Shown this once; send it to the person' }),
    token: z.string().meta({ description: 'What the link carries' }),
  })
  .meta({
    id: 'InvitationWithLink',
    example: {
      ...invitationExample,
      link: 'https://limen.example.com/invitation#lmn_inv_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
      token: 'lmn_inv_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
    },
  })

export const invitationList = z
  .object({ invitations: z.array(invitation), cursor: nextCursor })
  .meta({ id: 'InvitationList', example: { invitations: [invitationExample], cursor: null } })

export const invitationShown = z
  .object({
    email: z
      .string()
      .meta({ description: 'In parts, so that a stranger who finds a link learns no address' }),
    role,
    invitedBy: z.string(),
    expiresAt: timestamp,
  })
  .meta({
    id: 'InvitationShown',
    example: {
      email: 'g…@compilers.example',
      role: 'developer',
      invitedBy: 'ada@engines.example',
      expiresAt: 1_790_000_000_000,
    },
  })

export const invitationAccepted = z.object({ member }).meta({
  id: 'InvitationAccepted',
  example: {
    member: {
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
  },
})

export type Invitation = z.infer<typeof invitation>
