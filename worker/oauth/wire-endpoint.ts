// Token, register and revoke at the edge: opens and adds the outer envelope, asks the Gateway's object, forgets what
// ended (O7, O10, O11; architecture.md §3.2).
import { waitUntil } from 'cloudflare:workers'
import type { MasterKeys } from '../crypto/master-keys.ts'
import { issuerKeyOf, type Surface } from '../edge/public-urls.ts'
import type { AttachedSnapshot } from '../edge/snapshot.ts'
import { settingsOf, type Env } from '../environment.ts'
import { gatewayObject, SHARD } from '../gateway/address.ts'
import type { AuthorizationRpc, OAuthCall, WireAnswer } from '../gateway/authorization/contract.ts'
import { EXCHANGE_GRANT } from '../gateway/authorization/exchange/exchange-form.ts'
import { RepeatedParameterError } from '../gateway/authorization/parameters.ts'
import { recordStep } from '../gateway/authorization/record-step.ts'
import { RequestBodyError } from '../http/read-request-body.ts'
import { newRequestId } from '../http/request-id.ts'
import { recordEvent } from '../logs/record.ts'
import { forgetGrant, forgetToken } from './credential/credential-cache.ts'
import { sealToken, type TokenKind } from './credential/token-envelope.ts'
import { oauthCallOf } from './oauth-call.ts'
import { openForm } from './open-form.ts'
import { countExchange, refuseExchangeFlood } from './refuse-exchange-flood.ts'
import { refuseUnproven } from './refuse-unproven.ts'
import { preflightResponse, wireError, wireResponse } from './wire-response.ts'

export type WireAction = 'token' | 'register' | 'revoke'

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
    const answer = await ask(env, keys, snapshot, action, call)
    forgetEnded(action, call, answer)
    return wireResponse(await sealTokens(keys, issuerKey, action, answer), requestId)
  } catch (error) {
    if (error instanceof RequestBodyError) {
      return wireError(error.status, 'invalid_request', 'The body is too large or incomplete.', requestId)
    }
    if (error instanceof RepeatedParameterError) {
      return wireError(400, 'invalid_request', error.message, requestId)
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

async function ask(
  env: Env,
  keys: MasterKeys,
  snapshot: AttachedSnapshot,
  action: WireAction,
  call: OAuthCall,
): Promise<WireAnswer> {
  const object: AuthorizationRpc = gatewayObject(env, snapshot.gateway)
  if (action === 'register') return object.register(call)
  if (action === 'token' && isExchange(call)) {
    const flood = refuseExchangeFlood(call, Date.now())
    return flood ?? countExchange(call, await object.token(call), Date.now())
  }
  const form = await openForm(keys, call)
  const unproven = refuseUnproven(action, call, form, Date.now())
  if (unproven?.isLogged) recordUnproven(env, snapshot, action, call, unproven.answer)
  return unproven?.answer ?? object[action]({ ...call, body: form.body })
}

/** It holds nothing that Limen has issued, so the object alone can judge it. */
function isExchange(call: OAuthCall): boolean {
  return new URLSearchParams(call.body).get('grant_type') === EXCHANGE_GRANT
}

function recordUnproven(
  env: Env,
  snapshot: AttachedSnapshot,
  action: 'token' | 'revoke',
  call: OAuthCall,
  { status, body }: WireAnswer,
): void {
  const isRefresh = new URLSearchParams(call.body).get('grant_type') === 'refresh_token'
  recordStep(
    { record: (entry) => recordEvent(env, { waitUntil }, entry) },
    call,
    snapshot,
    action === 'revoke' ? 'revoke' : isRefresh ? 'refresh' : 'token',
    {
      outcome: status === 200 ? 'ok' : 'refused',
      status,
      ruleId: typeof body?.['error'] === 'string' ? body['error'] : undefined,
      detail: 'The request held nothing that was issued here.',
    },
  )
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
function forgetEnded(action: WireAction, call: OAuthCall, answer: WireAnswer): void {
  if (answer.endedGrantId !== null) forgetGrant(answer.endedGrantId)
  const token = action === 'revoke' ? new URLSearchParams(call.body).get('token') : null
  if (token !== null) forgetToken(token)
}
