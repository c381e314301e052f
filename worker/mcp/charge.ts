// Charges the tool calls of a body when it is sent (product.md §8): nothing to do on a server without budgets, and no
// question to the object where this isolate holds leases.
import { sha256Base64url } from '../crypto/digest.ts'
import { meterObject } from '../meter/address.ts'
import { chargeLines, type MeteredCall } from '../meter/charge-lines.ts'
import type { ChargeLine, MeterRpc, Refusal } from '../meter/contract.ts'
import { Meter, MeterUnreachableError, type ChargeOutcome, type MeterPlatform } from '../meter/meter.ts'
import { OutboundError } from '../net/outbound-error.ts'
import { toolOf } from '../policy/decide-call.ts'
import { recogniseAgent } from '../policy/recognise-agent.ts'
import { bearerToken } from '../oauth/credential/check-credential.ts'
import type { Message } from '../protocol/message.ts'
import type { Access } from './authenticate.ts'
import type { CallRecord } from './call-record.ts'
import type { Exchange } from './parts.ts'
import { McpRefusal } from './refusal.ts'

/** How the calls of one request are charged. */
interface Payment {
  take(): Promise<void> | null
  settleWith(answering: Promise<Response>, charge: Charge): Promise<Response>
}

/** The charge of one request, and whether anything of the request may have left Limen. */
export class Charge {
  readonly #payment: Payment
  #wasSent = false

  constructor(payment: Payment) {
    this.#payment = payment
  }

  /** Charges the body, all of it or nothing; a second time does nothing. Throws McpRefusal, or rejects with it. */
  take(): Promise<void> | null {
    return this.#payment.take()
  }

  /** Called right before the request is given to the network. */
  noteSent(): void {
    this.#wasSent = true
  }

  /** False: the runtime has certainly seen nothing of this request. */
  get wasSent(): boolean {
    return this.#wasSent
  }

  /** The runtime's answer decides about a charge that is only held (M13). */
  settleWith(answering: Promise<Response>): Promise<Response> {
    return this.#payment.settleWith(answering, this)
  }
}

/** A held call has the time of its first byte, and this for the answer to be settled. */
const HOLD_GRACE_MS = 60_000
/** A call without a limit of its own. */
const HOLD_MS_MAX = 10 * 60_000

const FREE: Payment = { take: () => null, settleWith: (answering) => answering }

const meter = new Meter()

/** `firstByteMs`: how long the runtime has to answer; null where it has no limit. */
export function chargeOf(
  exchange: Exchange,
  access: Access,
  messages: readonly Message[],
  record: ChargeRecord,
  firstByteMs: number | null,
): Charge {
  return new Charge(paymentOf(exchange, access, messages, record, firstByteMs))
}

function paymentOf(
  exchange: Exchange,
  access: Access,
  messages: readonly Message[],
  record: ChargeRecord,
  firstByteMs: number | null,
): Payment {
  const { meters } = exchange.snapshot
  if (meters === null) return FREE
  const calls = meteredCalls(exchange, messages)
  if (calls.length === 0) return FREE
  return access.proof.kind === 'passthrough'
    ? heldPayment(exchange, access, calls, record, firstByteMs)
    : directPayment(exchange, access, calls, record)
}

type ChargeRecord = Pick<CallRecord, 'noteWarning' | 'runtimeStarts' | 'runtimeEnds'>

function directPayment(
  exchange: Exchange,
  access: Access,
  calls: readonly MeteredCall[],
  record: ChargeRecord,
): Payment {
  let isTaken = false
  return {
    take() {
      if (isTaken) return null
      isTaken = true
      const lines = linesOf(exchange, access, calls, tokenOf(access))
      if (lines.length === 0) return null
      const outcome = meter.charge(() => meterObject(exchange.env), lines, platformOf(exchange.ctx))
      if (outcome instanceof Promise) return onOwnTime(record, settled(outcome, lines, record))
      checkOutcome(outcome, record)
      return null
    },
    settleWith: (answering) => answering,
  }
}

function heldPayment(
  exchange: Exchange,
  access: Access,
  calls: readonly MeteredCall[],
  record: ChargeRecord,
  firstByteMs: number | null,
): Payment {
  let isTaken = false
  let settle: ((isSpent: boolean) => void) | null = null
  return {
    take() {
      if (isTaken) return null
      isTaken = true
      const holding = hold(exchange, access, calls, record, firstByteMs)
      return onOwnTime(
        record,
        holding.then((held) => void (settle = held)),
      )
    },
    async settleWith(answering, charge) {
      try {
        const answer = await answering
        settle?.(answer.status !== 401 && answer.status !== 403)
        return answer
      } catch (error) {
        // Late, cut or refused as a whole: the runtime may have done its work (S16).
        settle?.(charge.wasSent && !isUnconnected(error))
        throw error
      }
    },
  }
}

