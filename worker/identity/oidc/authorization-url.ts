// The redirect to the sign-in server: authorization code, PKCE S256, state and nonce (OIDC Core §3.1.2.1, RFC 7636).
import * as oauth from 'oauth4webapi'
import type { DownstreamProfile, PendingAuthorization } from '../../downstream/contract.ts'

export interface StartedSignIn {
  location: string
  state: string
  pending: PendingAuthorization
}

/** `isFresh`: the provider asks for credentials again, also where it knows the person. */
export async function startSignIn(
  profile: DownstreamProfile,
  scopes: readonly string[],
  isFresh: boolean,
): Promise<StartedSignIn> {
  const codeVerifier = oauth.generateRandomCodeVerifier()
  const nonce = oauth.generateRandomNonce()
  const state = oauth.generateRandomState()
  const location = new URL(profile.endpoints.authorization_endpoint)
  const parameters = {
    response_type: 'code',
    client_id: profile.clientId,
    redirect_uri: profile.redirectUri,
    scope: scopes.join(' '),
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    // `max_age` obliges the provider to say when it asked.
    ...(isFresh ? { prompt: 'login', max_age: '0' } : {}),
  }
  for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value)
  return {
    location: location.href,
    state,
    // No scope of an API is asked for, so none can be missing.
    pending: { endpoints: profile.endpoints, clientId: profile.clientId, codeVerifier, nonce, scopes: [] },
  }
}
