// The downstream authorization server: code flow with PKCE, userinfo, rotation; its answers fail as the faults say.
import { createHash, randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { FaultOf, Faults } from '../faults.ts'
import { cut, json, pause, serve, type Served } from '../platform/serve.ts'
import type { Family, Policy, RefreshRequest, TokenFamilies, Tokens } from './token-families.ts'

export const CLIENT_ID = 'limen'
export const SCOPE = 'tickets.read'
/** Later than Limen waits (security.md §3, step 5). */
const LATE_MS = 11_000

export interface AuthorizationServerOptions {
  families: TokenFamilies
  faults: Faults
  clientSecret: string
  policyOf(user: string): Policy
  /** Told at the moments when a power cut hurts most. */
  onMoment(moment: 'token request arrived' | 'token answer written' | 'code redeemed'): void
}

interface Code {
  user: string
  challenge: string
  redirectUri: string
}

type TokenFault = FaultOf<'token'> | null
type Answer = { status: number; body: unknown; retryAfter?: string }

export async function startAuthorizationServer(options: AuthorizationServerOptions): Promise<Served> {
  const { families, faults, clientSecret, policyOf, onMoment } = options
  const codes = new Map<string, Code>()
  const basic = `Basic ${Buffer.from(`${CLIENT_ID}:${clientSecret}`).toString('base64')}`

  const served: Served = await serve(async (request, response, body) => {
    const url = new URL(request.url ?? '/', served.origin)
    const isAway = faults.isAway('authorization server')
    // The ledger hears of it all the same: Limen cannot know that nothing was done.
    if (isAway && url.pathname === '/token') arrive(new URLSearchParams(body.toString()), response)
    if (isAway) return cut(response)
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /.well-known/oauth-authorization-server':
        return json(response, 200, metadata(served.origin))
      case 'GET /authorize':
        return void response.writeHead(200, { 'content-type': 'text/html' }).end(loginPage(url.search))
      case 'POST /authorize':
        return login(codes, url, body, response)
      case 'GET /userinfo':
        return userinfo(options, request.headers.authorization, response)
      case 'POST /token':
        if (request.headers.authorization !== basic)
          return json(response, 401, { error: 'invalid_client', error_description: 'not the known secret' })
        return token(new URLSearchParams(body.toString()), response)
      default:
        return json(response, 404, { error: 'not_found' })
    }
  })

  function arrive(form: URLSearchParams, response: ServerResponse) {
    const refreshToken = form.get('refresh_token')
    const found = refreshToken === null ? undefined : families.arrive(refreshToken)
    response.once('close', () => {
      if (found) found.request.endedAt ??= Date.now()
    })
    return found
  }

  async function token(form: URLSearchParams, response: ServerResponse): Promise<void> {
    if (form.get('grant_type') === 'refresh_token') {
      const found = arrive(form, response)
      if (!found) return json(response, 400, { error: 'invalid_grant' })
      const { family, request } = found
      onMoment('token request arrived')
      const fault = faults.draw('token')
      await answerToken(fault, response, () => refresh(family, request, fault), request)
      onMoment('token answer written')
      return
    }
    const fault = faults.draw('token', ['without scopes', 'later than the deadline'])
    await answerToken(fault, response, () => redeem(form))
    onMoment('code redeemed')
  }

  function refresh(family: Family, request: RefreshRequest, fault: TokenFault): Answer {
    const tokens = families.process(family, request)
    if (!tokens) return { status: 400, body: { error: 'invalid_grant' } }
    return { status: 200, body: tokenAnswer(tokens, fault === 'without scopes' ? 'nothing.useful' : SCOPE) }
  }

  function redeem(form: URLSearchParams): Answer {
    const code = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '')
    const isProven =
      code?.challenge === challenge.digest('base64url') && code.redirectUri === form.get('redirect_uri')
    if (!code || !isProven) return { status: 400, body: { error: 'invalid_grant' } }
    return { status: 200, body: tokenAnswer(families.begin(code.user, policyOf(code.user)), SCOPE) }
  }

  function tokenAnswer({ family, accessToken, refreshToken }: Tokens, scope: string) {
    return {
      access_token: accessToken,
      refresh_token: refreshToken,
      token_type: 'Bearer',
      expires_in: families.lifetimeMs(family) / 1_000,
      scope,
    }
  }

  return served

  /** Lets the request be processed or not, and its answer arrive or not. */
  async function answerToken(
    fault: TokenFault,
    response: ServerResponse,
    process: () => Answer,
    request?: RefreshRequest,
  ): Promise<void> {
    const refusal = unprocessed(fault)
    if (fault === 'cut before') return cut(response)
    const answer = refusal ?? process()
    if (fault === 'cut after') return cut(response)
    if (fault === 'slow') await pause(faults.random.between(300, 2_500))
    if (fault === 'later than the deadline') await pause(LATE_MS)
    const isLost = ['500 after', 'HTML after', 'cut inside'].includes(fault ?? '')
    // Before the last byte: whoever has read it may be killed in the same millisecond.
    if (request && !isLost && !response.destroyed) request.told = toldBy(fault, refusal !== undefined)
    if (fault === '500 after') return json(response, 500, { error: 'server_error' })
    if (fault === 'HTML after')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>')
    const text = JSON.stringify(answer.body)
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(text),
      ...(answer.retryAfter ? { 'retry-after': answer.retryAfter } : {}),
    })
    if (fault === 'cut inside') {
      response.write(text.slice(0, 20), () => cut(response))
      return
    }
    response.end(text)
  }
}

