// Who calls? Nothing about tools or the body is answered before this (M4).
import { invalidTokenChallenge, missingCredentialChallenge } from '../edge/challenge.ts'
import type { Caller, CredentialAnswer } from '../gateway/contract.ts'
import type { ClientProof, KnownUser } from '../policy/caller.ts'
import type { McpErrorCode } from './errors.ts'
import type { Exchange, McpParts } from './parts.ts'
import { McpRefusal } from './refusal.ts'

/** One object as long as the answer behind it is cached, so that what is derived from it may hang on it. */
export interface Access {
  /** Null where no MCP token proved anybody: every auth mode but `oauth`. */
  caller: Caller | null
  /** The downstream access token for the runtime. */
  accessToken: string | null
  /** The person behind the call, and how they are known (product.md §6). Null: nobody was named. */
  user: KnownUser | null
  /** What the client proved about itself. */
  proof: ClientProof
}

const OPEN_ACCESS: Access = { caller: null, accessToken: null, user: null, proof: { kind: 'none' } }

const known = new WeakMap<CredentialAnswer, Access>()

/** Throws McpRefusal. */
export async function authenticate(
  parts: Pick<McpParts, 'checkCredential'>,
  exchange: Exchange,
  maxAgeMs: number,
): Promise<Access> {
  const { request, env, snapshot, surface } = exchange
  const { authMode, open } = snapshot.server
  if (authMode === 'none' && open) return OPEN_ACCESS
  // Access tokens of Limen, the credential of the other modes, do not exist yet: no token can be valid there.
  if (authMode !== 'oauth')
    throw hasBearer(request.headers) ? invalidToken(exchange) : missingCredential(exchange)
  const answer = await parts.checkCredential(request, env, snapshot, surface, { maxAgeMs })
  if (answer.ok) return accessOf(answer)
  throw hasBearer(request.headers) ? refusalOf(answer, exchange) : missingCredential(exchange)
}

function accessOf(answer: Extract<CredentialAnswer, { ok: true }>): Access {
  const before = known.get(answer)
  if (before) return before
  const { caller, downstream } = answer
  const access: Access = {
    caller,
    accessToken: downstream.accessToken,
    user: userOf(caller),
    proof: {
      kind: 'oauth',
      clientId: caller.clientId,
      clientName: caller.clientName,
      registration: caller.clientRegistration,
      hasLoopbackRedirect: caller.hasLoopbackRedirect,
    },
  }
  known.set(answer, access)
  return access
}

function userOf({ identity }: Caller): KnownUser {
  const { issuer, subject, organization, email, emailVerified } = identity
  return { level: 'proven', issuer, subject, organization, email, emailVerified }
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

function refusalOf(answer: Extract<CredentialAnswer, { ok: false }>, exchange: Exchange): McpRefusal {
  switch (answer.reason) {
    case 'invalid_token':
      return invalidToken(exchange)
    case 'downstream_unavailable':
      return unavailable(answer.retryAfterSeconds)
    case 'internal':
      return new McpRefusal('internal', { detail: `the Gateway's object failed: ${answer.requestId}` })
    case 'server_disabled':
      return new McpRefusal('server_disabled', { rule: 'server_enabled' })
    case 'blocked':
      return new McpRefusal('blocked', { rule: 'blocked' })
    case 'gateway_needs_review':
    case 'no_gateway':
      return new McpRefusal(answer.reason satisfies McpErrorCode)
  }
}
