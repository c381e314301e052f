// How a client of the soak comes to its tokens: registration, consent, sign-in and code, over bare requests.
import { createHash, randomBytes } from 'node:crypto'
import { walk } from '../../../examples/demo/walk.ts'

export interface ClientTokens {
  accessToken: string
  refreshToken: string
}

/** The surfaces of one attachment (O1). */
export interface Place {
  slug: string
  base: string
}

const REDIRECT_URI = 'http://127.0.0.1:33418/callback'

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
  const verifier = randomBytes(32).toString('base64url')
  const url = new URL(`${base}/authorize`)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'soak',
  }).toString()
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