/** What the object takes is not the runtime's time. */
async function onOwnTime(record: ChargeRecord, work: Promise<unknown>): Promise<void> {
  record.runtimeEnds()
  await work
  record.runtimeStarts()
}

async function settled(
  charging: Promise<ChargeOutcome>,
  lines: readonly ChargeLine[],
  record: ChargeRecord,
): Promise<void> {
  checkOutcome(await reached(charging, lines, record), record)
}

/** P6: what may refuse fails closed, what only warns fails soft. */
async function reached(
  charging: Promise<ChargeOutcome>,
  lines: readonly ChargeLine[],
  record: ChargeRecord,
): Promise<ChargeOutcome> {
  try {
    return await charging
  } catch (error) {
    if (!(error instanceof MeterUnreachableError)) throw error
    const blocking = lines.find(({ rule }) => rule.kind === 'rate' || rule.enforcement === 'block')
    if (blocking) {
      throw new McpRefusal('meter_unavailable', {
        rule: blocking.rule.id,
        detail: error.message,
        cause: error,
      })
    }
    record.noteWarning('meter_unavailable', 'the call was not counted: the meter cannot be reached')
    return { ok: true, exceeded: [], holdId: null }
  }
}

/** Answers how to settle what is held. */
async function hold(
  exchange: Exchange,
  access: Access,
  calls: readonly MeteredCall[],
  record: ChargeRecord,
  firstByteMs: number | null,
): Promise<((isSpent: boolean) => void) | null> {
  const { env, ctx, request } = exchange
  const bearer = bearerToken(request.headers.get('authorization'))
  const token = bearer === undefined ? null : await sha256Base64url(bearer)
  const lines = linesOf(exchange, access, calls, token)
  if (lines.length === 0) return null
  const object = meterObject(env)
  const holdMs = (firstByteMs ?? HOLD_MS_MAX) + HOLD_GRACE_MS
  const outcome = await reached(meter.hold(object, lines, platformOf(ctx), holdMs), lines, record)
  checkOutcome(outcome, record)
  const holdId = outcome.ok ? outcome.holdId : null
  if (holdId === null) return null
  return (isSpent) => ctx.waitUntil(settleHold(object, holdId, isSpent))
}

/** Certainly no connection came about, so that the runtime has seen nothing. */
function isUnconnected(error: unknown): boolean {
  let cause = error
  while (cause instanceof Error && !(cause instanceof OutboundError)) cause = cause.cause
  return cause instanceof OutboundError && cause.failure === 'unreachable'
}

/** Tried twice: what nobody settles lapses, and is then charged. */
async function settleHold(object: MeterRpc, holdId: string, isSpent: boolean): Promise<void> {
  try {
    await object.settleHold(holdId, isSpent)
  } catch {
    await object.settleHold(holdId, isSpent)
  }
}

function linesOf(
  { snapshot, request }: Exchange,
  access: Access,
  calls: readonly MeteredCall[],
  token: string | null,
): ChargeLine[] {
  const { meters, governance } = snapshot
  if (meters === null) return []
  const agent =
    meters.byAgent.size === 0
      ? null
      : recogniseAgent(governance, access.proof, request.headers.get('user-agent'))
  return chargeLines(meters, { user: access.user, agent, token }, calls)
}

function meteredCalls({ snapshot }: Exchange, messages: readonly Message[]): MeteredCall[] {
  const calls: MeteredCall[] = []
  for (const message of messages) {
    const tool = toolOf(message)
    if (tool !== undefined) calls.push({ tool, cost: snapshot.tools.get(tool)?.cost ?? 1 })
  }
  return calls
}

/** An MCP token is renewed every hour; what it belongs to stays. */
function tokenOf({ caller, proof }: Access): string | null {
  if (caller) return caller.grantId
  return proof.kind === 'access_token' ? proof.tokenId : null
}

/** Throws McpRefusal. */
function checkOutcome(outcome: ChargeOutcome, record: ChargeRecord): void {
  if (!outcome.ok) throw refusalOf(outcome.refusal)
  const [first] = outcome.exceeded
  if (first !== undefined)
    record.noteWarning(first, `over the budget ${outcome.exceeded.join(', ')}, which only warns`)
}

function refusalOf({ code, rule, resetAt, retryAfterMs }: Refusal): McpRefusal {
  const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1_000))
  return new McpRefusal(code, {
    rule,
    headers: { 'retry-after': String(retryAfterSeconds) },
    data: { resetAt: new Date(resetAt).toISOString(), retryAfterSeconds },
  })
}

function platformOf(ctx: ExecutionContext): MeterPlatform {
  return {
    now: () => Date.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    waitUntil: (work) => ctx.waitUntil(work),
  }
}
