// The callback of the downstream authorization server: code exchange and identity (D0, D3, D5).
import * as oauth from 'oauth4webapi'
import type { Identity } from '../gateway/contract.ts'
import { OutboundError } from '../net/outbound-error.ts'
import { errorCodeOf } from './classify-token-failure.ts'
import {
  DownstreamError,
  type DownstreamProfile,
  type FinishedAuthorization,
  type PendingAuthorization,
} from './contract.ts'
import { ENDPOINT_FIELDS } from './endpoint-change.ts'
import { resolveIdentity } from './identity.ts'
import { isOutageStatus, platformIo, type DownstreamIo } from './io.ts'
import { clientAuthenticationOf, clientOf, serverOf, targetParameters, transportOf } from './oauth-client.ts'
import { parseJson } from './parse-json.ts'
import { parseTokenAnswer } from './token-answer.ts'
import type { TokenSet } from '../gateway/vault/contract.ts'

const UNREACHABLE: ReadonlySet<string> = new Set(['identity_unreachable', 'jwks_unreachable'])
/** An outage that took longer is not asked a second time. */
const IDENTITY_MS_MAX = 5_000

/** Throws DownstreamError. `callback` holds the query of the callback; its `state` was checked by the caller. */
export async function finishAuthorization(
  profile: DownstreamProfile,
  pending: PendingAuthorization,
  callback: URLSearchParams,
  io: DownstreamIo = platformIo,
): Promise<FinishedAuthorization> {
  checkUnchanged(profile, pending)
  const parameters = checkAuthorizationResponse(profile, callback)
  const tokens = await redeemCode(profile, pending, parameters, io)
  return { tokens, identity: await loadIdentity(profile, pending, tokens, io) }
}

/** Asking who signed in changes nothing, so an outage that ends at once does not cost the person the new tokens. */
async function loadIdentity(
  profile: DownstreamProfile,
  pending: PendingAuthorization,
  tokens: TokenSet,
  io: DownstreamIo,
): Promise<Identity> {
  const deadline = io.now() + IDENTITY_MS_MAX
  try {
    return await resolveIdentity(profile, pending, tokens, io)
  } catch (error) {
    const isOutage = error instanceof DownstreamError && UNREACHABLE.has(error.code)
    if (!isOutage || io.now() >= deadline) throw error
    return resolveIdentity(profile, pending, tokens, io)
  }
}

/** D0: code and secret go to where the authorization was begun, or nowhere. */
function checkUnchanged(profile: DownstreamProfile, pending: PendingAuthorization): void {
  const changed = ENDPOINT_FIELDS.filter((field) => profile.endpoints[field] !== pending.endpoints[field])
  if (profile.clientId !== pending.clientId || changed.length > 0)
    throw new DownstreamError(
      'gateway_changed',
      'The sign-in settings changed while you signed in. Please start again.',
      `changed since the start: ${[...changed, profile.clientId === pending.clientId ? '' : 'client_id'].filter(Boolean).join(', ')}`,
    )
}

/** RFC 6749 §4.1.2, RFC 9207 §2.4. */
function checkAuthorizationResponse(profile: DownstreamProfile, callback: URLSearchParams): URLSearchParams {
  try {
    return oauth.validateAuthResponse(serverOf(profile), clientOf(profile), callback, oauth.skipStateCheck)
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) {
      const code = /^[\x20-\x7e]{1,64}$/.test(error.error) ? error.error : 'server_error'
      throw new DownstreamError(
        code,
        'The sign-in server did not complete the sign-in.',
        `authorize: ${code}`,
        {
          cause: error,
        },
      )
    }
    const detail = error instanceof Error ? error.message : 'not an authorization response'
    throw new DownstreamError('callback_invalid', 'The answer of the sign-in server is not valid.', detail, {
      cause: error,
    })
  }
}

async function redeemCode(
  profile: DownstreamProfile,
  pending: PendingAuthorization,
  parameters: URLSearchParams,
  io: DownstreamIo,
): Promise<TokenSet> {
  const { status, text } = await requestTokens(profile, pending, parameters, io)
  if (status !== 200) {
    const code = errorCodeOf(text)
    throw new DownstreamError(
      code ?? (isOutageStatus(status) ? 'downstream_unreachable' : 'code_refused'),
      'The sign-in server refused to complete the sign-in.',
      `token endpoint: ${status} ${code ?? ''}`.trim(),
    )
  }
  const answer = parseTokenAnswer(parseJson(text), {
    gateway: profile.gateway,
    asked: pending.scopes,
    hasRefreshToken: false,
    now: io.now(),
  })
  if (answer.kind === 'usable') return answer.tokens
  throw new DownstreamError(
    'tokens_unusable',
    'The sign-in server gave no token that fits what was asked for.',
    answer.detail,
  )
}

async function requestTokens(
  profile: DownstreamProfile,
  pending: PendingAuthorization,
  parameters: URLSearchParams,
  io: DownstreamIo,
): Promise<{ status: number; text: string }> {
  try {
    const response = await oauth.authorizationCodeGrantRequest(
      serverOf(profile),
      clientOf(profile),
      await clientAuthenticationOf(profile),
      parameters,
      profile.redirectUri,
      pending.codeVerifier,
      { ...transportOf(profile, io), additionalParameters: targetParameters(profile) },
    )
    return { status: response.status, text: await response.text() }
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'the request failed'
    const code = error instanceof OutboundError ? 'downstream_unreachable' : 'callback_invalid'
    throw new DownstreamError(code, 'The sign-in server does not answer. Please try again.', detail, {
      cause: error,
    })
  }
}
