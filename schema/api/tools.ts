// Tools of a server on the admin wire: what admins set, and what the catalogue knows (product.md §6).
import { z } from 'zod'
import { cursor, effectiveWithinSeconds, nextCursor, scopeList, timestamp } from './common.ts'
import { strictObject } from './strict-object.ts'

export const toolName = z
  .string()
  .min(1)
  .max(256)
  .regex(/^\P{Cc}+$/u, 'must not hold control characters')
  .meta({ example: 'add_todo' })

export const toolRisk = z.enum(['read', 'write', 'destructive'])
export const toolState = z.enum(['new', 'changed', 'approved', 'removed'])

const timeoutMs = z.int().min(1_000).max(600_000).nullable()
const cost = z
  .int('a whole number of cost units')
  .min(0)
  .max(1_000_000)
  .meta({ description: 'Cost units that one call takes from budgets in cost', example: 1 })

export const toolPolicyWrite = strictObject({
  enabled: z
    .boolean()
    .nullable()
    .default(null)
    .meta({ description: 'Null: as `newTools` of the server decided when the tool was first seen' }),
  requiredScopes: scopeList.default([]),
  timeoutMs: timeoutMs.default(null),
  risk: toolRisk.nullable().default(null).meta({ description: "Null: as the tool's annotations say" }),
  confirmation: z.boolean().default(false).meta({ description: 'The user approves each call' }),
  cost: cost.default(1),
}).meta({ id: 'ToolPolicyWrite', example: { enabled: true, requiredScopes: ['tickets.write'] } })

const hash = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'must be the hash of a definition, as the catalogue shows it')
  .meta({
    description: 'base64url SHA-256 of the canonical JSON (RFC 8785) of a definition',
    example: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
  })

const seenTool = z
  .object({
    state: toolState,
    title: z.string().nullable(),
    description: z
      .string()
      .meta({ description: 'As the runtime wrote it: hostile text, at most 2,000 characters' }),
    hash: hash.meta({ description: 'Of the pinned definition' }),
    seenHash: hash.nullable().meta({
      description:
        'Of the definition that was seen last since the tool changed. The change stays until somebody approves it, also while the tool is `removed`; where this is `hash`, the runtime shows the pinned definition again',
    }),
    firstSeenAt: timestamp,
    lastSeenAt: timestamp.meta({ description: 'To within six hours' }),
    changedAt: timestamp.nullable(),
    approvedAt: timestamp.nullable(),
    removedAt: timestamp.nullable(),
  })
  .meta({ id: 'SeenTool' })

const toolFields = {
  serverId: z.string(),
  name: z.string(),
  enabled: z.boolean().nullable(),
  requiredScopes: z.array(z.string()),
  timeoutMs: z.int().nullable(),
  risk: toolRisk.nullable(),
  confirmation: z.boolean(),
  cost: z.int(),
  /** 0: no policy of its own yet, the server's defaults hold. */
  version: z.int().min(0),
  updatedAt: timestamp.nullable(),
  effective: z
    .object({
      enabled: z.boolean(),
      risk: toolRisk,
      offer: z.enum(['offered', 'hidden', 'blocked']).meta({
        description:
          '`hidden`: neither listed nor callable; `blocked`: listed, and every call refused. Group and user rules may say otherwise for some',
      }),
    })
    .meta({ description: 'What holds for everybody about whom no rule speaks' }),
  catalogue: seenTool.nullable().meta({ description: 'Null: configured, and never seen' }),
}

const toolExample = {
  serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
  name: 'add_todo',
  enabled: true,
  requiredScopes: ['tickets.write'],
  timeoutMs: null,
  risk: null,
  confirmation: false,
  cost: 1,
  version: 1,
  updatedAt: 1_790_000_000_000,
  effective: { enabled: true, risk: 'write', offer: 'offered' },
  catalogue: {
    state: 'approved',
    title: 'Add a to-do',
    description: 'Adds one entry to the list.',
    hash: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
    seenHash: null,
    firstSeenAt: 1_790_000_000_000,
    lastSeenAt: 1_790_000_000_000,
    changedAt: null,
    approvedAt: 1_790_000_000_000,
    removedAt: null,
  },
}

