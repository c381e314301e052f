// The runtime's event stream on its way to the client (M7, M12).
import type { MasterKeys } from '../crypto/master-keys.ts'
import type { LogEntry } from '../logs/event.ts'
import type { PipeGuards } from '../runtime/guarded-pipe.ts'
import type { AnswerLimits } from '../runtime/limits.ts'
import { OpenRequests } from '../runtime/open-requests.ts'
import { relayEvents, type StreamEnd, type StreamOutcome } from '../runtime/relay-events.ts'
import { sealHandle, type HandleOwner } from '../runtime/seal.ts'
import type { CallRecord } from './call-record.ts'
import { MCP_ERRORS, type McpErrorCode } from './errors.ts'
import { McpRefusal } from './refusal.ts'
import { refusalText } from './refusal-response.ts'
import type { ListFilter } from './filter-lists.ts'
import { mayCarryTaskIds } from './task-ids.ts'

export interface StreamContext {
  keys: MasterKeys
  owner: HandleOwner
  openIds: readonly string[]
  isModern: boolean
  isOpenStream: boolean
  limits: AnswerLimits
  /** JSON arrays exist in one revision only (M3). */
  mayHaveArrays: () => boolean
  /** Until the first message. */
  waitMs: number
  guards: () => PipeGuards
  filterList: ListFilter | undefined
  sealTaskIds: ((text: string) => Promise<string>) | undefined
  hold: (work: Promise<unknown>) => void
  onTokenRefused: () => Promise<void>
}

export function answerStream(
  response: Response,
  runtime: ReadableStream<Uint8Array>,
  headers: Record<string, string>,
  record: CallRecord,
  context: StreamContext,
): Response {
  const { keys, owner, isModern } = context
  headers['x-accel-buffering'] = 'no'
  headers['cache-control'] = uncompressed(headers['cache-control'])
  const { body, done } = relayEvents({
    runtime,
    requests: new OpenRequests(context.openIds),
    isOpenStream: context.isOpenStream,
    isResumable: !isModern,
    mayHaveArrays: context.mayHaveArrays,
    limits: context.limits,
    guards: context.guards(),
    firstMessageMs: context.waitMs,
    sealEventId: isModern ? undefined : (own) => sealHandle(keys, 'event', owner, own),
    rewrite: rewriterOf(context),
    onTokenRefused: context.onTokenRefused,
    finalError: (rawId, outcome, reason) =>
      refusalText(new McpRefusal(codeOf(outcome, reason), { rawId }), record.requestId),
  })
  const { status } = response
  context.hold(done.then((end) => record.end({ ...endOf(end), status, responseBytes: end.bytes })))
  return new Response(body, { status, headers })
}

/** What is changed in a message; undefined where nothing ever is. */
function rewriterOf({
  filterList,
  sealTaskIds,
}: StreamContext): ((text: string) => string | Promise<string>) | undefined {
  const seal = sealTaskIds && ((text: string) => (mayCarryTaskIds(text) ? sealTaskIds(text) : text))
  if (!filterList) return seal
  return async (text) => {
    const filtered = await filterList(text)
    return seal ? seal(filtered) : filtered
  }
}

/** Proxies on the way must not compress, and thereby buffer, the stream. */
function uncompressed(cacheControl: string | undefined): string {
  if (cacheControl === undefined) return 'no-cache, no-transform'
  return /\bno-transform\b/i.test(cacheControl) ? cacheControl : `${cacheControl}, no-transform`
}

function codeOf(outcome: StreamOutcome, reason: string | null): McpErrorCode {
  if (outcome === 'ended')
    return reason !== null && reason in MCP_ERRORS ? (reason as McpErrorCode) : 'access_ended'
  if (outcome === 'timeout') return 'runtime_timeout'
  if (outcome === 'bad_answer') return 'runtime_bad_answer'
  return outcome === 'too_large' ? 'answer_too_large' : 'answer_truncated'
}

function endOf(end: StreamEnd): { outcome: LogEntry['outcome']; rule?: string } {
  if (end.outcome === 'ended') return { outcome: 'refused', rule: end.reason ?? 'access_ended' }
  if (end.outcome === 'bad_answer') return { outcome: 'runtime_error', rule: 'runtime_bad_answer' }
  if (end.outcome !== 'ok') return { outcome: end.outcome }
  if (end.isToolError) return { outcome: 'tool_error' }
  return { outcome: end.isRpcError ? 'runtime_error' : 'ok' }
}
