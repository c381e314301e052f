import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CookieJar } from '../../examples/demo/cookie-jar.ts'
import { startExample, type Example } from './example-process.ts'
import { CLIENT, REDIRECT_URI, ada, discover, grace, loopback, refresh, signIn } from './sign-in.ts'

const state = mkdtempSync(path.join(tmpdir(), 'limen-example-as-'))
const env = { ...CLIENT, LEDGER: '1', STATE_FILE: path.join(state, 'as.sqlite'), ACCESS_TOKEN_TTL: '900' }
let server: Example

beforeAll(async () => {
  server = await startExample('authorization-server', env)
})

afterAll(async () => {
  await server.stop()
  rmSync(state, { recursive: true })
})

describe('the example authorization server', () => {
  it('signs a person in and says who they are, with an e-mail it vouches for and an organization', async () => {
    const { claims, scope, expires_in } = await signIn({
      issuer: server.url,
      scope: 'tickets.read',
      person: ada,
    })
    expect(claims).toMatchObject({
      sub: 'usr_7c1f0a',
      email: 'ada@engines.example',
      email_verified: true,
      name: 'Ada Lovelace',
      org_id: 'org_engines',
    })
    expect(scope?.split(' ')).toContain('tickets.read')
    expect(expires_in).toBe(900)
  })

  it('announces registration, introspection, revocation, S256 and iss', async () => {
    const metadata = await discover(server.url)
    expect(metadata.registration_endpoint).toBeTruthy()
    expect(metadata.introspection_endpoint).toBeTruthy()
    expect(metadata.revocation_endpoint).toBeTruthy()
    expect(metadata.code_challenge_methods_supported).toEqual(['S256'])
    expect(metadata.authorization_response_iss_parameter_supported).toBe(true)
  })

  it('rotates refresh tokens, and a second use ends the whole grant', async () => {
    const first = await signIn({ issuer: server.url, scope: 'tickets.read' })
    const second = await refresh(server.url, first.refresh_token ?? '')
    expect(second.refresh_token).not.toBe(first.refresh_token)
    await expect(refresh(server.url, first.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    })
    await expect(refresh(server.url, second.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  it('drops scopes the API does not have, and refuses a foreign resource', async () => {
    const { scope } = await signIn({ issuer: server.url, scope: 'tickets.read tickets.burn' })
    expect(scope?.split(' ')).not.toContain('tickets.burn')
    const elsewhere = { resource: 'https://elsewhere.example' }
    await expect(signIn({ issuer: server.url, scope: 'tickets.read', more: elsewhere })).rejects.toSatisfy(
      (error) => matches(error, { error: 'invalid_target' }),
    )
  })

  it('answers one of many simultaneous refreshes, and the grant is lost with the others', async () => {
    const { refresh_token: token = '' } = await signIn({ issuer: server.url, scope: 'tickets.read' })
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => refresh(server.url, token)))
    const winners = answers.filter((answer) => answer.status === 'fulfilled')
    expect(winners).toHaveLength(1)
    await expect(refresh(server.url, winners[0]?.value.refresh_token ?? '')).rejects.toMatchObject({
      error: 'invalid_grant',
    })
  })

  it('does not sign in with a wrong password', async () => {
    const attempt = signIn({
      issuer: server.url,
      scope: 'tickets.read',
      person: { login: 'ada', password: 'grace-password' },
    })
    await expect(attempt).rejects.toThrow(/answered 401: .*password is wrong/i)
  })

  it('shows the login hint on a page without script that nobody can frame', async () => {
    const metadata = await discover(server.url)
    const url = new URL(metadata.authorization_endpoint ?? '')
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: CLIENT.CLIENT_ID,
      redirect_uri: REDIRECT_URI,
      scope: 'openid',
      login_hint: '<b>grace@compilers.example',
      code_challenge: await oauth.calculatePKCECodeChallenge(oauth.generateRandomCodeVerifier()),
      code_challenge_method: 'S256',
    }).toString()
    const toPage = await fetch(url, { redirect: 'manual' })
    const cookie = toPage.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const page = await fetch(new URL(toPage.headers.get('location') ?? '', url), { headers: { cookie } })
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    const html = await page.text()
    expect(html).toContain('&#60;b&#62;grace@compilers.example')
    expect(html).not.toMatch(/<b>|<script/)
  })

  it('asks again with prompt=login in a browser that is signed in, and takes another person there', async () => {
    const jar = new CookieJar()
    const pages: string[] = []
    const browser = {
      issuer: server.url,
      scope: 'tickets.read',
      jar,
      onStep: (page: string) => void pages.push(page),
    }
    expect((await signIn({ ...browser, person: ada })).claims?.sub).toBe('usr_7c1f0a')
    expect(pages).toHaveLength(1)
    await signIn({ ...browser, person: grace })
    expect(pages).toHaveLength(1)
    const again = await signIn({ ...browser, person: grace, more: { prompt: 'login consent' } })
    expect(pages).toHaveLength(2)
    expect(again.claims?.sub).toBe('usr_2e9b4d')
  })

  it('asks for consent where the client registered itself; Deny and Cancel reach the client', async () => {
    const metadata = await discover(server.url)
    const registered = await oauth.processDynamicClientRegistrationResponse(
      await oauth.dynamicClientRegistrationRequest(
        metadata,
        {
          client_name: 'Newcomer',
          redirect_uris: [REDIRECT_URI],
          token_endpoint_auth_method: 'none',
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
        },
        loopback,
      ),
    )
    const pages: string[] = []
    const newcomer = {
      issuer: server.url,
      scope: 'tickets.read',
      client: registered,
      clientAuth: oauth.None(),
      jar: new CookieJar(),
      onStep: (page: string) => void pages.push(page),
    }
    expect((await signIn(newcomer)).refresh_token).toBeTruthy()
    expect(pages).toHaveLength(2)
    const denied = { error: 'access_denied', iss: server.url }
    const atConsent = signIn({ ...newcomer, consent: 'deny' })
    await expect(atConsent).rejects.toSatisfy((error) => matches(error, denied))
    expect(pages).toHaveLength(3)
    const atLogin = signIn({ ...newcomer, consent: 'deny', jar: new CookieJar() })
    await expect(atLogin).rejects.toSatisfy((error) => matches(error, denied))
  })

  it('keeps a ledger of token requests, and ends a person’s grants as the person would', async () => {
    const ledger = async () => (await fetch(`${server.url}/ledger`)).json() as Promise<Ledger>
    const { refresh_token: token = '' } = await signIn({
      issuer: server.url,
      scope: 'tickets.read',
      person: grace,
    })
    const before = await ledger()
    const revoked = await fetch(`${server.url}/ledger/revoke?login=grace`, { method: 'POST' })
    expect(await revoked.json()).toMatchObject({ grantsRevoked: expect.toSatisfy((count) => count >= 1) })
    await expect(refresh(server.url, token)).rejects.toMatchObject({ error: 'invalid_grant' })
    const after = await ledger()
    expect(after.tokenRequests.refresh_token?.invalid_grant).toBe(
      (before.tokenRequests.refresh_token?.invalid_grant ?? 0) + 1,
    )
    expect(after.requests.findLast(({ outcome }) => outcome === 'ok')).toMatchObject({
      grantType: 'authorization_code',
      login: 'grace',
    })
  })

  it('ends cleanly on SIGTERM, and a restart keeps its keys and everybody’s grants', async () => {
    const { refresh_token: token = '' } = await signIn({ issuer: server.url, scope: 'tickets.read' })
    const keys = async () => (await fetch(`${server.url}/jwks`)).json()
    const before = await keys()
    expect(server.lines).toHaveLength(1)
    expect(await server.stop()).toEqual({ code: 0, signal: null })
    server = await startExample('authorization-server', { ...env, PORT: new URL(server.url).port })
    expect(await keys()).toEqual(before)
    expect((await refresh(server.url, token)).access_token).toBeTruthy()
  })
})

function matches(error: unknown, expected: Record<string, string>): boolean {
  if (!(error instanceof oauth.AuthorizationResponseError)) return false
  return Object.entries(expected).every(([name, value]) => error.cause.get(name) === value)
}

interface Ledger {
  tokenRequests: Record<string, Record<string, number>>
  requests: { grantType: string; outcome: string; login?: string }[]
}
