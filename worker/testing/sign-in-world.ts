// An OpenID provider and a Cloudflare Access team for tests: real keys and signatures, served through the one outbound
// fetch, with a ledger; and browsers that sign in there.
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { handleAdmin } from '../admin/entrypoint.ts'
import { platformIo } from '../downstream/io.ts'
import type { Env } from '../environment.ts'
import { checkTarget } from '../net/target-policy.ts'
import { testEnv } from './admin-client.ts'
import { Jar } from './oauth-world.ts'

export const ACCESS_AUDIENCE = 'aud-tag-of-limen'

const OWN = 'http://127.0.0.1:8787'
let worlds = 0

type Claims = Record<string, unknown>

export class SignInWorld {
  /** Its own for each world: metadata and keys are cached by address. */
  readonly issuer: string
  readonly team: string
  readonly env: Env
  /** Requests that left for the outside: path and form. */
  readonly ledger: { path: string; form: URLSearchParams; headers: Headers }[] = []
  /** What the ID token says besides the protocol's own claims. */
  claims: Claims = {
    sub: 'usr_ada',
    email: 'ada@engines.example',
    email_verified: true,
    name: 'Ada Lovelace',
  }
  /** Laid over the protocol's own claims of the ID token, to break one. */
  broken: Claims = {}
  userinfo: Claims | null = null
  /** Answers in place of the provider. */
  fault: ((path: string) => Response | undefined) | null = null
  /** Its own as well: sign-ins are counted by it. */
  readonly #address: string
  readonly #privateKey: CryptoKey
  readonly #jwks: { keys: object[] }
  #nonces = new Map<string, string>()

  constructor(privateKey: CryptoKey, jwks: { keys: object[] }, variables: Partial<Env>) {
    worlds += 1
    this.issuer = `https://login-${worlds}.test.dev`
    this.team = `https://team-${worlds}.cloudflareaccess.com`
    this.#address = `2001:db8:0:${worlds.toString(16)}::1`
    this.#privateKey = privateKey
    this.#jwks = jwks
    this.env = {
      ...testEnv,
      OIDC_ISSUER: this.issuer,
      OIDC_CLIENT_ID: 'limen-dashboard',
      OIDC_CLIENT_SECRET: 'client-secret-of-the-dashboard',
      CLOUDFLARE_ACCESS_TEAM_DOMAIN: this.team,
      CLOUDFLARE_ACCESS_AUDIENCE: ACCESS_AUDIENCE,
      ...variables,
    }
    platformIo.send = async (url, init, options) => {
      const target = checkTarget(url, options)
      const form = new URLSearchParams(String(init.body ?? ''))
      this.ledger.push({ path: target.pathname, form, headers: new Headers(init.headers) })
      return this.fault?.(target.pathname) ?? this.#answer(target, form)
    }
  }

  static async create(variables: Partial<Env> = {}): Promise<SignInWorld> {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] }
    return new SignInWorld(privateKey, jwks, variables)
  }

  async #answer(url: URL, form: URLSearchParams): Promise<Response> {
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return Response.json({
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          userinfo_endpoint: `${this.issuer}/userinfo`,
          jwks_uri: `${this.issuer}/jwks`,
          code_challenge_methods_supported: ['S256'],
          scopes_supported: ['openid', 'email', 'profile', 'offline_access'],
        })
      case '/jwks':
      case '/cdn-cgi/access/certs':
        return Response.json(this.#jwks)
      case '/token':
        return Response.json({
          access_token: 'provider-access-token',
          token_type: 'Bearer',
          expires_in: 60,
          id_token: await this.sign({
            iss: this.issuer,
            aud: 'limen-dashboard',
            nonce: this.#nonces.get(form.get('code') ?? ''),
            auth_time: Math.floor(Date.now() / 1_000),
            ...this.claims,
            ...this.broken,
          }),
        })
      case '/userinfo':
        return this.userinfo ? Response.json(this.userinfo) : new Response('no', { status: 404 })
      default:
        return new Response('not found', { status: 404 })
    }
  }

  /** A JWT under this world's key; claims may take away or replace what is usual. */
  sign(claims: Claims, key = this.#privateKey): Promise<string> {
    const now = Math.floor(Date.now() / 1_000)
    return new SignJWT({ iat: now, exp: now + 300, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(key)
  }

  /** What Cloudflare Access adds to a request. */
  assertion(claims: Claims = {}, key?: CryptoKey): Promise<string> {
    const usual = {
      iss: this.team,
      aud: [ACCESS_AUDIENCE],
      sub: 'access-ada',
      email: 'ada@engines.example',
      type: 'app',
    }
    return this.sign({ ...usual, ...claims }, key)
  }

  /** One request of a browser; its cookies are kept. */
  async open(url: string, jar: Jar, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
    const request = new Request(new URL(url, OWN), {
      method,
      headers: { cookie: jar.header(), 'cf-connecting-ip': this.#address, ...headers },
      redirect: 'manual',
    })
    const ctx = createExecutionContext()
    const response = await handleAdmin(request, this.env, ctx)
    const copy = new Response(await response.arrayBuffer(), response)
    await waitOnExecutionContext(ctx)
    jar.read(copy)
    return copy
  }

  /** To the provider, and back as the person who is signed in there. Answers the callback's URL, not yet opened. */
  async walkToCallback(jar: Jar, query = ''): Promise<URL> {
    const started = await this.open(`/api/v1/sign-in/start${query}`, jar)
    const location = started.headers.get('location')
    if (!location) throw new Error(`no redirect: ${started.status} ${await started.text()}`)
    const authorize = new URL(location)
    const code = crypto.randomUUID()
    this.#nonces.set(code, authorize.searchParams.get('nonce') ?? '')
    const callback = new URL(authorize.searchParams.get('redirect_uri') ?? '')
    callback.searchParams.set('code', code)
    callback.searchParams.set('state', authorize.searchParams.get('state') ?? '')
    return callback
  }

  /** A whole sign-in. */
  async signIn(jar: Jar, query = ''): Promise<Response> {
    return this.open((await this.walkToCallback(jar, query)).href, jar)
  }
}
