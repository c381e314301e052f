// Log and audit events on the admin wire (product.md §9).
import { z } from 'zod'
import { cursor, nextCursor, pageLimit, timestamp } from './common.ts'
import { strictObject } from './strict-object.ts'

export const logOutcome = z.enum([
  'ok',
  'tool_error',
  'refused',
  'blocked',
  'runtime_error',
  'truncated',
  'timeout',
  'cancelled',
  'too_large',
  'detached',
])
const logKind = z.enum(['call', 'authorization'])
const value = z.string().min(1).max(512)
const moment = z.coerce.number().int().min(0).meta({ description: 'Milliseconds since 1970' })

export const logQuery = strictObject({
  from: moment.optional().meta({ description: 'First moment, inclusive' }),
  to: moment.optional().meta({ description: 'Last moment, exclusive' }),
  serverId: value.optional(),
  gatewayId: value.optional(),
  attachmentId: value.optional(),
  tool: value.optional(),
  agentId: value.optional(),
  userSubject: value.optional(),
  userDomain: value.toLowerCase().optional(),
  clientId: z.string().min(1).max(2_048).optional(),
  outcome: logOutcome.optional(),
  guardrailOutcome: value.optional(),
  kind: logKind.optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
})

const text = z.string().nullable()
const count = z.number().nullable()

export const logEvent = z
  .object({
    id: z.string().meta({ description: '`<isolate>.<sequence>`' }),
    at: timestamp,
    kind: logKind,
    requestId: z.string(),
    serverId: text,
    gatewayId: text,
    attachmentId: text,
    grantId: text,
    method: text,
    tool: text,
    agentId: text,
    agentLevel: z.enum(['proven', 'bound', 'claimed']).nullable(),
    agentRecognisedBy: z.enum(['client', 'access_token', 'user_agent', 'none']).nullable(),
    clientId: text,
    clientName: text,
    userIssuer: text,
    userSubject: text,
    userEmail: text,
    userDomain: text,
    userLevel: z.enum(['proven', 'claimed']).nullable(),
    outcome: logOutcome,
    status: count,
    totalMs: count,
    runtimeMs: count,
    ownMs: count,
    protocolVersion: text,
    ruleId: text,
    guardrailOutcome: text,
    guardrailFindings: z.array(z.unknown()).nullable(),
    requestBytes: count,
    responseBytes: count,
    userAgent: text,
    detail: text,
  })
  .meta({ id: 'LogEvent' })

export const logList = z.object({ events: z.array(logEvent), cursor: nextCursor }).meta({ id: 'LogList' })

export const gapQuery = strictObject({
  since: moment.optional().meta({ description: 'Isolates born from then on; by default the last 24 hours' }),
})

export const logGaps = z
  .object({ since: timestamp, lost: z.int().meta({ description: 'Events whose number is missing (P5)' }) })
  .meta({ id: 'LogGaps' })

export const alert = z
  .object({
    kind: z.enum([
      'runtime_refused_gateway',
      'downstream_fault',
      'gateway_needs_review',
      'server_paused',
      'object_not_told',
      'budget_exceeded',
      'budget_exhausted',
      'meter_unreachable',
    ]),
    serverId: z.string().nullable(),
    gatewayId: z.string().nullable(),
    count: z.int().min(1),
    lastAt: timestamp,
    message: z.string().meta({ description: 'What is wrong, and what to do about it' }),
  })
  .meta({ id: 'Alert' })

export const alertList = z.object({ alerts: z.array(alert) }).meta({ id: 'AlertList' })

export const auditQuery = strictObject({
  from: moment.optional(),
  to: moment.optional(),
  resourceKind: value.optional(),
  resourceId: value.optional(),
  action: value.optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
})

const state = z.record(z.string(), z.unknown()).nullable()

export const auditEvent = z
  .object({
    id: z.string(),
    at: timestamp,
    actorKind: z.enum(['bootstrap', 'member', 'api_key', 'user', 'system']),
    actorId: text,
    actorName: text.meta({ description: 'Readable, as it was then', example: 'ada@engines.example' }),
    action: z.string().meta({ example: 'gateway.updated' }),
    resourceKind: z.string(),
    resourceId: z.string(),
    before: state,
    after: state,
    requestId: z.string(),
  })
  .meta({ id: 'AuditEvent' })

export const auditList = z
  .object({ events: z.array(auditEvent), cursor: nextCursor })
  .meta({ id: 'AuditList' })

export type Alert = z.infer<typeof alert>
export type LogQuery = z.infer<typeof logQuery>
export type AuditQuery = z.infer<typeof auditQuery>
