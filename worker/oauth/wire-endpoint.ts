// Token, register and revoke at the edge: opens and adds the outer envelope, asks the Gateway's object, forgets what
// ended (O7, O10, O11; architecture.md §3.2).
import type { MasterKeys } from '../crypto/master-keys.ts'
import { issuerKeyOf, type Surface } from '../edge/public-urls.ts'
import type { AttachedSnapshot } from '../edge/snapshot.ts'
import { settingsOf, type Env } from '../environment.ts'
import { gatewayObject, SHARD } from '../gateway/address.ts'
import type { AuthorizationRpc, OAuthCall, WireAnswer } from '../gateway/authorization/contract.ts'
import { EXCHANGE_GRANT } from '../gateway/authorization/exchange/exchange-form.ts'
import { RepeatedParameterError } from '../gateway/authorization/parameters.ts'
import type { Step, StepFacts } from '../gateway/authorization/record-step.ts'
import { WireRefusal } from '../gateway/authorization/refusal.ts'
import { refusedAnswer } from '../gateway/authorization/wire-answer.ts'
import { RequestBodyError } from '../http/read-request-body.ts'
import { newRequestId } from '../http/request-id.ts'
import { forgetGrant, forgetToken } from './credential/credential-cache.ts'
import { sealToken, type TokenKind } from './credential/token-envelope.ts'
import { callerOf, oauthCallOf, type OAuthCaller } from './oauth-call.ts'
import { openForm } from './open-form.ts'
import { recordAtEdge } from './record-at-edge.ts'
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
  try {
    return wireResponse(await answerOf(request, env, snapshot, surface, action, requestId), requestId)
  } catch (error) {
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

async function answerOf(
  request: Request,
  env: Env,
  snapshot: AttachedSnapshot,
  surface: Surface,
  action: WireAction,
  requestId: string,
): Promise<WireAnswer> {
  const issuerKey = issuerKeyOf(snapshot.attachment.id, surface.form)
  let step: Step = action
  try {
    const call = await oauthCallOf(request, issuerKey, requestId)
    step = stepOf(action, call)
    if (!snapshot.server.enabled) {
      return await recorded(env, snapshot, call, step, disabledAnswer(), { ruleId: 'server_enabled' })
    }
    const keys = settingsOf(env).masterKeys()
    const answer = await ask(env, keys, snapshot, action, step, call)
    forgetEnded(action, call, answer)
    return await sealTokens(keys, issuerKey, action, answer)
  } catch (error) {
    const answer = refusalOf(error)
    if (answer === undefined) throw error
    return recorded(env, snapshot, callerOf(request, requestId), step, answer)
  }
}

function disabledAnswer(): WireAnswer {
  return refusedAnswer(new WireRefusal('access_denied', 'This server is disabled (rule server_enabled).'))
}

/** What is wrong with the request before anybody is asked. */
function refusalOf(error: unknown): WireAnswer | undefined {
  if (error instanceof RepeatedParameterError)
    return refusedAnswer(new WireRefusal('invalid_request', error.message))
  if (!(error instanceof RequestBodyError)) return undefined
  const refusal = new WireRefusal('invalid_request', 'The body is too large or incomplete.')
  return { ...refusedAnswer(refusal), status: error.status }
}

async function ask(
  env: Env,
  keys: MasterKeys,
  snapshot: AttachedSnapshot,
  action: WireAction,
  step: Step,
  call: OAuthCall,
): Promise<WireAnswer> {
  const object: AuthorizationRpc = gatewayObject(env, snapshot.gateway)
  if (action === 'register') return object.register(call)
  if (step === 'exchange') {
    const flood = refuseExchangeFlood(call, Date.now())
    if (flood) return recorded(env, snapshot, call, step, flood)
    return countExchange(call, await object.token(call), Date.now())
  }
  const form = await openForm(keys, call)
  const unproven = refuseUnproven(action, call, form, Date.now())
  if (unproven) return recorded(env, snapshot, call, step, unproven, { detail: NOTHING_OF_OURS })
  return object[action]({ ...call, body: form.body })
}

const NOTHING_OF_OURS = 'The request held nothing that was issued here.'

/** An exchange holds nothing that Limen has issued, so the object alone can judge it. */
function stepOf(action: WireAction, call: OAuthCall): Step {
  if (action !== 'token') return action
  const grant = new URLSearchParams(call.body).get('grant_type')
  if (grant === EXCHANGE_GRANT) return 'exchange'
  return grant === 'refresh_token' ? 'refresh' : 'token'
}

/** Answers the answer, once the log has it. */
async function recorded(
  env: Env,
  snapshot: AttachedSnapshot,
  caller: OAuthCaller,
  step: Step,
  answer: WireAnswer,
  facts: Pick<StepFacts, 'ruleId' | 'detail'> = {},
): Promise<WireAnswer> {
  const { error, error_description: description } = answer.body ?? {}
  await recordAtEdge(env, snapshot, caller, step, {
    outcome: answer.status === 200 ? 'ok' : 'refused',
    status: answer.status,
    ruleId: textOf(error),
    detail: textOf(description),
    ...facts,
  })
  return answer
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
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
