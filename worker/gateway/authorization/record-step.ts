// One log event for each step of an authorization (P5). Holds no code, token, state or secret (P7).
import type { LogEntry } from '../../logs/event.ts'
import { RestoreWaitingError } from '../configuration/load-configuration.ts'
import type { Identity } from '../contract.ts'
import type { OAuthCall } from './contract.ts'
import type { AuthorizationParts } from './parts.ts'

export type Step =
  | 'authorize'
  | 'consent'
  | 'callback'
  | 'account'
  | 'confirmation'
  | 'service_connection'
  | 'token'
  | 'exchange'
  | 'connections'
  | 'refresh'
  | 'register'
  | 'revoke'
  | 'replay'

/** Where a step was taken. */
export interface StepIssuer {
  server: { id: string }
  /** Null together at a server without a Gateway. */
  gateway: { id: string } | null
  attachment: { id: string } | null
}

export interface StepFacts {
  outcome: 'ok' | 'refused'
  status: number
  client?: { id: string; name: string } | undefined
  identity?: Identity | undefined
  grantId?: string | undefined
  /** Error code of a refusal. */
  ruleId?: string | undefined
  detail?: string | undefined
}

/**
 * A refusal that anybody can cause: a flood from one address is 60 lines a minute in the log, not more. It changes
 * nothing, so it is answered also where nothing is recorded any more, because the storage is about to be put back.
 */
export function recordRefusal(
  parts: Pick<AuthorizationParts, 'record' | 'limits'>,
  call: OAuthCall,
  issuer: StepIssuer | undefined,
  step: Step,
  facts: Omit<StepFacts, 'outcome'>,
): void {
  if (parts.limits.refusals.decide(call.address, Date.now()) === 'refused') return
  try {
    recordStep(parts, call, issuer, step, { ...facts, outcome: 'refused' })
  } catch (error) {
    if (!(error instanceof RestoreWaitingError)) throw error
  }
}

/** Synchronous, so that it can stand in the transaction of what it tells. */
export function recordStep(
  parts: Pick<AuthorizationParts, 'record'>,
  call: Pick<OAuthCall, 'requestId' | 'userAgent'>,
  issuer: StepIssuer | undefined,
  step: Step,
  facts: StepFacts,
): void {
  const { identity, client } = facts
  const entry: LogEntry = {
    kind: 'authorization',
    requestId: call.requestId,
    at: Date.now(),
    method: step,
    outcome: facts.outcome,
    status: facts.status,
    serverId: issuer?.server.id ?? null,
    gatewayId: issuer?.gateway?.id ?? null,
    attachmentId: issuer?.attachment?.id ?? null,
    grantId: facts.grantId ?? null,
    clientId: client?.id ?? null,
    clientName: client?.name ?? null,
    userIssuer: identity?.issuer ?? null,
    userSubject: identity?.subject ?? null,
    userEmail: identity?.email ?? null,
    userDomain: identity?.emailVerified ? (identity.email?.split('@').at(-1)?.toLowerCase() ?? null) : null,
    userLevel: identity ? 'proven' : null,
    ruleId: facts.ruleId ?? null,
    detail: facts.detail ?? null,
    userAgent: call.userAgent,
  }
  parts.record(entry)
}
