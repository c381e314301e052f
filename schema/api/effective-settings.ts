// What holds for one user and one agent at one server, and which rule says so (product.md §6).
import { z } from 'zod'
import { cursor, nextCursor, pageLimit } from './common.ts'
import { strictObject } from './strict-object.ts'

const text = z.string().min(1).max(2_048)

export const effectiveSettingsQuery = strictObject({
  serverId: z.string().min(1).max(200).meta({ example: 'srv_AAECAwQFBgcICQoLDA0ODw' }),
  email: z.string().trim().toLowerCase().min(1).max(320).optional().meta({ example: 'ann@example.com' }),
  issuer: text.optional().meta({ description: 'Together with `subject`' }),
  subject: text.optional(),
  emailVerified: z
    .enum(['true', 'false'])
    .default('true')
    .meta({ description: 'Whether the source vouches for the e-mail' }),
  userLevel: z
    .enum(['proven', 'claimed'])
    .default('proven')
    .meta({ description: '`claimed`: as a caller that only says who the user is' }),
  agentId: z.string().min(1).max(200).optional().meta({
    description: 'Or `unrecognised`; without it the agents are not looked at',
    example: 'agt_claude',
  }),
  agentLevel: z.enum(['proven', 'bound', 'claimed']).default('proven'),
  tool: z.string().min(1).max(256).optional().meta({ description: 'This tool alone' }),
  cursor: cursor.optional(),
  limit: pageLimit,
})

const target = z.enum(['server', 'gateway'])

const setting = z.object({
  value: z.boolean(),
  source: z.enum(['base', 'group', 'user']).meta({ description: '`base`: the tool itself, whoever calls' }),
  ruleId: z.string().nullable().meta({ description: 'The rule that set it; null for `base`' }),
  target: target.nullable().meta({ description: 'Where that rule stands; null for `base`' }),
})

const ofTool = z
  .enum(['tool', 'default'])
  .meta({ description: "`tool`: the tool's own policy; `default`: it has none" })

export const effectiveSettings = z
  .object({
    serverId: z.string(),
    gatewayId: z.string().nullable(),
    groups: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        isTrusted: z.boolean().meta({
          description:
            'False: a member by a name nobody vouches for; then the group can restrict and not allow',
        }),
      }),
    ),
    agent: z
      .object({
        allow: z.boolean(),
        ruleId: z.string().nullable(),
        target: target.nullable(),
        step: z.enum(['agent', 'unrecognised', 'claimed', 'default']),
      })
      .nullable()
      .meta({ description: 'Null where no agent was named' }),
    access: z.object({
      allow: z.boolean(),
      ruleId: z.string().nullable(),
      target: target.nullable(),
      step: z
        .enum(['denied_users', 'allowed_users', 'denied_groups', 'allowed_groups', 'default'])
        .meta({ description: 'The list that decided' }),
    }),
    acceptClaimed: z
      .object({ value: z.boolean(), source: z.enum(['server']) })
      .meta({ description: 'Whether claimed users and agents count as proven; set at the server alone' }),
    tools: z.array(
      z.object({
        name: z.string(),
        enabled: setting,
        confirmation: setting,
        requiredScopes: z.object({ value: z.array(z.string()), source: ofTool }),
        cost: z.object({ value: z.int(), source: ofTool }).meta({ description: 'Cost units of one call' }),
        offer: z.enum(['offered', 'hidden', 'blocked']).meta({
          description:
            'What comes of it: an enabled tool whose definition has changed may be hidden or blocked',
        }),
        offerReason: z.object({
          by: z.enum(['enabled', 'disabled', 'newTools', 'changedTools', 'rule']).meta({
            description:
              "What decided `offer`: the tool's own setting, the server's setting of that name (`newTools` when the tool was first seen), or a rule",
          }),
          ruleId: z.string().nullable().meta({ description: 'Null unless a rule decided' }),
          target: target.nullable(),
        }),
      }),
    ),
    cursor: nextCursor,
  })
  .meta({
    id: 'EffectiveSettings',
    example: {
      serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
      gatewayId: 'gw_AAECAwQFBgcICQoLDA0ODw',
      groups: [{ id: 'grp_AAECAwQFBgcICQoLDA0ODw', name: 'Support', isTrusted: true }],
      agent: { allow: true, ruleId: null, target: null, step: 'default' },
      access: { allow: true, ruleId: null, target: null, step: 'default' },
      acceptClaimed: { value: false, source: 'server' },
      tools: [
        {
          name: 'delete_ticket',
          enabled: { value: false, source: 'group', ruleId: 'rul_AAECAwQFBgcICQoLDA0ODw', target: 'server' },
          confirmation: { value: false, source: 'base', ruleId: null, target: null },
          requiredScopes: { value: ['tickets.write'], source: 'tool' },
          cost: { value: 1, source: 'tool' },
          offer: 'hidden',
          offerReason: { by: 'rule', ruleId: 'rul_AAECAwQFBgcICQoLDA0ODw', target: 'server' },
        },
      ],
      cursor: null,
    },
  })
