// From an approved request to the downstream login (O14, D3): the `state` is made only now.
import type { OAuthHelpers } from '@cloudflare/workers-oauth-provider'
import type { PendingAuthorization } from '../../downstream/contract.ts'
import { profileOf } from '../../downstream/profile.ts'
import { startAuthorization } from '../../downstream/start-authorization.ts'
import type { Issuer } from '../configuration/configuration.ts'
import { ownOriginsOf } from './own-origins.ts'
import type { AuthorizationParts } from './parts.ts'
import { RedirectRefusal } from './refusal.ts'
import { loginHintOf, type HostedRequest } from './same-user/host-hints.ts'

/** What waits for the callback, encrypted under the handle in `state`. */
export interface SignInUnderWay {
  pending: PendingAuthorization
}

/**
 * Throws RedirectRefusal where the Gateway needs review. `request.scope` holds the approved scopes. `forceLogin`: the
 * downstream must ask who signs in, whoever is signed in there.
 */
export async function beginSignIn(
  parts: AuthorizationParts,
  issuer: Issuer,
  helpers: OAuthHelpers,
  request: HostedRequest,
  { forceLogin = false } = {},
): Promise<{ location: string; cookies: string[] }> {
  const profile = await loadProfile(parts, issuer)
  const loginHint = loginHintOf(request.host)
  const started = await startAuthorization(profile, {
    state: 'placeholder',
    scopes: request.scope,
    forceLogin,
    ...(loginHint === undefined ? {} : { loginHint }),
  })
  const data: SignInUnderWay = { pending: started.pending }
  const { state, headers } = await helpers.beginUpstream(request, { data })
  const location = new URL(started.location)
  location.searchParams.set('state', `${issuer.key}.${state}`)
  return { location: location.href, cookies: headers.getSetCookie() }
}

/** Throws RedirectRefusal where the Gateway needs review. */
export async function loadProfile(parts: AuthorizationParts, { gateway }: Pick<Issuer, 'gateway'>) {
  const profile = await profileOf(gateway, {
    keys: parts.keys(),
    publicOrigin: parts.publicOrigin,
    allowPrivateTargets: parts.allowPrivateTargets,
    ownOrigins: ownOriginsOf(parts.publicOrigin, await parts.configuration()),
  })
  if (profile === 'needs_review') {
    throw new RedirectRefusal('temporarily_unavailable', 'An administrator must review the sign-in first.')
  }
  return profile
}
