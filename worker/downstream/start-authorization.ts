// The redirect to the downstream authorization endpoint (D3).
import * as oauth from 'oauth4webapi'
import type { AuthorizationRequest, DownstreamProfile, StartedAuthorization } from './contract.ts'
import { targetParameters } from './oauth-client.ts'
import { recipeOf, type Recipe, type RecipeSubject } from './recipes.ts'
import { identityScopes, wireScopes } from './scopes.ts'

export async function startAuthorization(
  profile: DownstreamProfile,
  request: AuthorizationRequest,
): Promise<StartedAuthorization> {
  const { gateway, endpoints } = profile
  const recipe = recipeOf(gateway.provider)
  const codeVerifier = oauth.generateRandomCodeVerifier()
  const scope = request.isIdentityOnly
    ? identityScopes(gateway, request.isFresh)
    : wireScopes(gateway, request.scopes)
  const nonce = scope.split(' ').includes('openid') ? oauth.generateRandomNonce() : null
  const parameters: Record<string, string> = {
    ...promptFor(recipe, gateway, request),
    ...targetParameters(profile),
    response_type: 'code',
    client_id: profile.clientId,
    redirect_uri: profile.redirectUri,
    state: request.state,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  }
  if (scope !== '') parameters['scope'] = scope
  if (nonce !== null) parameters['nonce'] = nonce
  if (request.loginHint) parameters['login_hint'] = request.loginHint
  const location = new URL(endpoints.authorization_endpoint)
  for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value)
  return {
    location: location.href,
    pending: {
      endpoints,
      clientId: profile.clientId,
      codeVerifier,
      nonce,
      scopes: request.scopes,
    },
  }
}

/** OIDC Core §3.1.2.1: `prompt` is a list, so that a forced login does not cost the refresh token. */
function promptFor(
  recipe: Recipe,
  gateway: RecipeSubject,
  { forceLogin, isFresh, isIdentityOnly }: AuthorizationRequest,
): Record<string, string> {
  const offline: Readonly<Record<string, string>> = isIdentityOnly ? {} : recipe.offlineParameters(gateway)
  const forced: Readonly<Record<string, string>> = isFresh
    ? recipe.freshLogin(gateway)
    : forceLogin
      ? recipe.forceLogin(gateway)
      : {}
  const prompt = [forced['prompt'], offline['prompt']].filter((value) => value !== undefined).join(' ')
  return { ...offline, ...forced, ...(prompt === '' ? {} : { prompt }) }
}
