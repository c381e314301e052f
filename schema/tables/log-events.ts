// One row for each call and each authorization step (product.md §9). Key (isolate, sequence): the consumer inserts or
// ignores, and a gap in a sequence is a counted loss (P5).
import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const logEvents = sqliteTable(
  'log_events',
  {
    isolate: text('isolate').notNull(),
    sequence: integer('sequence').notNull(),
    /** Milliseconds since 1970. */
    at: integer('at').notNull(),
    kind: text('kind', { enum: ['call', 'authorization'] }).notNull(),
    requestId: text('request_id').notNull(),
    serverId: text('server_id'),
    gatewayId: text('gateway_id'),
    attachmentId: text('attachment_id'),
    grantId: text('grant_id'),
    /** JSON-RPC method, or the step of an authorization (`authorize`, `consent`, `callback`, `token`, …). */
    method: text('method'),
    tool: text('tool'),
    agentId: text('agent_id'),
    /** How far the agent is to be believed (S20). */
    agentLevel: text('agent_level', { enum: ['proven', 'bound', 'claimed'] }),
    /** How the agent was recognised; `none`: it was not. */
    agentRecognisedBy: text('agent_recognised_by', {
      enum: ['client', 'access_token', 'user_agent', 'none'],
    }),
    clientId: text('client_id'),
    clientName: text('client_name'),
    userIssuer: text('user_issuer'),
    userSubject: text('user_subject'),
    userEmail: text('user_email'),
    /** Domain of a verified e-mail. */
    userDomain: text('user_domain'),
    userLevel: text('user_level', { enum: ['proven', 'claimed'] }),
    outcome: text('outcome', {
      enum: [
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
      ],
    }).notNull(),
    status: integer('status'),
    totalMs: real('total_ms'),
    runtimeMs: real('runtime_ms'),
    ownMs: real('own_ms'),
    protocolVersion: text('protocol_version'),
    /** The rule behind a refusal. */
    ruleId: text('rule_id'),
    guardrailOutcome: text('guardrail_outcome'),
    guardrailFindings: text('guardrail_findings', { mode: 'json' }).$type<unknown[]>(),
    requestBytes: integer('request_bytes'),
    responseBytes: integer('response_bytes'),
    userAgent: text('user_agent'),
    /** One sentence for the operator; never a secret. */
    detail: text('detail'),
  },
  (table) => [
    primaryKey({ columns: [table.isolate, table.sequence] }),
    index('log_events_by_time').on(table.at),
    index('log_events_by_server').on(table.serverId, table.at),
    index('log_events_by_gateway').on(table.gatewayId, table.at),
    index('log_events_by_user').on(table.userSubject, table.at),
    index('log_events_by_domain').on(table.userDomain, table.at),
    index('log_events_by_tool').on(table.tool, table.at),
    index('log_events_by_agent').on(table.agentId, table.at),
    index('log_events_by_outcome').on(table.outcome, table.at),
    index('log_events_by_attachment').on(table.attachmentId, table.at),
    index('log_events_by_client').on(table.clientId, table.at),
    index('log_events_by_guardrail')
      .on(table.guardrailOutcome, table.at)
      .where(sql`guardrail_outcome IS NOT NULL`),
    index('log_events_by_rule')
      .on(table.ruleId, table.at)
      .where(sql`rule_id IS NOT NULL`),
    index('log_events_by_kind').on(table.kind, table.at),
    index('log_events_by_request').on(table.requestId, table.at),
    index('log_events_by_email')
      .on(sql`lower(user_email)`, table.at)
      .where(sql`user_email IS NOT NULL`),
    index('log_events_by_user_level')
      .on(table.userLevel, table.at)
      .where(sql`user_level IS NOT NULL`),
  ],
)

export type LogEventRow = typeof logEvents.$inferSelect
