// One MCP request, in the order of M0: arrival → server → credential → size → parse → decide → confirm → charge → call → answer.
import { settingsOf, type Env, type Settings } from '../environment.ts'
import type { Surface } from '../edge/public-urls.ts'
import type { Snapshot } from '../edge/snapshot.ts'
import { sendToTarget } from '../runtime/send.ts'
import type { PipeGuards } from '../runtime/guarded-pipe.ts'
import { Patience } from '../runtime/patience.ts'
import { runtimeRequestHeaders } from '../runtime/request-headers.ts'
import { sealHandle } from '../runtime/seal.ts'
import { openTarget } from '../runtime/target.ts'
import { addressWithKey } from '../runtime/upstream-key.ts'
import { answerAsked } from './answer-asked.ts'
import { askAgain, YOUNG_MS } from './ask-again.ts'
import { answerHeaders, answerWhole, isStream } from './answer-client.ts'
import { answerStream } from './answer-stream.ts'
import { authenticate, type Access } from './authenticate.ts'
import { CallRecord } from './call-record.ts'
import { callRuntime, reportRefusedInResult } from './call-runtime.ts'
import { chargeOf, type Charge } from './charge.ts'
import { checkArrival, type Arrival } from './check-arrival.ts'
import { checkServerState } from './check-server-state.ts'
import { confirmCall } from './confirm-call.ts'
import { answerPreflight } from './cors.ts'
import { identityFor } from './identity-header.ts'
import { listFilter } from './filter-lists.ts'
import { firstByteMs, isOpenStream } from './first-byte.ts'
import { mayHaveArrays } from '../protocol/era.ts'
import { OpenCalls } from './open-calls.ts'
import { handleOwner, isInitialize, openHandles } from './open-handles.ts'
import type { Exchange, McpParts } from './parts.ts'
import { passChallenge } from './pass-challenge.ts'
import { readBody } from './read-body.ts'
import { readMessage, type ReadMessage } from './read-message.ts'
import { McpRefusal } from './refusal.ts'
import { refusalResponse } from './refusal-response.ts'
import { withKnownTools } from './reload-for-tool.ts'
import { requireAccess } from './require-access.ts'
import { requireAllowed } from './require-allowed.ts'
import { mayNameTasks, openTaskIds, sealTaskIds } from './task-ids.ts'
import { waitAtMost } from './wait-at-most.ts'
import { findEndReason } from './watch-access.ts'

/** How long an answer that refuses its token waits for the report of it. */
const REPORT_MS = 1_000

export type McpHandler = (
  request: Request,
  env: Env,
  ctx: ExecutionContext,
  snapshot: Snapshot,
  surface: Surface,
) => Promise<Response>

/** Makes the handler of the MCP endpoint. It never throws. */
export function createMcpHandler(parts: McpParts): McpHandler {
  const openCalls = new OpenCalls()
  return async (request, env, ctx, snapshot, surface) => {
    if (request.method === 'OPTIONS') return answerPreflight(request)
    const exchange: Exchange = { request, env, ctx, snapshot, surface }
    const patience = new Patience()
    const record = new CallRecord(parts, exchange, patience)
    // Not held by `waitUntil`: a call would then outlive its client, and the runtime would work for nobody (M7).
    openCalls.sweep(ctx, Date.now())
    openCalls.begin(record)
    try {
      return await handle(parts, exchange, record, patience)
    } catch (error) {
      return refuse(error, record)
    } finally {
      patience.end()
      openCalls.end(record)
    }
  }
}

async function handle(
  parts: McpParts,
  exchange: Exchange,
  record: CallRecord,
  patience: Patience,
): Promise<Response> {
  const { request, env, snapshot } = exchange
  const settings = settingsOf(env)
  const arrival = checkArrival(exchange, settings)
  checkServerState(snapshot)
  const maxAgeMs = settings.revocationCacheMs - YOUNG_MS
  const askedAt = Date.now()
  const access = await authenticate(parts, exchange, maxAgeMs)
  record.noteAccess(access)
  requireAccess(exchange, access, record)
  const bytes =
    arrival.method === 'POST'
      ? await readBody(request, snapshot.server.bodyBytesMax ?? settings.bodyBytesMax, patience)
      : null
  const message = bytes ? readMessage(bytes, request.headers) : undefined
  record.noteMessage(message, bytes?.length ?? 0)
  const asking = askAgain(parts, exchange, record, message, askedAt, maxAgeMs)
  let asked = asking ? await asking : { exchange, access, askedAt }
  const known = message ? withKnownTools(parts, asked.exchange, message) : asked.exchange
  let current = known instanceof Promise ? await known : known
  if (message) requireAllowed(current, message.body.messages, asked.access)
  const confirming = message && bytes ? confirmCall(current, asked.access, message, bytes) : null
  const confirmed = confirming && (await confirming)
  let charge: Charge | undefined
  try {
    const late = confirming && askAgain(parts, current, record, message, asked.askedAt, maxAgeMs)
    if (late) {
      asked = await late
      current = asked.exchange
    }
    if (confirmed?.kind === 'ask') return answerAsked(confirmed, record)
    const timeoutMs = firstByteMs(current.snapshot, arrival.method, message)
    charge = chargeOf(current, asked.access, message?.body.messages ?? [], record, timeoutMs)
    return await call(parts, current, record, {
      settings,
      patience,
      arrival,
      access: asked.access,
      ...(confirmed?.sent ?? { bytes, message }),
      askedAt: asked.askedAt,
      maxAgeMs,
      timeoutMs,
      charge,
    })
  } catch (error) {
    if (confirmed?.kind === 'pass' && !charge?.wasSent) await confirmed.giveBack?.()
    throw error
  }
}

