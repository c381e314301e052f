// The public OAuth edge, as app.ts mounts it:
//   handleOAuth(request, env, { snapshot, surface, action })   authorize, token, register, revoke of one attachment,
//                                                               and `authorize-elsewhere` of a custom host
//   handleSignIn(request, env, gatewayId, page)                `/g/<gateway id>/callback`, `…/account`, `…/connections`,
//                                                               `…/confirm`, `…/service`; `/g/<server id>/confirm`
// Both answer every method, HEAD and OPTIONS included, and never throw. `snapshot` must be attached (`isAttached`);
// a server without a Gateway has no OAuth endpoints. Host and path were resolved before (edge/resolve.ts).
import type { Surface } from '../edge/public-urls.ts'
import type { AttachedSnapshot } from '../edge/snapshot.ts'
import type { Env } from '../environment.ts'
import { isServerObject } from '../gateway/address.ts'
import { newRequestId } from '../http/request-id.ts'
import { answerDeploymentConfirm } from './deployment-confirm.ts'
import { findPlacement } from './find-placement.ts'
import { answerConfirm, answerService } from './own-pages.ts'
import {
  answerAccount,
  answerAuthorize,
  answerCallback,
  answerConnections,
  moveToMainHost,
} from './page-endpoint.ts'
import { problemPage } from './pages/problem-page.ts'
import { answerWire } from './wire-endpoint.ts'

export type OAuthAction = 'authorize' | 'authorize-elsewhere' | 'token' | 'register' | 'revoke'

export interface OAuthTarget {
  snapshot: AttachedSnapshot
  surface: Surface
  action: OAuthAction
}

export async function handleOAuth(request: Request, env: Env, target: OAuthTarget): Promise<Response> {
  const { snapshot, surface, action } = target
  switch (action) {
    case 'authorize':
      return answerAuthorize(request, env, snapshot, surface)
    case 'authorize-elsewhere':
      return moveToMainHost(request, surface)
    case 'token':
    case 'register':
    case 'revoke':
      return answerWire(request, env, snapshot, surface, action)
  }
}

/** Pages of a sign-in whose URL names only the Gateway. */
const SIGN_IN_PAGES = { callback: answerCallback, account: answerAccount, connections: answerConnections }

const OWN_PAGES = { confirm: answerConfirm, service: answerService }

export type SignInPage = keyof typeof SIGN_IN_PAGES | keyof typeof OWN_PAGES

export function isSignInPage(name: string | undefined): name is SignInPage {
  return name !== undefined && (Object.hasOwn(SIGN_IN_PAGES, name) || Object.hasOwn(OWN_PAGES, name))
}

/** The downstream's answer to a sign-in, and what comes after it. A server without a Gateway has one of these pages. */
export async function handleSignIn(
  request: Request,
  env: Env,
  gatewayId: string,
  page: SignInPage,
): Promise<Response> {
  try {
    if (isServerObject(gatewayId) && page === 'confirm') {
      return await answerDeploymentConfirm(request, env, gatewayId)
    }
    const pages = { ...SIGN_IN_PAGES, ...OWN_PAGES }
    return await pages[page](request, env, await findPlacement(env, gatewayId))
  } catch (error) {
    const requestId = newRequestId()
    console.error(JSON.stringify({ level: 'error', requestId, message: String(error) }))
    return problemPage('temporarily_unavailable', requestId, 'The sign-in cannot be served now.')
  }
}
