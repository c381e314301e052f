// A strict client of the example authorization server: discovery, PKCE, `iss`, ID token, tokens for the API.
import * as oauth from 'oauth4webapi'
import { walk, type WalkOptions } from '../../examples/demo/walk.ts'

export const REDIRECT_URI = 'http://127.0.0.1:33419/callback'
export const API_RESOURCE = 'https://todo.example/api'
export const CLIENT = { CLIENT_ID: 'web', CLIENT_SECRET: 'web-secret', REDIRECT_URIS: REDIRECT_URI }
export const API_CLIENT = { API_CLIENT_ID: 'todo-api', API_CLIENT_SECRET: 'todo-api-secret' }
export const ada = { login: 'ada', password: 'ada-password' }
export const grace = { login: 'grace', password: 'grace-password' }

export const loopback = { [oauth.allowInsecureRequests]: true }
const webClient: oauth.Client = { client_id: CLIENT.CLIENT_ID }
const webAuth = oauth.ClientSecretBasic(CLIENT.CLIENT_SECRET)

export interface SignIn extends Partial<WalkOptions> {
  issuer: string
  scope: string
  /** More parameters of the authorization request. */
  more?: Record<string, string>
  client?: oauth.Client
  clientAuth?: oauth.ClientAuth
}

export async function discover(issuer: string): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer)
  return oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, loopback))
}

/** Signs a person in and returns the tokens; throws what `oauth4webapi` finds wrong. */
export async function signIn({ issuer, scope, more, ...options }: SignIn) {
  const { client = webClient, clientAuth = webAuth, person = ada, ...walkOptions } = options
  const server = await discover(issuer)
  const verifier = oauth.generateRandomCodeVerifier()
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()]
  const url = new URL(server.authorization_endpoint ?? '')
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: REDIRECT_URI,
    scope: `openid email profile offline_access ${scope}`,
    prompt: 'consent',
    resource: API_RESOURCE,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...more,
  }).toString()
  const callback = await walk(url, { person, redirectUri: REDIRECT_URI, ...walkOptions })
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    clientAuth,
    oauth.validateAuthResponse(server, client, callback, state),
    REDIRECT_URI,
    verifier,
    { additionalParameters: { resource: API_RESOURCE }, ...loopback },
  )
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: nonce,
  })
  return { ...tokens, claims: oauth.getValidatedIdTokenClaims(tokens) }
}

/** One refresh; throws `oauth.ResponseBodyError` where it is refused. */
export async function refresh(issuer: string, refreshToken: string) {
  const server = await discover(issuer)
  const response = await oauth.refreshTokenGrantRequest(server, webClient, webAuth, refreshToken, {
    additionalParameters: { resource: API_RESOURCE },
    ...loopback,
  })
  return oauth.processRefreshTokenResponse(server, webClient, response)
}
