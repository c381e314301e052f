// Access lists, and overrides for groups and users, on the admin wire (product.md §6).
import { z } from 'zod'
import { cursor, effectiveWithinSeconds, nextCursor, pageLimit, timestamp, version } from './common.ts'
import { userEntries, userEntry } from './groups.ts'
import { strictObject } from './strict-object.ts'
import { toolName } from './tools.ts'

const id = z.string().min(1).max(200)
const groupIds = z
  .array(id)
  .max(200, 'at most 200 groups')
  .refine((list) => new Set(list).size === list.length, 'a group stands twice')

const lists = {
  deniedUsers: userEntries,
  allowedUsers: userEntries,
  deniedGroups: groupIds,
  allowedGroups: groupIds.nullable(),
}

/** Who may use one server, or every server of one Gateway. The whole is written at once. */
export const accessListsWrite = strictObject({
  deniedUsers: lists.deniedUsers.default([]),
  allowedUsers: lists.allowedUsers.default([]),
  deniedGroups: lists.deniedGroups.default([]),
  allowedGroups: lists.allowedGroups.default(null),
}).meta({
  id: 'AccessListsWrite',
  description:
    'Asked in this order: denied users, allowed users, denied groups, allowed groups (null: not set; [] admits allowed users only), else allowed. E-mails have no case; one that is not verified matches what denies only',
  example: {
    deniedUsers: [{ email: 'mallory@example.com' }],
    allowedGroups: ['grp_AAECAwQFBgcICQoLDA0ODw'],
  },
})

const accessListsExample = {
  ruleId: 'acc_AAECAwQFBgcICQoLDA0ODw',
  deniedUsers: [{ email: 'mallory@example.com' }],
  allowedUsers: [],
  deniedGroups: [],
  allowedGroups: ['grp_AAECAwQFBgcICQoLDA0ODw'],
  version: 1,
}

export const accessLists = z
  .object({
    ruleId: z.string().nullable().meta({ description: 'What a refusal names; null before the first change' }),
    deniedUsers: z.array(userEntry),
    allowedUsers: z.array(userEntry),
    deniedGroups: z.array(z.string()),
    allowedGroups: z.array(z.string()).nullable(),
    /** Shared with the agents of the same server or Gateway. */
    version: z.int().min(0),
  })
  .meta({ id: 'AccessLists', example: accessListsExample })

export const accessListsChanged = accessLists
  .extend({ effectiveWithinSeconds })
  .meta({ id: 'AccessListsChanged', example: { ...accessListsExample, effectiveWithinSeconds: 10 } })

const tool = toolName.nullable().meta({ description: 'Null: every tool' })
const toolEnabled = z.boolean().nullable().meta({ description: 'Null: inherited' })
const confirmation = z
  .boolean()
  .nullable()
  .meta({ description: 'Whether the user must approve each call; null: inherited' })
const note = z.string().trim().max(500, 'at most 500 characters')

export const ruleCreate = strictObject({
  serverId: id.optional().meta({ description: 'Exactly one of serverId and gatewayId' }),
  gatewayId: id.optional().meta({ description: 'Holds for every server of the Gateway' }),
  groupId: id.optional().meta({ description: 'Exactly one of groupId and user' }),
  user: userEntry.optional(),
  tool: tool.default(null),
  toolEnabled: toolEnabled.default(null),
  confirmation: confirmation.default(null),
  active: z.boolean().default(true),
  note: note.default(''),
}).meta({
  id: 'RuleCreate',
  example: {
    serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
    groupId: 'grp_AAECAwQFBgcICQoLDA0ODw',
    tool: 'delete_ticket',
    toolEnabled: false,
  },
})

export const ruleUpdate = strictObject({
  tool,
  toolEnabled,
  confirmation,
  active: z.boolean(),
  note,
})
  .partial()
  .meta({
    id: 'RuleUpdate',
    description: 'For whom and where a rule holds does not change: make another one',
    example: { active: false },
  })

const ruleExample = {
  id: 'rul_AAECAwQFBgcICQoLDA0ODw',
  serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
  gatewayId: null,
  groupId: 'grp_AAECAwQFBgcICQoLDA0ODw',
  user: null,
  tool: 'delete_ticket',
  toolEnabled: false,
  confirmation: null,
  active: true,
  note: '',
  version: 1,
  createdAt: 1_790_000_000_000,
  updatedAt: 1_790_000_000_000,
}

export const rule = z
  .object({
    id: z.string().meta({ example: 'rul_AAECAwQFBgcICQoLDA0ODw' }),
    serverId: z.string().nullable(),
    gatewayId: z.string().nullable(),
    groupId: z.string().nullable(),
    user: userEntry.nullable(),
    tool: z.string().nullable(),
    toolEnabled: z.boolean().nullable(),
    confirmation: z.boolean().nullable(),
    active: z.boolean(),
    note: z.string(),
    version,
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Rule', example: ruleExample })

export const ruleChanged = rule
  .extend({ effectiveWithinSeconds })
  .meta({ id: 'RuleChanged', example: { ...ruleExample, effectiveWithinSeconds: 10 } })

export const ruleQuery = strictObject({
  serverId: id.optional(),
  gatewayId: id.optional(),
  groupId: id.optional(),
  email: z.string().trim().toLowerCase().min(1).max(320).optional(),
  tool: toolName.optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
})

export const ruleList = z
  .object({ rules: z.array(rule), cursor: nextCursor })
  .meta({ id: 'RuleList', example: { rules: [ruleExample], cursor: null } })

export type Rule = z.infer<typeof rule>
export type RuleCreate = z.infer<typeof ruleCreate>
export type AccessLists = z.infer<typeof accessLists>
