// A complete log event from what was recorded: optional columns are null, user text is capped (product.md §9). Pure.
import type { LogEntry, LogEvent } from '../../logs/event.ts'

const NAME_CHARACTERS_MAX = 256

export function eventOf(entry: LogEntry, isolate: string, sequence: number): LogEvent {
  return {
    isolate,
    sequence,
    at: entry.at,
    kind: entry.kind,
    requestId: entry.requestId,
    serverId: entry.serverId ?? null,
    gatewayId: entry.gatewayId ?? null,
    attachmentId: entry.attachmentId ?? null,
    grantId: entry.grantId ?? null,
    method: entry.method ?? null,
    tool: entry.tool ?? null,
    agentId: entry.agentId ?? null,
    agentLevel: entry.agentLevel ?? null,
    clientId: cap(entry.clientId),
    clientName: cap(entry.clientName),
    userIssuer: cap(entry.userIssuer),
    userSubject: cap(entry.userSubject),
    userEmail: cap(entry.userEmail),
    userDomain: cap(entry.userDomain),
    userLevel: entry.userLevel ?? null,
    outcome: entry.outcome,
    status: entry.status ?? null,
    totalMs: entry.totalMs ?? null,
    runtimeMs: entry.runtimeMs ?? null,
    ownMs: entry.ownMs ?? null,
    protocolVersion: entry.protocolVersion ?? null,
    ruleId: entry.ruleId ?? null,
    guardrailOutcome: entry.guardrailOutcome ?? null,
    guardrailFindings: entry.guardrailFindings ?? null,
    requestBytes: entry.requestBytes ?? null,
    responseBytes: entry.responseBytes ?? null,
    userAgent: cap(entry.userAgent),
    detail: cap(entry.detail),
  }
}

function cap(text: string | null | undefined): string | null {
  return text?.slice(0, NAME_CHARACTERS_MAX) ?? null
}