interface CheckedCall {
  settings: Settings
  patience: Patience
  arrival: Arrival
  access: Access
  /** The body exactly as it came (M2). */
  bytes: Uint8Array<ArrayBuffer> | null
  message: ReadMessage | undefined
  /** When its right was asked about, ms since 1970, and how old a cached answer may be. */
  askedAt: number
  maxAgeMs: number
  timeoutMs: number | null
  charge: Charge
}

async function call(
  parts: McpParts,
  exchange: Exchange,
  record: CallRecord,
  checked: CheckedCall,
): Promise<Response> {
  const { settings, patience, arrival, access, bytes, message, maxAgeMs, timeoutMs, charge } = checked
  let { askedAt } = checked
  const { request, ctx, snapshot } = exchange
  const keys = settings.masterKeys()
  const owner = handleOwner(exchange, access)
  const isModern = message?.era.family === 'modern'
  const handles = await openHandles(keys, request.headers, owner, message)
  // Without a caller nobody owns a task.
  const opened =
    access.holder && message && bytes && mayNameTasks(message)
      ? await openTaskIds(keys, owner, message, bytes)
      : null
  const body = opened?.bytes ?? bytes
  const mcpName = opened && request.headers.has('mcp-name') ? opened.mcpName : undefined

  record.runtimeStarts()
  const answering = callRuntime(parts, exchange, {
    access,
    requestBytes: body?.length ?? 0,
    send: async (accessToken) => {
      const target = await openTarget(keys, snapshot, settings)
      const identityToken =
        snapshot.server.identityHeader === null ? null : await identityFor(exchange, access, keys)
      const { upstreamKey, authorization } = access
      const own = {
        ...handles,
        accessToken,
        upstreamKey,
        authorization,
        identityToken,
        hops: arrival.hops,
        isModern,
        mcpName,
      }
      const headers = runtimeRequestHeaders(request.headers, target, own)
      const charging = charge.take()
      if (charging) await charging
      const askingAgain = askAgain(parts, exchange, record, message, askedAt, maxAgeMs)
      if (askingAgain) {
        record.runtimeEnds()
        askedAt = (await askingAgain).askedAt
        record.runtimeStarts()
      }
      patience.allow(timeoutMs)
      const init = { method: arrival.method, headers, body }
      const address = addressWithKey(target.checked, target.upstreamAuth, upstreamKey)
      charge.noteSent()
      const answered = await sendToTarget(address, init, patience)
      // What is done between two tries, a refresh above all, is not on the tool's time (M4).
      patience.allow(null)
      return answered
    },
  })
  const response = await charge.settleWith(answering)

  const headers = answerHeaders(response, record.requestId)
  if (access.authorization !== null) passChallenge(response, headers, exchange.surface)
  const sessionId = isInitialize(message) && response.ok ? response.headers.get('mcp-session-id') : null
  if (sessionId !== null) headers['mcp-session-id'] = await sealHandle(keys, 'session', owner, sessionId)
  const isOpen = isOpenStream(arrival.method, message)
  const shared = {
    openIds: message?.openIds ?? [],
    limits: parts.limits,
    hold: (work: Promise<unknown>) => ctx.waitUntil(work),
    onTokenRefused: () => {
      const reported = reportRefusedInResult(parts, exchange, access)
      ctx.waitUntil(reported)
      return waitAtMost(reported, REPORT_MS)
    },
    filterList: listFilter(exchange, access.user, arrival.method, message),
    sealTaskIds: access.holder ? (text: string) => sealTaskIds(keys, owner, text) : undefined,
    mayHaveArrays: () => !isModern && mayHaveArrays(request.headers.get('mcp-protocol-version')),
    waitMs: timeoutMs ?? parts.limits.idleMs,
    guards: (): PipeGuards => ({
      recheckMs: parts.limits.recheckMs,
      checkedAt: askedAt,
      findEndReason: () => findEndReason(parts, exchange, message?.body.messages ?? []),
      totalMs: isOpen ? Number.POSITIVE_INFINITY : parts.limits.totalMs,
      clientGone: request.signal,
    }),
  }
  if (isStream(response, headers) && response.body) {
    patience.end()
    return answerStream(response, response.body, headers, record, {
      ...shared,
      keys,
      owner,
      isModern,
      isOpenStream: isOpen,
    })
  }
  return await answerWhole(response, headers, record, {
    ...shared,
    httpMethod: arrival.method,
    hasSession: handles.sessionId !== null,
    patience,
  })
}

/** The one exit of everything that Limen refuses. Anything else that was thrown is a fault of ours. */
function refuse(error: unknown, record: CallRecord): Response {
  const thrown = error instanceof McpRefusal ? error : faultOf(error, record.requestId)
  const refusal = thrown.withRawId(record.rawId)
  const response = refusalResponse(refusal, record.requestId)
  record.endRefused(refusal, response.status, 0)
  return response
}

/** MASTER_KEYS missing or wrong, a secret that does not open, the object out of reach: closed (P6), and logged. */
function faultOf(error: unknown, requestId: string): McpRefusal {
  const message = error instanceof Error ? error.message : String(error)
  console.error(JSON.stringify({ level: 'error', requestId, message }))
  return new McpRefusal('internal', { detail: message, cause: error })
}
