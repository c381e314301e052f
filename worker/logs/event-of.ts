// From what a caller said to a complete event: absent columns null, texts capped and redacted. Pure.
import type { LogEntry, LogEvent } from './event.ts'
import { redactDetail, redactName } from './redact.ts'

/** `isolate` and `sequence` are the key; whoever hands them out counts up by one without gaps (P5). */
export function eventOf(entry: LogEntry, isolate: string, sequence: number): LogEvent {
  return {
    isolate,
    sequence,
    at: entry.at,
    kind: entry.kind,
    requestId: entry.requestId,
    serverId: name(entry.serverId),
    gatewayId: name(entry.gatewayId),
    attachmentId: name(entry.attachmentId),
    grantId: name(entry.grantId),
    method: name(entry.method),
    tool: name(entry.tool),
    agentId: name(entry.agentId),
    agentLevel: entry.agentLevel ?? null,
    agentRecognisedBy: entry.agentRecognisedBy ?? null,
    clientId: name(entry.clientId),
    clientName: name(entry.clientName),
    userIssuer: name(entry.userIssuer),
    userSubject: name(entry.userSubject),
    userEmail: name(entry.userEmail),
    userDomain: name(entry.userDomain)?.toLowerCase() ?? null,
    userLevel: entry.userLevel ?? null,
    outcome: entry.outcome,
    status: entry.status ?? null,
    totalMs: entry.totalMs ?? null,
    runtimeMs: entry.runtimeMs ?? null,
    ownMs: entry.ownMs ?? null,
    protocolVersion: name(entry.protocolVersion),
    ruleId: name(entry.ruleId),
    guardrailOutcome: name(entry.guardrailOutcome),
    guardrailFindings: entry.guardrailFindings ?? null,
    requestBytes: entry.requestBytes ?? null,
    responseBytes: entry.responseBytes ?? null,
    userAgent: name(entry.userAgent),
    detail: entry.detail === undefined || entry.detail === null ? null : redactDetail(entry.detail),
  }
}

function name(text: string | null | undefined): string | null {
  return text === undefined || text === null ? null : redactName(text)
}
