// Token, register and revoke at the edge: opens and adds the outer envelope, asks the Gateway's object, forgets what
// ended (O7, O10, O11; architecture.md §3.2).
import type { MasterKeys } from '../crypto/master-keys.ts'
import { issuerKeyOf, type Surface } from '../edge/public-urls.ts'
import type { AttachedSnapshot } from '../edge/snapshot.ts'
import { settingsOf, type Env } from '../environment.ts'
import { gatewayObject, SHARD } from '../gateway/address.ts'
import type { AuthorizationRpc, OAuthCall, WireAnswer } from '../gateway/authorization/contract.ts'
import { newRequestId } from '../http/request-id.ts'
import { forgetCredential } from './credential/check-credential.ts'
import { forgetGrant } from './credential/credential-cache.ts'
import { openToken, sealToken, type TokenKind } from './credential/token-envelope.ts'
import { BodyTooLargeError, oauthCallOf } from './oauth-call.ts'
import { preflightResponse, wireError, wireResponse } from './wire-response.ts'

export type WireAction = 'token' | 'register' | 'revoke'

/** Which kinds of token a form parameter may hold. */
const TOKEN_PARAMETERS: Readonly<Record<string, readonly TokenKind[]>> = {
  code: ['code'],
  refresh_token: ['refresh'],
  token: ['refresh', 'access'],
}
/** Stands in the form where a token was none of ours: the client is still authenticated before it is refused. */
const NOT_OURS = 'not-ours'

/** Never throws. */
export async function answerWire(
  request: Request,
  env: Env,
  snapshot: AttachedSnapshot,
  surface: Surface,
  action: WireAction,
): Promise<Response> {
  if (request.method === 'OPTIONS') return preflightResponse()
  const requestId = newRequestId()
  if (request.method !== 'POST') {
    return wireError(405, 'invalid_request', 'The method must be POST.', requestId, {
      allow: 'POST, OPTIONS',
    })
  }
  if (!snapshot.server.enabled) {
    return wireError(403, 'access_denied', 'This server is disabled (rule server_enabled).', requestId)
  }
  try {
    const keys = settingsOf(env).masterKeys()
    const issuerKey = issuerKeyOf(snapshot.attachment.id, surface.form)
    const call = await oauthCallOf(request, issuerKey, requestId)
    const object: AuthorizationRpc = gatewayObject(env, snapshot.gateway)
    const answer = await object[action](
      action === 'register' ? call : { ...call, body: await openParameters(keys, call) },
    )
    await forgetEnded(action, call, answer)
    return wireResponse(await sealTokens(keys, issuerKey, action, answer), requestId)
  } catch (error) {
    if (error instanceof BodyTooLargeError) {
      return wireError(413, 'invalid_request', 'The body is too large.', requestId)
    }
    console.error(
      JSON.stringify({
        level: 'error',
        requestId,
        message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      }),
    )
    return wireError(
      503,
      'temporarily_unavailable',
      'The authorization server cannot answer now.',
      requestId,
      {
        'retry-after': '10',
      },
    )
  }
}

/** The form with every code and token opened; a repeated parameter stays repeated. */
async function openParameters(keys: MasterKeys, call: OAuthCall): Promise<string> {
  const opened = new URLSearchParams()
  for (const [name, value] of new URLSearchParams(call.body)) {
    const kinds = TOKEN_PARAMETERS[name]
    opened.append(name, kinds && value !== '' ? await openOne(keys, call.issuerKey, value, kinds) : value)
  }
  return opened.toString()
}

async function openOne(
  keys: MasterKeys,
  issuerKey: string,
  value: string,
  kinds: readonly TokenKind[],
): Promise<string> {
  for (const kind of kinds) {
    const opened = await openToken(keys, value, { issuerKey, kind })
    if (opened) return opened.token
  }
  return NOT_OURS
}

async function sealTokens(
  keys: MasterKeys,
  issuerKey: string,
  action: WireAction,
  answer: WireAnswer,
): Promise<WireAnswer> {
  const { body } = answer
  if (action !== 'token' || answer.status !== 200 || body === null) return answer
  const { access_token: access, refresh_token: refresh } = body
  const seal = (token: unknown, kind: TokenKind) => sealToken(keys, SHARD, String(token), { issuerKey, kind })
  return {
    ...answer,
    body: {
      ...body,
      token_type: 'Bearer',
      access_token: await seal(access, 'access'),
      ...(typeof refresh === 'string' ? { refresh_token: await seal(refresh, 'refresh') } : {}),
    },
  }
}

/** The own isolate forgets at once (P8). */
async function forgetEnded(action: WireAction, call: OAuthCall, answer: WireAnswer): Promise<void> {
  if (answer.endedGrantId !== null) forgetGrant(answer.endedGrantId)
  const token = action === 'revoke' ? new URLSearchParams(call.body).get('token') : null
  if (token !== null) await forgetCredential(token)
}
