// What a budget or rate limit is counted over, on the admin wire (product.md §8).
import { z } from 'zod'
import { toolName } from './tools.ts'
import { strictObject } from './strict-object.ts'

const id = z.string().min(1).max(200)

/** Counts only there; without either, everywhere. */
const place = {
  gatewayId: id.optional().meta({ description: 'Counts only at servers of this Gateway' }),
  serverId: id.optional().meta({ description: 'Counts only at this server' }),
}

const person = z
  .union([
    strictObject({ issuer: z.string().min(1).max(2_048), subject: z.string().min(1).max(512) }),
    strictObject({ email: z.email('enter an e-mail address').max(320).toLowerCase() }),
  ])
  .meta({
    description:
      'By issuer and subject, or by an e-mail address that its source vouches for. A user who is only claimed is charged to the token that claimed them',
  })

export const meterScope = z
  .discriminatedUnion('kind', [
    strictObject({ kind: z.literal('gateway'), gatewayId: id }),
    strictObject({ kind: z.literal('server'), serverId: id }),
    strictObject({ kind: z.literal('tool'), serverId: id, tool: toolName }),
    strictObject({
      kind: z.literal('agent'),
      agentId: id.meta({ description: 'An agent, or `unrecognised` for clients that match none' }),
      ...place,
    }),
    strictObject({ kind: z.literal('user'), user: person, ...place }),
    strictObject({ kind: z.literal('default_user'), ...place }),
    strictObject({ kind: z.literal('anonymous'), ...place }),
  ])
  .meta({
    id: 'MeterScope',
    description:
      'One counter for each budget or rate limit; `default_user` has one for each user who has none of their own. `anonymous` is shared by calls without a user',
    example: { kind: 'server', serverId: 'srv_AAECAwQFBgcICQoLDA0ODw' },
  })

export const meterScopeKind = z.enum([
  'gateway',
  'server',
  'agent',
  'user',
  'default_user',
  'anonymous',
  'tool',
])

export type MeterScope = z.infer<typeof meterScope>
