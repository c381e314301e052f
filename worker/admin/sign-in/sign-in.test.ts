// Sign-in with OpenID Connect, from the redirect to the session (product.md §10).
import { generateKeyPair } from 'jose'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { sha256Base64url } from '../../crypto/digest.ts'
import { SESSION_COOKIE, sessionTokenOf } from '../../identity/session-cookie.ts'
import { admin, testEnv } from '../../testing/admin-client.ts'
import { Jar } from '../../testing/oauth-world.ts'
import { forgetPeople, personOf } from '../../testing/people.ts'
import { SignInWorld } from '../../testing/sign-in-world.ts'
import { FAILURES_MAX } from '../failure-limit.ts'
import { SIGN_INS_PER_MINUTE } from './refuse-flood.ts'
import { checkReturnTo } from './urls.ts'

const { DB } = testEnv
const ORIGIN = 'http://127.0.0.1:8787'
let world: SignInWorld
let addresses = 0
/** Each test has an address of its own, so that failures of one do not block another. */
const elsewhere = () => ({ 'cf-connecting-ip': `192.0.2.${(addresses += 1)}` })

const countSessions = () => DB.prepare('SELECT count(*) AS n FROM sessions').first<number>('n')
const tokenRequests = () => world.ledger.filter(({ path }) => path === '/token')
const asHtml = { accept: 'text/html,application/xhtml+xml' }

async function whoIs(jar: Jar) {
  return admin('GET', '/session', { secret: null, env: world.env, headers: { cookie: jar.header() } })
}

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await forgetPeople()
  world = await SignInWorld.create()
  return () => vi.restoreAllMocks()
})

