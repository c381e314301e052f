// The policy of one tool on the admin wire (product.md §6).
import { z } from 'zod'
import { scopeList, timestamp } from './common.ts'
import { strictObject } from './strict-object.ts'

export const toolName = z
  .string()
  .min(1)
  .max(256)
  .regex(/^\P{Cc}+$/u, 'must not hold control characters')
  .meta({ example: 'add_todo' })

const timeoutMs = z.int().min(1_000).max(600_000).nullable()

export const toolPolicyWrite = strictObject({
  enabled: z.boolean().default(true),
  requiredScopes: scopeList.default([]),
  timeoutMs: timeoutMs.default(null),
}).meta({ id: 'ToolPolicyWrite', example: { enabled: true, requiredScopes: ['tickets.write'] } })

export const toolPolicy = z
  .object({
    serverId: z.string(),
    name: z.string(),
    enabled: z.boolean(),
    requiredScopes: z.array(z.string()),
    timeoutMs: z.int().nullable(),
    /** 0: no policy of its own yet, the server's defaults hold. */
    version: z.int().min(0),
    updatedAt: timestamp.nullable(),
  })
  .meta({ id: 'ToolPolicy' })

export const toolPolicyList = z.object({ tools: z.array(toolPolicy) }).meta({ id: 'ToolPolicyList' })

export type ToolPolicyView = z.infer<typeof toolPolicy>
export type ToolPolicyWrite = z.infer<typeof toolPolicyWrite>