export const toolPolicy = z.object(toolFields).meta({ id: 'ToolPolicy', example: toolExample })

/** One place where two definitions differ. */
export const definitionDifference = z
  .object({
    path: z.string().meta({ description: 'JSON pointer (RFC 6901)', example: '/inputSchema/properties/id' }),
    before: z.unknown().optional().meta({ description: 'Absent: it was not there' }),
    after: z.unknown().optional().meta({ description: 'Absent: it is gone' }),
  })
  .meta({ id: 'DefinitionDifference' })

const definition = z
  .record(z.string(), z.unknown())
  .nullable()
  .meta({ description: 'Null: too large to be kept; its hash still holds' })

export const toolDetail = z
  .object({
    ...toolFields,
    definition: definition.meta({ description: 'The pinned definition; null where there is none to show' }),
    change: z
      .object({ before: definition, after: definition, differences: z.array(definitionDifference) })
      .nullable()
      .meta({
        description: 'Only in state `changed`; null where the runtime shows the pinned definition again',
      }),
  })
  .meta({
    id: 'ToolDetail',
    example: {
      ...toolExample,
      definition: { name: 'add_todo', inputSchema: { type: 'object' } },
      change: null,
    },
  })

export const toolQuery = strictObject({
  state: toolState.optional(),
  configured: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: '`true`: only tools with a policy of their own' }),
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200).meta({ description: '1–500', example: 200 }),
})

export const toolPolicyList = z
  .object({ tools: z.array(toolPolicy), cursor: nextCursor })
  .meta({ id: 'ToolPolicyList', example: { tools: [toolExample], cursor: null } })

export const toolApproval = strictObject({
  tools: z
    .array(strictObject({ name: toolName, hash }))
    .min(1, 'name at least one tool')
    .max(500, 'at most 500 tools at once'),
}).meta({
  id: 'ToolApproval',
  example: { tools: [{ name: 'add_todo', hash: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU' }] },
})

export const toolApproved = z
  .object({ approved: z.array(z.string()), effectiveWithinSeconds })
  .meta({ id: 'ToolApproved', example: { approved: ['add_todo'], effectiveWithinSeconds: 10 } })

export const removedToolsForgotten = z
  .object({ forgotten: z.int().meta({ description: 'How many tools left the catalogue' }) })
  .meta({ id: 'RemovedToolsForgotten', example: { forgotten: 3 } })

const source = z.enum(['service', 'direct', 'passing'])

const catalogExample = {
  serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
  completeAt: 1_790_000_000_000,
  source: 'service',
  triedAt: 1_790_000_000_000,
  error: null,
  counts: { new: 2, changed: 0, approved: 5, removed: 0 },
}

export const toolCatalog = z
  .object({
    serverId: z.string(),
    completeAt: timestamp.nullable().meta({ description: 'When a complete list was last seen' }),
    source: source
      .nullable()
      .meta({ description: 'Who asked for it: the service connection, Limen itself, or a passing client' }),
    triedAt: timestamp.nullable().meta({ description: 'The last discovery that was begun' }),
    error: z.string().nullable().meta({ description: 'What was wrong with it' }),
    counts: z.object({ new: z.int(), changed: z.int(), approved: z.int(), removed: z.int() }),
  })
  .meta({ id: 'ToolCatalog', example: catalogExample })

export const toolDiscovery = z
  .object({
    source,
    tools: z.int().meta({ description: 'How many the runtime lists' }),
    written: z.int().meta({ description: 'How many of them are new, changed, or back' }),
    removed: z.int(),
    catalogue: toolCatalog,
  })
  .meta({
    id: 'ToolDiscovery',
    example: { source: 'service', tools: 7, written: 2, removed: 0, catalogue: catalogExample },
  })

export type ToolPolicyView = z.infer<typeof toolPolicy>
export type ToolPolicyWrite = z.infer<typeof toolPolicyWrite>
export type ToolDetail = z.infer<typeof toolDetail>
export type ToolCatalog = z.infer<typeof toolCatalog>
export type DefinitionDifference = z.infer<typeof definitionDifference>