describe('the way to the provider', () => {
  it('carries code flow, PKCE S256, state and nonce, and asks for no consent and no refresh token', async () => {
    const jar = new Jar()
    const response = await world.open('/api/v1/sign-in/start', jar)
    expect(response.status).toBe(302)
    const url = new URL(response.headers.get('location') ?? '')
    expect(url.origin + url.pathname).toBe(`${world.issuer}/authorize`)
    const query = Object.fromEntries(url.searchParams)
    expect(query).toMatchObject({
      response_type: 'code',
      client_id: 'limen-dashboard',
      redirect_uri: `${ORIGIN}/api/v1/sign-in/callback`,
      scope: 'openid email profile',
      code_challenge_method: 'S256',
    })
    for (const name of ['code_challenge', 'state', 'nonce']) expect(query[name]).toMatch(/^[\w-]{43}$/)
    expect(query).not.toHaveProperty('prompt')
  })

  it('binds the browser by a cookie that no script and no other site reads, and that tells nothing', async () => {
    const response = await world.open('/api/v1/sign-in/start', new Jar())
    const [cookie = ''] = response.headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-limen-sign-in-[0-9a-f]{16}=v1\./)
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/', 'Max-Age=600'])
      expect(cookie).toContain(attribute)
    const { searchParams } = new URL(response.headers.get('location') ?? '')
    expect(cookie).not.toContain(searchParams.get('state'))
  })

  it('writes nothing: strangers can begin as many as they like', async () => {
    const rows = () => DB.prepare('SELECT count(*) AS n FROM audit_events').first<number>('n')
    const before = await rows()
    await world.open('/api/v1/sign-in/start', new Jar())
    expect([await rows(), await countSessions()]).toEqual([before, 0])
  })

  it('asks for credentials again where that is wanted', async () => {
    const response = await world.open('/api/v1/sign-in/start?fresh=true', new Jar())
    const query = new URL(response.headers.get('location') ?? '').searchParams
    expect([query.get('prompt'), query.get('max_age')]).toEqual(['login', '0'])
  })

  it('refuses a provider that says it did not', async () => {
    world.claims = { ...world.claims, auth_time: Math.floor(Date.now() / 1_000) - 3_600 }
    const fresh = new Jar()
    const callback = await world.walkToCallback(fresh, '?fresh=true')
    expect((await world.open(callback.href, fresh, elsewhere())).status).toBe(401)
    expect((await world.signIn(new Jar())).status).toBe(302)
    world.claims = { ...world.claims, auth_time: undefined }
    const silent = new Jar()
    const unproven = await world.walkToCallback(silent, '?fresh=true')
    expect((await world.open(unproven.href, silent, elsewhere())).status).toBe(401)
    world.claims = { ...world.claims, auth_time: Math.floor(Date.now() / 1_000) }
    expect((await world.signIn(new Jar(), '?fresh=true')).status).toBe(302)
  })

  it('refuses a provider that calls itself by another name, whose people would be others', async () => {
    const { issuer } = world
    world.fault = (path) =>
      path.startsWith('/.well-known/')
        ? Response.json({
            issuer: 'https://other.test.dev',
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            jwks_uri: `${issuer}/jwks`,
          })
        : undefined
    const response = await world.open('/api/v1/sign-in/start', new Jar())
    expect([response.status, response.headers.get('location')]).toEqual([503, null])
  })

  it('first moves to the canonical name of the host, because cookies stay with the name', async () => {
    const response = await world.open(
      'http://localhost:8787/api/v1/sign-in/start?returnTo=%2Fservers',
      new Jar(),
    )
    expect(response.headers.get('location')).toBe(`${ORIGIN}/api/v1/sign-in/start?returnTo=%2Fservers`)
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('is 503 and names the variable where no provider is configured, and says so beforehand', async () => {
    const answer = await admin('GET', '/sign-in/start', { secret: null })
    expect(answer.status).toBe(503)
    expect(answer.body['detail']).toContain('OIDC_ISSUER')
    expect((await admin('GET', '/sign-in', { secret: null })).body).toEqual({
      oidc: null,
      cloudflareAccess: false,
      bootstrap: true,
    })
    expect((await admin('GET', '/sign-in', { secret: null, env: world.env })).body).toEqual({
      oidc: { issuer: world.issuer, startUrl: `${ORIGIN}/api/v1/sign-in/start` },
      cloudflareAccess: true,
      bootstrap: true,
    })
  })

  it.each([
    ['OIDC_CLIENT_ID', { OIDC_CLIENT_ID: '' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'login.test.dev' }],
    ['OIDC_SCOPES', { OIDC_SCOPES: 'email' }],
    ['CLOUDFLARE_ACCESS_AUDIENCE', { CLOUDFLARE_ACCESS_AUDIENCE: '' }],
    ['DASHBOARD_ORIGIN', { DASHBOARD_ORIGIN: 'https://x.dev/?a' }],
  ])('names a wrong %s, and leaves bearer credentials alone', async (variable, change) => {
    const env = { ...world.env, ...change }
    const answer = await admin('GET', '/sign-in/start', { secret: null, env })
    expect(answer.status).toBe(503)
    expect(answer.body['detail']).toContain(variable)
    expect((await admin('GET', '/gateways', { env })).status).toBe(200)
  })
})

describe('the way back', () => {
  it('ends in a session that stands for the person, stored as a hash', async () => {
    const jar = new Jar()
    const response = await world.signIn(jar, '?returnTo=/servers%3Fq%3D1')
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toBe(`${ORIGIN}/servers?q=1`)
    // The page that follows is told nothing of the code in this URL (P7).
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    const cookie = response.headers.getSetCookie().find((line) => line.startsWith(SESSION_COOKIE)) ?? ''
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/'])
      expect(cookie).toContain(attribute)
    const token = sessionTokenOf(jar.header()) ?? ''
    const row = await DB.prepare('SELECT * FROM sessions').first()
    expect(row?.['token_hash']).toBe(await sha256Base64url(token))
    expect(JSON.stringify(row)).not.toContain(token)
    expect((await whoIs(jar)).body).toMatchObject({
      kind: 'user',
      name: 'ada@engines.example',
      role: null,
      permissions: [],
      user: { issuer: world.issuer, subject: 'usr_ada', emailVerified: true, displayName: 'Ada Lovelace' },
    })
    const [request] = tokenRequests()
    expect(request?.form.get('code_verifier')).toMatch(/^[\w-]{43,}$/)
    expect(request?.headers.get('authorization')).toMatch(/^Basic /)
  })

  it('takes its own cookie away, and leaves an audit row without a secret', async () => {
    const jar = new Jar()
    await world.signIn(jar)
    expect(jar.header()).not.toContain('sign-in')
    const row = await DB.prepare(
      "SELECT * FROM audit_events WHERE action = 'session.created' ORDER BY at DESC",
    ).first()
    expect(row).toMatchObject({ actor_kind: 'user', actor_name: 'ada@engines.example' })
    expect(JSON.stringify(row)).not.toContain(sessionTokenOf(jar.header()))
  })

  it('is open to the browser that began it, and to no other', async () => {
    const [jar, thief] = [new Jar(), new Jar()]
    const callback = await world.walkToCallback(jar)
    const stolen = await world.open(callback.href, thief, elsewhere())
    expect(stolen.status).toBe(401)
    // A browser with a sign-in of its own under way is another one all the same.
    await world.walkToCallback(thief)
    expect((await world.open(callback.href, thief, elsewhere())).status).toBe(401)
    expect([tokenRequests().length, await countSessions()]).toEqual([0, 0])
    expect((await world.open(callback.href, jar)).status).toBe(302)
  })

  it('is over after ten minutes', async () => {
    const jar = new Jar()
    const callback = await world.walkToCallback(jar)
    vi.setSystemTime(Date.now() + 601_000)
    const late = await world.open(callback.href, jar, elsewhere())
    vi.useRealTimers()
    expect(late.status).toBe(401)
    expect(tokenRequests()).toEqual([])
  })

  it.each([
    ['HEAD', {}],
    ['GET', { 'sec-fetch-dest': 'image' }],
    ['GET', { 'sec-fetch-dest': 'iframe' }],
    ['GET', { 'sec-fetch-dest': 'empty' }],
  ])('does nothing when it is only looked at: %s %o', async (method, headers) => {
    const jar = new Jar()
    const callback = await world.walkToCallback(jar)
    const looked = await world.open(callback.href, jar, headers, method)
    expect([looked.status, await looked.text(), looked.headers.getSetCookie()]).toEqual([200, '', []])
    expect(tokenRequests()).toEqual([])
    expect((await world.open(callback.href, jar, { 'sec-fetch-dest': 'document' })).status).toBe(302)
  })

  it.each([
    ['a foreign nonce', { nonce: 'other' }],
    ['another issuer', { iss: 'https://evil.dev' }],
    ['another audience', { aud: 'other' }],
    ['an end in the past', { exp: 1 }],
    ['no subject', { sub: undefined }],
  ])('refuses an ID token with %s', async (_name, broken) => {
    world.broken = broken
    const jar = new Jar()
    const callback = await world.walkToCallback(jar)
    const refused = await world.open(callback.href, jar, elsewhere())
    expect(refused.status).toBe(401)
    expect(tokenRequests()).toHaveLength(1)
    expect(await countSessions()).toBe(0)
  })

  it('refuses an ID token under a foreign key', async () => {
    const { privateKey } = await generateKeyPair('RS256')
    const jar = new Jar()
    const callback = await world.walkToCallback(jar)
    const forged = await world.sign({ iss: world.issuer, aud: 'limen-dashboard', sub: 'usr_ada' }, privateKey)
    world.fault = (path) =>
      path === '/token'
        ? Response.json({ access_token: 'a', token_type: 'Bearer', id_token: forged })
        : undefined
    const address = { 'cf-connecting-ip': '198.51.100.30' }
    expect((await world.open(callback.href, jar, address)).status).toBe(401)
    expect(await countSessions()).toBe(0)
    const { results } = await DB.prepare(
      "SELECT resource_id FROM audit_events WHERE action = 'sign_in.refused' AND after LIKE '%198.51.100.30%'",
    ).all()
    expect(results).toEqual([{ resource_id: 'oidc' }])
  })

  it('refuses a callback that names another issuer (RFC 9207), before the code goes anywhere', async () => {
    const jar = new Jar()
    const callback = await world.walkToCallback(jar)
    callback.searchParams.set('iss', 'https://evil.dev')
    expect((await world.open(callback.href, jar, elsewhere())).status).toBe(401)
    expect(tokenRequests()).toEqual([])
  })

  it('asks userinfo for an e-mail that the ID token has not', async () => {
    world.claims = { sub: 'usr_ada' }
    world.userinfo = { sub: 'usr_ada', email: 'Ada@Engines.example', email_verified: true }
    const jar = new Jar()
    await world.signIn(jar)
    expect((await whoIs(jar)).body['user']).toMatchObject({
      email: 'ada@engines.example',
      emailVerified: true,
    })
    world.userinfo = { sub: 'usr_other', email: 'x@y.z', email_verified: true }
    const other = new Jar()
    const callback = await world.walkToCallback(other)
    expect((await world.open(callback.href, other, elsewhere())).status).toBe(401)
  })

  it('takes an e-mail for verified only where the issuer says so, or the deployment does', async () => {
    world.claims = { sub: 'usr_ada', email: 'ada@engines.example' }
    const jar = new Jar()
    await world.signIn(jar)
    expect((await whoIs(jar)).body['user']).toMatchObject({ emailVerified: false })
    const trusting = await SignInWorld.create({ OIDC_TRUST_EMAIL: 'true' })
    trusting.claims = world.claims
    world = trusting
    const other = new Jar()
    await world.signIn(other)
    expect((await whoIs(other)).body['user']).toMatchObject({ emailVerified: true })
  })

  it('says 503 while the provider is away, and counts no failure', async () => {
    const jar = new Jar()
    const callback = await world.walkToCallback(jar)
    world.fault = () => new Response('down', { status: 502 })
    const address = elsewhere()
    for (let attempt = 0; attempt <= FAILURES_MAX; attempt += 1)
      expect((await world.open(callback.href, jar, address)).status).toBe(503)
    world.fault = null
    expect((await world.open(callback.href, jar, address)).status).toBe(302)
  })

  it('tells a person what went wrong on a page without script, and programs in JSON', async () => {
    const page = await world.open(`/api/v1/sign-in/callback?state=x&code=y`, new Jar(), {
      ...asHtml,
      ...elsewhere(),
    })
    expect(page.status).toBe(401)
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await page.text()).toContain('/api/v1/sign-in/start')
    const json = await world.open(`/api/v1/sign-in/callback?state=x&code=y`, new Jar(), elsewhere())
    expect(json.headers.get('content-type')).toBe('application/problem+json')
  })

  it('ends the session that the browser had before', async () => {
    const jar = new Jar()
    await world.signIn(jar)
    const before = jar.header()
    await world.signIn(jar)
    expect(jar.header()).not.toBe(before)
    const old = await admin('GET', '/session', { secret: null, env: world.env, headers: { cookie: before } })
    expect(old.status).toBe(401)
    expect((await whoIs(jar)).status).toBe(200)
  })

  it('leaves a person twenty sessions at most, the last used ones', async () => {
    const first = new Jar()
    await world.signIn(first)
    for (let more = 0; more < 20; more += 1) await world.signIn(new Jar())
    expect(await countSessions()).toBe(20)
    expect((await whoIs(first)).status).toBe(401)
  })

  it('renews what the issuer says of a member, and no e-mail that it does not vouch for', async () => {
    const member = await personOf('viewer')
    await DB.prepare('UPDATE members SET issuer = ?, subject = ? WHERE id = ?')
      .bind(world.issuer, 'usr_ada', member.memberId)
      .run()
    const namesake = await personOf('viewer')
    await DB.prepare("UPDATE members SET subject = 'usr_ada' WHERE id = ?").bind(namesake.memberId).run()
    await world.signIn(new Jar())
    const other = await DB.prepare('SELECT * FROM members WHERE id = ?').bind(namesake.memberId).first()
    expect(other, 'the same subject of another issuer').toMatchObject({
      email: namesake.email,
      last_sign_in_at: null,
    })
    const read = () => DB.prepare('SELECT * FROM members WHERE id = ?').bind(member.memberId).first()
    expect(await read()).toMatchObject({ email: 'ada@engines.example', display_name: 'Ada Lovelace' })
    expect((await read())?.['last_sign_in_at']).not.toBeNull()
    world.claims = { sub: 'usr_ada', email: 'boss@engines.example', email_verified: false }
    await world.signIn(new Jar())
    expect(await read()).toMatchObject({ email: 'ada@engines.example' })
  })
})

