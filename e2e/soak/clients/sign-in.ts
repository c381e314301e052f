// How a client of the soak comes to its tokens: registration, consent, sign-in and code, over bare requests.
import { walk } from '../../../examples/demo/walk.ts'
import { authorizationRequest, REDIRECT_URI } from '../../harness/raw-oauth.ts'

export interface ClientTokens {
  accessToken: string
  refreshToken: string
}

/** The surfaces of one attachment (O1). */
export interface Place {
  slug: string
  base: string
}

/** Throws where any step fails. */
export async function registerClient({ base }: Place, name: string): Promise<string> {
  const response = await fetch(`${base}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cf-connecting-ip': name },
    body: JSON.stringify({
      client_name: name,
      redirect_uris: [REDIRECT_URI],
      token_endpoint_auth_method: 'none',
    }),
    signal: AbortSignal.timeout(20_000),
  })
  const body = (await response.json()) as { client_id?: string }
  if (body.client_id === undefined) throw new Error(`register answered ${response.status}`)
  return body.client_id
}

/** Throws where any step fails; a code whose redemption had no answer is not tried again, as no SDK does. */
export async function signIn({ base }: Place, clientId: string, user: string): Promise<ClientTokens> {
  const endpoints = { authorizationEndpoint: `${base}/authorize`, resource: `${base}/mcp` }
  const { url, verifier } = authorizationRequest(endpoints, clientId)
  const callback = await walk(url, { person: { login: user, password: '' }, redirectUri: REDIRECT_URI })
  const code = callback.searchParams.get('code')
  if (code === null) throw new Error(`no code: ${callback.searchParams.get('error_description')}`)
  const answer = await askForTokens(base, {
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    code,
    code_verifier: verifier,
  })
  if (!('tokens' in answer)) throw new Error(`token answered ${answer.status}`)
  return answer.tokens
}

export type TokenAnswer = { tokens: ClientTokens } | { status: number; error: string | undefined }

/** Throws where no answer arrives. */
export async function askForTokens(base: string, form: Record<string, string>): Promise<TokenAnswer> {
  const response = await fetch(`${base}/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
    signal: AbortSignal.timeout(30_000),
  })
  const body = (await response.json()) as Record<string, unknown>
  const { access_token: accessToken, refresh_token: refreshToken, error } = body
  if (response.status === 200 && typeof accessToken === 'string' && typeof refreshToken === 'string')
    return { tokens: { accessToken, refreshToken } }
  return { status: response.status, error: typeof error === 'string' ? error : undefined }
}