/** The answer of a server that did nothing with the token. */
function unprocessed(fault: TokenFault): Answer | undefined {
  switch (fault) {
    case '503 before':
      return { status: 503, body: 'Service Unavailable' }
    case '429':
      return { status: 429, body: { error: 'slow_down' }, retryAfter: '2' }
    case 'temporarily_unavailable':
      return { status: 503, body: { error: 'temporarily_unavailable' } }
    case 'invalid_client':
      return { status: 401, body: { error: 'invalid_client' } }
    default:
      return undefined
  }
}

/** §3, step 8: a bare 503 says nothing about what became of the token. */
function toldBy(fault: TokenFault, isRefusal: boolean): RefreshRequest['told'] {
  if (!isRefusal) return 'verdict'
  return fault === '503 before' ? null : 'not processed'
}

function login(codes: Map<string, Code>, url: URL, body: Buffer, response: ServerResponse): void {
  const code = randomBytes(16).toString('base64url')
  const redirectUri = url.searchParams.get('redirect_uri') ?? ''
  codes.set(code, {
    user: new URLSearchParams(body.toString()).get('login') ?? '',
    challenge: url.searchParams.get('code_challenge') ?? '',
    redirectUri,
  })
  const target = new URL(redirectUri)
  target.searchParams.set('code', code)
  target.searchParams.set('state', url.searchParams.get('state') ?? '')
  response.writeHead(302, { location: target.href }).end()
}

function userinfo(
  { families, faults }: AuthorizationServerOptions,
  authorization: string | undefined,
  response: ServerResponse,
): void {
  const fault = faults.draw('userinfo')
  if (fault === 'cut') return cut(response)
  if (fault === '503') return json(response, 503, {})
  const stored = families.findAccess(authorization?.slice('Bearer '.length) ?? '')
  if (!stored) return json(response, 401, {})
  const { user } = stored.family
  json(response, 200, { sub: user, email: `${user}@soak.example`, email_verified: true, name: user })
}

function loginPage(search: string): string {
  const action = `/authorize${search.replaceAll('&', '&amp;')}`
  return `<form method="post" action="${action}"><input name="login"><button>Sign in</button></form>`
}

function metadata(origin: string): Record<string, unknown> {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    userinfo_endpoint: `${origin}/userinfo`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    scopes_supported: [SCOPE],
  }
}