describe('failed sign-ins', () => {
  it('close the door to an address after ten, and each leaves an audit row that names the way', async () => {
    const address = { 'cf-connecting-ip': '198.51.100.20' }
    for (let failure = 0; failure < FAILURES_MAX; failure += 1)
      await world.open('/api/v1/sign-in/callback?state=x&code=y', new Jar(), address)
    const jar = new Jar()
    const callback = await world.walkToCallback(jar)
    const blocked = await world.open(callback.href, jar, address)
    expect(blocked.status).toBe(429)
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await world.open(callback.href, jar, elsewhere())).status).toBe(302)
    const { results } = await DB.prepare(
      "SELECT resource_id FROM audit_events WHERE action = 'sign_in.refused' AND after LIKE '%198.51.100.20%'",
    ).all()
    expect(results).toHaveLength(FAILURES_MAX)
    expect(results[0]).toEqual({ resource_id: 'oidc' })
  })

  it('count for the network of an IPv6 address', async () => {
    for (let failure = 0; failure < FAILURES_MAX; failure += 1) {
      const address = { 'cf-connecting-ip': `2001:db8:0:1::${failure + 1}` }
      await world.open('/api/v1/sign-in/callback?state=x&code=y', new Jar(), address)
    }
    const openFrom = async (address: string) =>
      (await world.open('/api/v1/sign-in/start', new Jar(), { 'cf-connecting-ip': address })).status
    expect(await openFrom('2001:db8:0:1:ffff::')).toBe(429)
    expect(await openFrom('2001:db8:0:2::1')).toBe(302)
  })

  it('cannot be made by the pages that a person visits', async () => {
    const address = elsewhere()
    const image = { ...address, 'sec-fetch-dest': 'image' }
    for (let attempt = 0; attempt <= SIGN_INS_PER_MINUTE; attempt += 1) {
      await world.open('/api/v1/sign-in/callback?state=x&code=y', new Jar(), image)
      await world.open('/api/v1/sign-in/start', new Jar(), image)
    }
    const jar = new Jar()
    const callback = await world.walkToCallback(jar)
    expect((await world.open(callback.href, jar, address)).status).toBe(302)
    expect((await world.open('/api/v1/sign-in/start', new Jar(), address)).status).toBe(302)
  })

  it('are none where a person presses Cancel at the provider', async () => {
    const address = { 'cf-connecting-ip': '198.51.100.21' }
    for (let attempt = 0; attempt <= FAILURES_MAX; attempt += 1) {
      const jar = new Jar()
      const callback = await world.walkToCallback(jar)
      callback.searchParams.delete('code')
      callback.searchParams.set('error', 'access_denied')
      expect((await world.open(callback.href, jar, address)).status).toBe(401)
    }
    const jar = new Jar()
    expect((await world.open((await world.walkToCallback(jar)).href, jar, address)).status).toBe(302)
  })
})

