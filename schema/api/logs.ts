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
const userLevel = z.enum(['proven', 'claimed'])
const value = z.string().min(1).max(512)
const moment = z.coerce.number().int().min(0).meta({ description: 'Milliseconds since 1970' })

export const logQuery = strictObject({
  from: moment.optional().meta({ description: 'First moment, inclusive' }),
  to: moment.optional().meta({ description: 'Last moment, exclusive' }),
  requestId: value.optional().meta({
    description: 'Every event of one request: what an error answer and the header `x-request-id` name',
    example: 'req_AAECAwQFBgcICQoLDA0ODw',
  }),
  serverId: value.optional(),
  gatewayId: value.optional(),
  attachmentId: value.optional(),
  tool: value.optional(),
  agentId: value.optional().meta({ description: 'Or `unrecognised`' }),
  userSubject: value.optional(),
  userEmail: value.optional().meta({
    description: 'Whether it was proven or only claimed; see `userLevel`',
    example: 'ann@example.com',
  }),
  userDomain: value.toLowerCase().optional(),
  userLevel: userLevel.optional().meta({ description: 'How far the user is to be believed' }),
  clientId: z.string().min(1).max(2_048).optional(),
  outcome: logOutcome.optional(),
  guardrailOutcome: value.optional(),
  kind: logKind.optional(),
  cursor: cursor.optional(),
  limit: pageLimit,
})

const text = z.string().nullable()
const count = z.number().nullable()

const logEventExample = {
  id: 'AAECAwQFBgc.17',
  at: 1_790_000_000_000,
  kind: 'call',
  requestId: 'req_AAECAwQFBgcICQoLDA0ODw',
  serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
  gatewayId: 'gw_AAECAwQFBgcICQoLDA0ODw',
  attachmentId: 'att_AAECAwQFBgcICQoLDA0ODw',
  grantId: 'grt_AAECAwQFBgcICQoLDA0ODw',
  method: 'tools/call',
  tool: 'add_todo',
  agentId: 'agt_claude',
  agentLevel: 'proven',
  agentRecognisedBy: 'client',
  clientId: 'internal-agent',
  clientName: 'Internal agent',
  userIssuer: 'https://login.example.com',
  userSubject: '248289761001',
  userEmail: 'ann@example.com',
  userDomain: 'example.com',
  userLevel: 'proven',
  outcome: 'ok',
  status: 200,
  totalMs: 48,
  runtimeMs: 41,
  ownMs: 7,
  protocolVersion: '2025-11-25',
  ruleId: null,
  guardrailOutcome: null,
  guardrailFindings: null,
  requestBytes: 210,
  responseBytes: 640,
  userAgent: 'claude-code/2.1',
  detail: null,
}

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
    userLevel: userLevel.nullable(),
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
  .meta({ id: 'LogEvent', example: logEventExample })

export const logList = z.object({ events: z.array(logEvent), cursor: nextCursor }).meta({
  id: 'LogList',
  example: {
    events: [logEventExample],
    cursor: null,
  },
})

export const gapQuery = strictObject({
  since: moment.optional().meta({
    description:
      'Calls of isolates born from then on, and authorization steps from then on; by default the last 24 hours',
  }),
})

export const logGaps = z
  .object({ since: timestamp, lost: z.int().meta({ description: 'Events whose number is missing (P5)' }) })
  .meta({ id: 'LogGaps', example: { since: 1_790_000_000_000, lost: 0 } })

export const logSummaryQuery = strictObject({
  from: moment
    .optional()
    .meta({ description: 'Calls from then on; by default the last 24 hours, at most the last 7 days' }),
})

const callCounts = {
  calls: z.int(),
  errors: z.int().meta({ description: 'The tool or the runtime failed, was too slow or answered too much' }),
  refused: z.int().meta({ description: 'Limen let it not through: access, limits, guardrails' }),
}

export const logSummary = z
  .object({
    from: timestamp,
    to: timestamp,
    total: z.object(callCounts),
    servers: z
      .array(z.object({ serverId: text.meta({ description: 'Null: no server was found' }), ...callCounts }))
      .meta({ description: 'Those that were called, most calls first' }),
    hours: z
      .array(z.object({ at: timestamp.meta({ description: 'The beginning of the hour' }), ...callCounts }))
      .meta({ description: 'Each hour of the range, oldest first, also those without a call' }),
  })
  .meta({
    id: 'LogSummary',
    example: {
      from: 1_790_000_000_000,
      to: 1_790_003_000_000,
      total: { calls: 40, errors: 2, refused: 1 },
      servers: [{ serverId: 'srv_AAECAwQFBgcICQoLDA0ODw', calls: 40, errors: 2, refused: 1 }],
      hours: [{ at: 1_789_999_200_000, calls: 40, errors: 2, refused: 1 }],
    },
  })

export const alert = z
  .object({
    kind: z.enum([
      'runtime_refused_gateway',
      'downstream_fault',
      'secret_unreadable',
      'gateway_needs_review',
      'server_paused',
      'catalogue_full',
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

export const alertList = z.object({ alerts: z.array(alert) }).meta({
  id: 'AlertList',
  example: {
    alerts: [
      {
        kind: 'budget_exhausted',
        serverId: 'srv_AAECAwQFBgcICQoLDA0ODw',
        gatewayId: null,
        count: 4,
        lastAt: 1_790_000_000_000,
        message: 'The budget is spent until midnight UTC. Raise it, or wait.',
      },
    ],
  },
})

export const auditQuery = strictObject({
  from: moment.optional(),
  to: moment.optional(),
  resourceKind: value.optional(),
  resourceId: value.optional(),
  action: value.optional(),
  actorId: value.optional().meta({ description: 'Of the member or API key' }),
  cursor: cursor.optional(),
  limit: pageLimit,
})

const state = z.record(z.string(), z.unknown()).nullable()

const auditEventExample = {
  id: 'aud_AAECAwQFBgcICQoLDA0ODw',
  at: 1_790_000_000_000,
  actorKind: 'member',
  actorId: 'mem_AAECAwQFBgcICQoLDA0ODw',
  actorName: 'ada@engines.example',
  action: 'gateway.updated',
  resourceKind: 'gateway',
  resourceId: 'gw_AAECAwQFBgcICQoLDA0ODw',
  before: { name: 'Helpdesk' },
  after: { name: 'Support' },
  requestId: 'req_AAECAwQFBgcICQoLDA0ODw',
}

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
  .meta({ id: 'AuditEvent', example: auditEventExample })

export const auditList = z.object({ events: z.array(auditEvent), cursor: nextCursor }).meta({
  id: 'AuditList',
  example: {
    events: [auditEventExample],
    cursor: null,
  },
})

export type Alert = z.infer<typeof alert>
export type LogEvent = z.infer<typeof logEvent>
export type LogList = z.infer<typeof logList>
export type LogGaps = z.infer<typeof logGaps>
export type LogSummary = z.infer<typeof logSummary>
export type AuditEvent = z.infer<typeof auditEvent>
export type AuditList = z.infer<typeof auditList>
export type LogQuery = z.infer<typeof logQuery>
export type AuditQuery = z.infer<typeof auditQuery>
