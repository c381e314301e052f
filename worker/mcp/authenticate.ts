// Who calls? Nothing about tools or the body is answered before this (M4). What proves a caller depends on the auth mode
// of the server (product.md §3).
import { invalidTokenChallenge, missingCredentialChallenge } from '../edge/challenge.ts'
import { isUnconfirmed } from '../edge/load-snapshot.ts'
import type { CredentialAnswer } from '../gateway/contract.ts'
import { OPEN_ACCESS, type Access } from './access.ts'
import { accessTokenAccess } from './access-token-access.ts'
import type { McpErrorCode } from './errors.ts'
import { oauthAccess } from './oauth-access.ts'
import type { Exchange, McpParts } from './parts.ts'
import { passthroughAccess } from './passthrough-access.ts'
import { McpRefusal } from './refusal.ts'

export type { Access } from './access.ts'

/** Throws McpRefusal. */
export async function authenticate(
  parts: Pick<McpParts, 'checkCredential'>,
  exchange: Exchange,
  maxAgeMs: number,
): Promise<Access> {
  const { request, env, snapshot, surface } = exchange
  const { authMode, open } = snapshot.server
  if (authMode === 'passthrough') {
    const access = await passthroughAccess(exchange)
    if (access) return withoutObject(access, exchange)
    throw hasBearer(request.headers) ? invalidToken(exchange) : missingCredential(exchange)
  }
  // On an open server a token of ours still says which agent and user it is; other credentials mean nothing here.
  if (authMode === 'none' && open && !hasOwnToken(request.headers))
    return withoutObject(OPEN_ACCESS, exchange)
  const answer = await parts.checkCredential(request, env, snapshot, surface, { maxAgeMs })
  if (!answer.ok) throw hasBearer(request.headers) ? refusalOf(answer, exchange) : missingCredential(exchange)
  return 'token' in answer ? accessTokenAccess(answer, exchange) : oauthAccess(answer)
}

/**
 * Where no object is asked, nobody but D1 knows of a server that was just switched off: without D1 it holds for the 10 s
 * of a copy and no longer (P6, P8). Throws McpRefusal.
 */
function withoutObject(access: Access, { snapshot }: Exchange): Access {
  if (!isUnconfirmed(snapshot)) return access
  throw new McpRefusal('internal', { detail: 'D1 does not answer, and nobody else knows this server' })
}

function missingCredential({ snapshot, surface }: Exchange): McpRefusal {
  return new McpRefusal('missing_credential', {
    headers: { 'www-authenticate': missingCredentialChallenge(snapshot, surface) },
  })
}

export function invalidToken({ snapshot, surface }: Pick<Exchange, 'snapshot' | 'surface'>): McpRefusal {
  return new McpRefusal('invalid_token', {
    headers: { 'www-authenticate': invalidTokenChallenge(snapshot, surface) },
  })
}

/** The grant lives, but its authorization server cannot renew its token now. */
export function unavailable(retryAfterSeconds: number): McpRefusal {
  return new McpRefusal('downstream_unavailable', { headers: { 'retry-after': String(retryAfterSeconds) } })
}

/** RFC 9110 §11.1: the scheme's name has no case. Tokens in the query are not looked at (RFC 6750 §2.3). */
function hasBearer(headers: Headers): boolean {
  const value = headers.get('authorization')
  return value !== null && value.slice(0, 7).toLowerCase() === 'bearer '
}

function hasOwnToken(headers: Headers): boolean {
  return hasBearer(headers) && headers.get('authorization')?.slice(7).trimStart().startsWith('lmn_') === true
}

function refusalOf(answer: Extract<CredentialAnswer, { ok: false }>, exchange: Exchange): McpRefusal {
  switch (answer.reason) {
    case 'invalid_token':
      return invalidToken(exchange)
    case 'downstream_unavailable':
      return unavailable(answer.retryAfterSeconds)
    case 'internal':
      return new McpRefusal('internal', { detail: `the object of this server failed: ${answer.requestId}` })
    case 'server_disabled':
      return new McpRefusal('server_disabled', { rule: 'server_enabled' })
    case 'blocked':
      return new McpRefusal('blocked', { rule: 'blocked' })
    case 'upstream_key_missing':
    case 'user_not_bound':
      return new McpRefusal(answer.reason, { rule: 'per_user_key' })
    case 'secrets_missing':
    case 'gateway_needs_review':
    case 'no_gateway':
      return new McpRefusal(answer.reason satisfies McpErrorCode)
  }
}