describe('where a sign-in leads afterwards (S1)', () => {
  it.each([
    ['/servers?x=1#y', '/servers?x=1#y'],
    [undefined, '/'],
    ['https://evil.dev/', '/'],
    ['//evil.dev', '/'],
    ['/\\evil.dev', '/'],
    ['/\t/evil.dev', '/'],
    ['/..//evil.dev', '/'],
    ['/./\\evil.dev', '/'],
    ['javascript:alert(1)', '/'],
    ['servers', '/'],
    ['', '/'],
  ])('%s → %s', (given, expected) => {
    expect(checkReturnTo(given, ORIGIN)).toBe(expected)
  })
})

describe('a flood of sign-ins from one address', () => {
  const flood = async (url: string, address: Record<string, string>) => {
    const statuses: number[] = []
    for (let attempt = 0; attempt <= SIGN_INS_PER_MINUTE; attempt += 1)
      statuses.push((await world.open(url, new Jar(), address)).status)
    return [new Set(statuses.slice(0, -1)), statuses.at(-1)]
  }

  it('is refused before anything is made, while another address and who has begun go on', async () => {
    const address = elsewhere()
    const jar = new Jar()
    const callback = await world.walkToCallback(jar)
    expect(await flood('/api/v1/sign-in/start', address)).toEqual([new Set([302]), 429])
    const refused = await world.open('/api/v1/sign-in/start', new Jar(), address)
    expect([refused.headers.get('retry-after'), refused.headers.getSetCookie()]).toEqual(['60', []])
    expect((await world.open('/api/v1/sign-in/start', new Jar(), elsewhere())).status).toBe(302)
    expect((await world.open(callback.href, jar, address)).status).toBe(302)
  })

  it('counts sign-ins to connections with those to the dashboard', async () => {
    const address = elsewhere()
    const path = '/api/v1/session/connections/sign-in?server=nobody'
    expect(await flood(path, address)).toEqual([new Set([404]), 429])
    expect((await world.open('/api/v1/sign-in/start', new Jar(), address)).status).toBe(429)
  })

  it('is refused on the way back too, also where nothing fails', async () => {
    const address = elsewhere()
    const path =
      '/api/v1/session/connections/finish?gatewayId=gw_nobody&start=aaaaaaaaaaaaaaaa&code=c&returnTo=/connections'
    expect(await flood(path, address)).toEqual([new Set([404]), 429])
    const jar = new Jar()
    const callback = await world.walkToCallback(jar)
    expect((await world.open(callback.href, jar, address)).status).toBe(429)
    expect(tokenRequests(), 'the provider was not asked').toEqual([])
    expect((await world.open(callback.href, jar, elsewhere())).status).toBe(302)
  })

  it('shows a person a page', async () => {
    const address = { ...elsewhere(), ...asHtml }
    await flood('/api/v1/sign-in/start', address)
    const page = await world.open('/api/v1/sign-in/start', new Jar(), address)
    expect([page.status, await page.text()]).toEqual([429, expect.stringContaining('Wait a minute.')])
    expect(page.headers.get('retry-after')).toBe('60')
  })
})
