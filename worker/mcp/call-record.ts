// Collects what is known about one request, and records it exactly once when everything is over (P5).
import type { LogEntry } from '../logs/event.ts'
import type { KnownAgent } from '../policy/caller.ts'
import { toolOf } from '../policy/decide-call.ts'
import { newRequestId } from '../http/request-id.ts'
import type { Access } from './authenticate.ts'
import type { Patience } from '../runtime/patience.ts'
import { MCP_ERRORS } from './errors.ts'
import type { OpenCall } from './open-calls.ts'
import type { Exchange, McpParts } from './parts.ts'
import type { ReadMessage } from './read-message.ts'
import type { McpRefusal } from './refusal.ts'

const NAME_MAX = 256

/** How a request ended. */
export interface CallEnd {
  outcome: LogEntry['outcome']
  status: number
  responseBytes: number
  rule?: string | undefined
  detail?: string | undefined
  /** The times are not known, and null. */
  hasUnknownTime?: boolean
}

/** How much later than its own deadline a call is taken for abandoned. */
const GRACE_MS = 5_000
/** For phases whose deadline is somebody else's: the question who calls, the renewal of a token. */
const UNBOUNDED_MS = 10 * 60_000

export class CallRecord implements OpenCall {
  readonly requestId = newRequestId()
  readonly #parts: Pick<McpParts, 'recordEvent'>
  readonly #exchange: Exchange
  readonly #patience: Pick<Patience, 'dueAt'>
  /** Read while the request is there: an abandoned call is recorded after it. */
  readonly #userAgent: string | null
  readonly #at = Date.now()
  readonly #startedAt = performance.now()
  #facts: Partial<LogEntry> = {}
  #rawId: string | undefined
  #runtimeSince: number | undefined
  #runtimeMs: number | null = null
  #isEnded = false

  constructor(parts: Pick<McpParts, 'recordEvent'>, exchange: Exchange, patience: Pick<Patience, 'dueAt'>) {
    this.#parts = parts
    this.#exchange = exchange
    this.#patience = patience
    this.#userAgent = exchange.request.headers.get('user-agent')
  }

  /** The id of the one request, as soon as it was read: what every refusal echoes. */
  get rawId(): string | undefined {
    return this.#rawId
  }

  /** When it must have ended or begun its answer, ms since 1970; never for a stream that stays open (M12). */
  get overdueAt(): number {
    const { dueAt } = this.#patience
    if (Number.isFinite(dueAt)) return dueAt + GRACE_MS
    const { method } = this.#facts
    const mayStayOpen = method === 'GET' || method === 'subscriptions/listen'
    return mayStayOpen ? Number.POSITIVE_INFINITY : this.#at + UNBOUNDED_MS
  }

  noteAccess({ caller, user, proof }: Access): void {
    const facts = this.#facts
    if (caller) {
      facts.grantId = caller.grantId
      facts.clientId = clip(caller.clientId)
      facts.clientName = clip(caller.clientName)
    } else if (proof.kind === 'access_token') {
      facts.clientId = proof.tokenId
    }
    if (!user) return
    facts.userIssuer = user.issuer && clip(user.issuer)
    facts.userSubject = user.subject && clip(user.subject)
    facts.userEmail = user.email && clip(user.email)
    facts.userDomain = user.emailVerified ? domainOf(user.email) : null
    facts.userLevel = user.level === 'proven' ? 'proven' : 'claimed'
  }

  noteAgent({ id, level, recognisedBy }: KnownAgent): void {
    const facts = this.#facts
    facts.agentId = id
    facts.agentLevel = level
    facts.agentRecognisedBy = recognisedBy
  }

  /** A GET or DELETE has no message. */
  noteMessage(message: ReadMessage | undefined, requestBytes: number): void {
    const facts = this.#facts
    facts.requestBytes = requestBytes
    if (!message) {
      const { headers, method } = this.#exchange.request
      facts.protocolVersion = clip(headers.get('mcp-protocol-version') ?? '') || null
      facts.method = method
      return
    }
    const { body, era, openIds, versionHeader } = message
    facts.protocolVersion = clip(era.claim ?? versionHeader ?? '') || null
    this.#rawId = body.isBatch ? undefined : openIds[0]
    const [first] = body.messages
    const name = first?.kind === 'request' || first?.kind === 'notification' ? first.method : 'response'
    const others = body.messages.length - 1
    facts.method = clip(others === 0 ? name : `${name} and ${others} more`)
    for (const one of body.messages) {
      const tool = toolOf(one)
      if (tool === undefined) continue
      facts.tool = clip(tool)
      break
    }
  }

  /** A rule that only warns spoke; an end with a rule of its own says that one instead. */
  noteWarning(rule: string, detail: string): void {
    this.#facts.ruleId = rule
    this.#facts.detail = clip(detail)
  }

  runtimeStarts(): void {
    this.#runtimeSince = performance.now()
  }

  runtimeEnds(): void {
    if (this.#runtimeSince === undefined) return
    this.#runtimeMs = (this.#runtimeMs ?? 0) + performance.now() - this.#runtimeSince
    this.#runtimeSince = undefined
  }

  endRefused(refusal: McpRefusal, status: number, responseBytes: number): void {
    // A client that has no token yet is how every sign-in begins; it is no call.
    if (refusal.code === 'missing_credential') return
    const { rule, detail, cause } = refusal.details
    this.end({
      outcome: MCP_ERRORS[refusal.code].outcome,
      status,
      responseBytes,
      rule: rule ?? refusal.code,
      detail: detail ?? (cause instanceof Error ? cause.message : undefined),
    })
  }

  /** The client went away, and the platform ended the call with it; how long it had taken nobody knows. */
  endAbandoned(ctx: ExecutionContext): void {
    const { outcome, status } = MCP_ERRORS.client_gone
    this.#runtimeSince = undefined
    this.end({ outcome, status, responseBytes: 0, rule: 'client_gone', hasUnknownTime: true }, ctx)
  }

  /** The first end counts. `ctx` is that of the request itself, or of another one that ends it. */
  end(
    { outcome, status, responseBytes, rule, detail, hasUnknownTime }: CallEnd,
    ctx = this.#exchange.ctx,
  ): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.runtimeEnds()
    const { env, snapshot } = this.#exchange
    const totalMs = performance.now() - this.#startedAt
    const userAgent = this.#userAgent
    this.#parts.recordEvent(env, ctx, {
      ...this.#facts,
      kind: 'call',
      at: this.#at,
      requestId: this.requestId,
      serverId: snapshot.server.id,
      gatewayId: snapshot.gateway?.id ?? null,
      attachmentId: snapshot.attachment?.id ?? null,
      outcome,
      status,
      totalMs: hasUnknownTime ? null : totalMs,
      runtimeMs: hasUnknownTime ? null : this.#runtimeMs,
      ownMs: hasUnknownTime ? null : totalMs - (this.#runtimeMs ?? 0),
      ruleId: rule ?? this.#facts.ruleId ?? null,
      responseBytes,
      userAgent: userAgent === null ? null : clip(userAgent),
      detail: detail === undefined ? (this.#facts.detail ?? null) : clip(detail),
    })
  }
}

function clip(text: string): string {
  return text.length > NAME_MAX ? text.slice(0, NAME_MAX) : text
}

function domainOf(email: string | null): string | null {
  const at = email?.lastIndexOf('@') ?? -1
  return email && at > 0 ? clip(email.slice(at + 1).toLowerCase()) : null
}
