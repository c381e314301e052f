// Sends the request to the runtime, and deals with a runtime that answers 401 (M4, M10).
import { sha256Base64url } from '../crypto/digest.ts'
import { isAttached, type AttachedSnapshot } from '../edge/snapshot.ts'
import type { Caller } from '../gateway/contract.ts'
import { isRefusedToken } from '../runtime/refused-token.ts'
import { RuntimeError, type RuntimeFailure } from '../runtime/send.ts'
import { invalidToken, unavailable, type Access } from './authenticate.ts'
import type { McpErrorCode } from './errors.ts'
import type { Exchange, McpParts } from './parts.ts'
import { McpRefusal } from './refusal.ts'

/** Larger calls are not kept for a second try. */
const RETRY_BYTES_MAX = 256 * 1024

export interface RuntimeCall {
  access: Access
  requestBytes: number
  /** Sends the request with this token. Throws RuntimeError. */
  send: (accessToken: string | null) => Promise<Response>
}

/** The runtime's answer, which is a 401 only where the client's own token went there (M13). Throws McpRefusal. */
export async function callRuntime(
  parts: Pick<McpParts, 'reportRefusedToken' | 'checkCredential'>,
  exchange: Exchange,
  call: RuntimeCall,
): Promise<Response> {
  const { accessToken } = call.access
  const first = await send(call, accessToken)
  const isForClient = call.access.authorization !== null && first.status === 401
  if (!isRefusal(first) || isForClient) return first
  const challenge = first.headers.get('www-authenticate')
  drop(first)
  const { caller } = call.access
  const { snapshot } = exchange
  if (!caller || accessToken === null || !isAttached(snapshot) || !isRefusedToken(challenge)) {
    throw refusedGateway(first.status, 'without saying that the token is invalid')
  }
  const renewed = await renewToken(parts, exchange, snapshot, caller, accessToken)
  if (call.requestBytes > RETRY_BYTES_MAX) throw new McpRefusal('token_refreshed')
  const second = await send(call, renewed)
  if (!isRefusal(second)) return second
  drop(second)
  throw refusedGateway(second.status, 'also the renewed token')
}

/** One downstream refresh at most; the object counts. Answers the token to try again with. Throws McpRefusal. */
async function renewToken(
  parts: Pick<McpParts, 'reportRefusedToken' | 'checkCredential'>,
  exchange: Exchange,
  snapshot: AttachedSnapshot,
  { grantId }: Caller,
  accessToken: string,
): Promise<string> {
  const accessTokenDigest = await sha256Base64url(accessToken)
  const answer = await parts.reportRefusedToken(exchange.env, snapshot, { grantId, accessTokenDigest })
  if (answer.action === 'fault') throw refusedGateway(401, 'although it was renewed less than 60 s ago')
  if (answer.action === 'unavailable') throw unavailable(answer.retryAfterSeconds)
  exchange.ctx.waitUntil(renewCredential(parts, exchange))
  if (answer.action === 'retry') return answer.accessToken
  throw invalidToken(exchange)
}

/** A result said that the token was refused: the next call must find a new one. Never throws. */
export async function reportRefusedInResult(
  parts: Pick<McpParts, 'reportRefusedToken' | 'checkCredential' | 'forgetGrant'>,
  exchange: Exchange,
  { caller, accessToken }: Access,
): Promise<void> {
  const { env, snapshot } = exchange
  if (!caller || accessToken === null || !isAttached(snapshot)) return
  parts.forgetGrant(caller.grantId)
  try {
    const accessTokenDigest = await sha256Base64url(accessToken)
    const report = { grantId: caller.grantId, accessTokenDigest }
    const answer = await parts.reportRefusedToken(env, snapshot, report)
    if (answer.action !== 'fault') await renewCredential(parts, exchange)
  } catch (error) {
    console.error(
      JSON.stringify({ level: 'error', message: 'a refused token was not reported', error: String(error) }),
    )
  }
}

/** Asks again past the isolate's cache, which then holds the new answer. */
async function renewCredential(parts: Pick<McpParts, 'checkCredential'>, exchange: Exchange): Promise<void> {
  const { request, env, snapshot, surface } = exchange
  await parts.checkCredential(request, env, snapshot, surface, { maxAgeMs: 0 })
}

/** 407 speaks about a proxy between us and the runtime; like 401, it must not reach the client. */
function isRefusal({ status }: Response): boolean {
  return status === 401 || status === 407
}

function refusedGateway(status: number, how: string): McpRefusal {
  return new McpRefusal('runtime_refused_gateway', {
    rule: 'runtime_refused_gateway',
    detail: `the runtime answered ${status}, ${how}: check the worker secret and the runtime's settings`,
  })
}

function drop(response: Response): void {
  response.body?.cancel().catch(() => {})
}

const FAILURES: Readonly<Record<RuntimeFailure, McpErrorCode>> = {
  unreachable: 'runtime_unreachable',
  timeout: 'runtime_timeout',
  cancelled: 'client_gone',
  redirected: 'runtime_redirected',
}

async function send({ send: sendWith }: RuntimeCall, accessToken: string | null): Promise<Response> {
  try {
    return await sendWith(accessToken)
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error
    throw new McpRefusal(FAILURES[error.failure], { detail: error.message, cause: error })
  }
}
