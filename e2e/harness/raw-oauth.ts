// An OAuth client made of bare requests, for what a well-behaved SDK would never send.
import { createHash, randomBytes } from 'node:crypto'
import type { ConfiguredServer } from '../../examples/demo/configure.ts'
import { walk, type Person, type WalkOptions } from '../../examples/demo/walk.ts'

export interface Endpoints {
  issuer: string
  resource: string
  authorizationEndpoint: string
  tokenEndpoint: string
  registrationEndpoint: string
  revocationEndpoint: string
}

export interface Tokens {
  access_token: string
  refresh_token: string
  scope: string
}

export interface Answer {
  status: number
  /** OAuth error code, where there is one. */
  error: string | undefined
  body: unknown
}

export const REDIRECT_URI = 'http://127.0.0.1:33418/callback'

/** Everything a client learns from the challenge onwards (RFC 9728 → RFC 8414). */
export async function discover(mcpUrl: string): Promise<Endpoints> {
  const challenged = await fetch(mcpUrl, {
    method: 'POST',
    body: '{}',
    headers: { accept: 'application/json' },
  })
  await challenged.body?.cancel()
  const metadataUrl = /resource_metadata="([^"]+)"/.exec(
    challenged.headers.get('www-authenticate') ?? '',
  )?.[1]
  if (!metadataUrl) throw new Error(`${mcpUrl} answered ${challenged.status} without resource_metadata`)
  const resource = await getJson(metadataUrl)
  const issuer = String((resource['authorization_servers'] as string[])[0])
  const { origin, pathname } = new URL(issuer)
  const suffix = pathname === '/' ? '' : pathname
  const metadata = await getJson(`${origin}/.well-known/oauth-authorization-server${suffix}`)
  return {
    issuer,
    resource: String(resource['resource']),
    authorizationEndpoint: String(metadata['authorization_endpoint']),
    tokenEndpoint: String(metadata['token_endpoint']),
    registrationEndpoint: String(metadata['registration_endpoint']),
    revocationEndpoint: String(metadata['revocation_endpoint']),
  }
}

/** Registers a public client; returns its id. */
export async function register(endpoints: Endpoints, redirectUri = REDIRECT_URI): Promise<string> {
  const response = await fetch(endpoints.registrationEndpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'e2e raw',
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'none',
    }),
  })
  const body = (await response.json()) as { client_id?: string }
  if (!body.client_id) throw new Error(`registration answered ${response.status} ${JSON.stringify(body)}`)
  return body.client_id
}

export interface AuthorizationRequest {
  url: URL
  verifier: string
  redirectUri: string
}

export function authorizationRequest(
  endpoints: Pick<Endpoints, 'authorizationEndpoint' | 'resource'>,
  clientId: string,
  options: { scope?: string; redirectUri?: string } = {},
): AuthorizationRequest {
  const { redirectUri = REDIRECT_URI, scope } = options
  const verifier = randomBytes(32).toString('base64url')
  const url = new URL(endpoints.authorizationEndpoint)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'e2e-state',
    resource: endpoints.resource,
    ...(scope === undefined ? {} : { scope }),
  }).toString()
  return { url, verifier, redirectUri }
}

/** A client that has walked through consent and login and holds an unused code. */
export async function authorize(
  mcpUrl: string,
  person: Person,
  { clientId: preregistered, ...options }: Partial<WalkOptions> & { clientId?: string } = {},
): Promise<{ endpoints: Endpoints; clientId: string; code: string; verifier: string }> {
  const endpoints = await discover(mcpUrl)
  const clientId = preregistered ?? (await register(endpoints))
  const { url, verifier, redirectUri } = authorizationRequest(endpoints, clientId)
  const callback = await walk(url, { person, redirectUri, ...options })
  const code = callback.searchParams.get('code')
  if (!code) throw new Error(`no code: ${callback.search}`)
  return { endpoints, clientId, code, verifier }
}

/** A client that is signed in. */
export async function signIn(
  server: ConfiguredServer,
  person: Person,
  options: Partial<WalkOptions> & { clientId?: string } = {},
) {
  const { endpoints, clientId, code, verifier } = await authorize(server.mcpUrl, person, options)
  const answer = await redeem(endpoints, { clientId, code, verifier })
  if (answer.status !== 200) throw new Error(`token answered ${answer.status} ${JSON.stringify(answer.body)}`)
  return { endpoints, clientId, tokens: answer.body as Tokens }
}

export function redeem(
  endpoints: Pick<Endpoints, 'tokenEndpoint' | 'resource'>,
  request: { clientId: string; code: string; verifier: string; redirectUri?: string },
): Promise<Answer> {
  return post(endpoints.tokenEndpoint, {
    grant_type: 'authorization_code',
    client_id: request.clientId,
    redirect_uri: request.redirectUri ?? REDIRECT_URI,
    code: request.code,
    code_verifier: request.verifier,
    resource: endpoints.resource,
  })
}

export function refresh(
  endpoints: Pick<Endpoints, 'tokenEndpoint'>,
  clientId: string,
  refreshToken: string,
): Promise<Answer> {
  return post(endpoints.tokenEndpoint, {
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: refreshToken,
  })
}

export function revoke(
  endpoints: Pick<Endpoints, 'revocationEndpoint'>,
  clientId: string,
  token: string,
): Promise<Answer> {
  return post(endpoints.revocationEndpoint, { client_id: clientId, token })
}

/** Status of a `tools/list` with this bearer token: 200 when it is accepted. */
export async function statusAt(mcpUrl: string, token: string): Promise<number> {
  const response = await fetch(mcpUrl, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }),
  })
  await response.body?.cancel()
  return response.status
}

export async function post(url: string, parameters: Record<string, string>): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams(parameters),
    redirect: 'manual',
  })
  const text = await response.text()
  const body: unknown = text.startsWith('{') ? JSON.parse(text) : text
  const error =
    typeof body === 'object' && body && 'error' in body
      ? String((body as { error: unknown }).error)
      : undefined
  return { status: response.status, error, body }
}

async function getJson(url: string): Promise<Record<string, unknown>> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return (await response.json()) as Record<string, unknown>
}
