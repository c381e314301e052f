// Users of a Gateway on the admin wire, as its authorization server names them.
import { z } from 'zod'
import { effectiveWithinSeconds, timestamp } from './common.ts'
import { strictObject } from './strict-object.ts'

const text = z.string().min(1).max(2_048)

export const userBlock = strictObject({
  gatewayId: z.string().min(1).max(200),
  userIssuer: text.meta({ description: 'As the grants of this user show it: `identity.issuer`' }),
  userSubject: text.meta({ description: 'As the grants of this user show it: `identity.subject`' }),
}).meta({
  id: 'UserBlock',
  description: 'The user is blocked in every organization of the issuer',
  example: {
    gatewayId: 'gw_AAECAwQFBgcICQoLDA0ODw',
    userIssuer: 'https://login.example.com',
    userSubject: '248289761001',
  },
})

export const userUnblocked = z
  .object({ effectiveWithinSeconds })
  .meta({ id: 'UserUnblocked', example: { effectiveWithinSeconds: 10 } })

export const blockedUserList = z
  .object({
    users: z.array(
      z.object({
        userIssuer: z.string(),
        userSubject: z.string(),
        blockedAt: timestamp,
        actor: z.string(),
      }),
    ),
  })
  .meta({
    id: 'BlockedUserList',
    example: {
      users: [
        {
          userIssuer: 'https://login.example.com',
          userSubject: '248289761001',
          blockedAt: 1_790_000_000_000,
          actor: 'ada@engines.example',
        },
      ],
    },
  })
