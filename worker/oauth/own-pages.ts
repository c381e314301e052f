// The pages of the sign-ins that Limen itself begins, on the main host: `/g/<gateway id>/confirm` and `…/service`.
import type { Env } from '../environment.ts'
import { gatewayObject, type GatewayPlacement } from '../gateway/address.ts'
import type { OAuthCall } from '../gateway/authorization/contract.ts'
import type { OwnAnswer, OwnSignInRpc } from '../gateway/own-sign-ins/contract.ts'
import { isOnlyLookedAt } from '../http/only-looked-at.ts'
import { newRequestId } from '../http/request-id.ts'
import { oauthCallOf } from './oauth-call.ts'
import { emptyPage, guarded, methodRefused } from './page-endpoint.ts'
import { problemPage } from './pages/problem-page.ts'
import { respondOwn } from './respond-own.ts'

/** A call that waits for its user's approval. GET approves nothing. Never throws. */
export function answerConfirm(
  request: Request,
  env: Env,
  gateway: GatewayPlacement | undefined,
): Promise<Response> {
  return answer(request, env, gateway, {
    get: (object, call) => object.confirmationPage(call),
    post: (object, call) => object.answerConfirmation(call),
  })
}

/** An admin connects as themself, for tool discovery. GET begins nothing. Never throws. */
export function answerService(
  request: Request,
  env: Env,
  gateway: GatewayPlacement | undefined,
): Promise<Response> {
  return answer(request, env, gateway, {
    get: (object, call) => object.servicePage(call),
    post: (object, call) => object.beginService(call),
  })
}

type Ask = (object: OwnSignInRpc, call: OAuthCall) => Promise<OwnAnswer>

function answer(
  request: Request,
  env: Env,
  gateway: GatewayPlacement | undefined,
  { get, post }: { get: Ask; post: Ask },
): Promise<Response> {
  const requestId = newRequestId()
  return guarded(requestId, async () => {
    if (isOnlyLookedAt(request)) return emptyPage(requestId)
    if (request.method !== 'GET' && request.method !== 'POST') return methodRefused(requestId)
    if (!gateway) return problemPage('not_found', requestId, 'This address belongs to no sign-in.')
    const object: OwnSignInRpc = gatewayObject(env, gateway)
    const call = await oauthCallOf(request, '', requestId)
    return respondOwn(await (request.method === 'POST' ? post : get)(object, call), requestId)
  })
}
