// The runtime's answer on its way to the client: what kind of answer it is, and what must not pass (M3, M5, P4).
import { readAnswer, type AnswerFacts } from '../protocol/answer-facts.ts'
import { canonicalId } from '../protocol/canonical-id.ts'
import { isEventStream, isJson, runtimeAnswerHeaders } from '../runtime/answer-headers.ts'
import { holdAnswer, type HeldAnswer } from '../runtime/hold-answer.ts'
import type { AnswerLimits } from '../runtime/limits.ts'
import type { Patience } from '../runtime/patience.ts'
import type { PipeGuards } from '../runtime/guarded-pipe.ts'
import { relayLarge, type LargeEnd } from '../runtime/relay-large.ts'
import type { McpHttpMethod } from './check-arrival.ts'
import { CORS_HEADERS } from './cors.ts'
import { McpRefusal } from './refusal.ts'
import { mayCarryTaskIds } from './task-ids.ts'
import type { ListFilter } from './filter-lists.ts'
import type { CallEnd, CallRecord } from './call-record.ts'

export interface AnswerContext {
  httpMethod: McpHttpMethod
  hasSession: boolean
  openIds: readonly string[]
  limits: AnswerLimits
  patience: Patience
  /** For the whole of a small answer. */
  waitMs: number
  /** JSON arrays exist in one revision only (M3). */
  mayHaveArrays: () => boolean
  guards: () => PipeGuards
  /** Where the answer is a list of tools. */
  filterList: ListFilter | undefined
  /** A message with its task ids as the client sees them. */
  sealTaskIds: ((text: string) => Promise<string>) | undefined
  /** Keeps what goes on after the answer was begun alive. */
  hold: (work: Promise<unknown>) => void
  onTokenRefused: () => Promise<void>
}

const encoder = new TextEncoder()

/** Headers of every answer that came from the runtime. */
export function answerHeaders(response: Response, requestId: string): Record<string, string> {
  const headers = runtimeAnswerHeaders(response)
  Object.assign(headers, CORS_HEADERS)
  headers['x-request-id'] = requestId
  headers['x-content-type-options'] = 'nosniff'
  return headers
}

/** Answers with a body that is no event stream. Throws McpRefusal. */
export async function answerWhole(
  response: Response,
  headers: Record<string, string>,
  record: CallRecord,
  context: AnswerContext,
): Promise<Response> {
  const { limits } = context
  if (hasNoStream(response, context)) {
    response.body?.cancel().catch(() => {})
    delete headers['content-type']
    headers['allow'] = 'POST'
    record.end({ outcome: 'ok', status: 405, responseBytes: 0 })
    return new Response(null, { status: 405, headers })
  }
  if (response.status === 405) headers['allow'] ??= 'POST'
  const isJsonAnswer = isJson(headers['content-type'])
  const held = await holdAnswer(response, heldLimits(context), context.patience, context.waitMs, isJsonAnswer)
  record.runtimeEnds()
  const status = response.status
  if (held.kind === 'whole') {
    const text = typeof held.body === 'string' ? held.body : undefined
    const facts = checkWhole(text, response, context)
    // Before the client can make its next call, which must not meet this token again (M4).
    if (facts?.isTokenRefused && context.openIds.length > 0) await context.onTokenRefused()
    const { filterList, sealTaskIds } = context
    let passed = text
    if (filterList && facts && passed !== undefined) passed = await filterList(passed)
    if (sealTaskIds && facts && passed !== undefined && mayCarryTaskIds(passed))
      passed = await sealTaskIds(passed)
    const changed = passed === undefined || passed === text ? undefined : encoder.encode(passed)
    const responseBytes = changed?.length ?? held.length
    record.end({ outcome: outcomeOf(facts, status, context), status, responseBytes })
    return new Response(responseBytes === 0 ? null : (changed ?? held.body), { status, headers })
  }
  if (held.kind !== 'large') throw new McpRefusal(FAULTS[held.kind])
  if (context.filterList) {
    held.rest.cancel().catch(() => {})
    throw new McpRefusal('answer_too_large', {
      detail: 'a list of tools is larger than what can be filtered',
    })
  }
  if (context.openIds.length > 0 && !isJsonAnswer) {
    held.rest.cancel().catch(() => {})
    throw new McpRefusal(response.status >= 500 ? 'runtime_failed' : 'runtime_bad_answer')
  }
  const { body, done } = relayLarge(held, limits, context.guards())
  context.hold(done.then((end) => record.end({ ...endOf(end), status, responseBytes: end.bytes })))
  return new Response(body, { status, headers })
}

/** A list is filtered as a whole, so it is held up to a larger size. */
function heldLimits({ limits, filterList }: AnswerContext): AnswerLimits {
  return filterList
    ? { ...limits, heldBytesMax: Math.max(limits.heldBytesMax, limits.eventBytesMax) }
    : limits
}

const FAULTS = {
  truncated: 'answer_truncated',
  timeout: 'runtime_timeout',
  too_large: 'answer_too_large',
} as const satisfies Record<Exclude<HeldAnswer['kind'], 'whole' | 'large'>, string>

/** M5: clients take 405 for "no stream", and anything else for a fault. */
function hasNoStream({ status }: Response, { httpMethod, hasSession }: AnswerContext): boolean {
  return httpMethod === 'GET' && (status < 300 || status === 501 || (status === 404 && !hasSession))
}

/** Every request that waits must be answered by what came (P4). Throws McpRefusal. */
function checkWhole(
  text: string | undefined,
  response: Response,
  { openIds, mayHaveArrays }: AnswerContext,
): AnswerFacts | undefined {
  const { status } = response
  const facts = text === undefined ? undefined : readAnswer(text)
  if (status >= 500 && !facts?.isRpcError) throw runtimeFailed(response)
  if (status >= 300 || openIds.length === 0) return facts
  if (facts?.isArray && !mayHaveArrays()) {
    throw new McpRefusal('runtime_bad_answer', { detail: 'the runtime answered with a JSON array' })
  }
  // An error that names no id (`null`) is the answer to a request that the runtime could not read.
  if (facts && (areAnswered(openIds, facts) || (facts.isRpcError && facts.answered.length === 0)))
    return facts
  const what = facts ? 'without an answer to the request' : `of type ${response.headers.get('content-type')}`
  throw new McpRefusal('runtime_bad_answer', { detail: `the runtime answered ${status} ${what}` })
}

function areAnswered(openIds: readonly string[], { answered }: AnswerFacts): boolean {
  return openIds.every((rawId) => answered.includes(canonicalId(rawId)))
}

/** M4: an outage is 502 or 503, with the id. */
function runtimeFailed({ status, headers }: Response): McpRefusal {
  const detail = `the runtime answered ${status}`
  if (status === 504) return new McpRefusal('runtime_timeout', { detail })
  if (status !== 503) return new McpRefusal('runtime_failed', { detail })
  const retryAfter = headers.get('retry-after')
  return new McpRefusal('runtime_unavailable', {
    detail,
    headers: retryAfter === null ? undefined : { 'retry-after': retryAfter },
  })
}

function endOf({ outcome, reason }: LargeEnd): Pick<CallEnd, 'outcome' | 'rule'> {
  return outcome === 'ended' ? { outcome: 'refused', rule: reason ?? 'access_ended' } : { outcome }
}

function outcomeOf(
  facts: AnswerFacts | undefined,
  status: number,
  { httpMethod }: AnswerContext,
): 'ok' | 'tool_error' | 'runtime_error' {
  if (facts?.isToolError) return 'tool_error'
  // M5: "no stream", or "sessions do not end here", is an answer of the protocol and no fault.
  if (status === 405 && httpMethod !== 'POST') return 'ok'
  return facts?.isRpcError || status >= 400 ? 'runtime_error' : 'ok'
}

/** Whether the answer is an event stream; a failed status never is. */
export function isStream({ status }: Response, headers: Record<string, string>): boolean {
  return status < 500 && isEventStream(headers['content-type'])
}
