import { describe, expect, it, vi } from 'vitest'
import { insertBlockedUser } from '../gateway/authorization/blocked-users.ts'
import { parseState } from '../gateway/authorization/state.ts'
import { ClientUnavailableError } from '../gateway/authorization/clients/client-unavailable.ts'
import { DynamicClients } from '../gateway/authorization/clients/dynamic-clients.ts'
import { Library } from '../gateway/authorization/library.ts'
import { RateLimit } from '../http/rate-limit.ts'
import { checkRedirectUri } from '../gateway/authorization/redirect-uri.ts'
import { Outbox } from '../gateway/outbox/outbox.ts'
import { readSnapshot } from '../edge/read-snapshot.ts'
import { isAttached } from '../edge/snapshot.ts'
import { OutboundError } from '../net/outbound-error.ts'
import { CLIENT_REDIRECT, env, handleOf, Jar, leadsTo, OAuthWorld, ORIGIN } from '../testing/oauth-world.ts'
import { handleSignIn } from './handle-oauth.ts'

const range = (count: number) => Array.from({ length: count }, (_, index) => index)
const CURSOR = 'cursor://anysphere.cursor-mcp/oauth/callback'

async function registered(world: OAuthWorld, redirectUris: string[]): Promise<string> {
  const response = await world.register('a', { redirect_uris: redirectUris })
  expect(response.status).toBe(201)
  return (await response.json<{ client_id: string }>()).client_id
}

describe('redirect URIs (O6)', () => {
  const uris = [
    'https://c.test.dev/cb',
    'http://127.0.0.1:3000/cb',
    'http://localhost/cb?x=1',
    'http://[::1]:1/cb',
    CURSOR,
  ]
  it.each([
    ['https://c.test.dev/cb', true],
    ['https://c.test.dev/cb/', false],
    ['https://c.test.dev/cb?x=1', false],
    ['https://C.test.dev/cb', false],
    ['https://c.test.dev:8443/cb', false],
    ['https://c.test.dev/x/../cb', false],
    ['https://c.test.dev/x/..;/cb', false],
    ['https://c.test.dev\\@evil.dev/cb', false],
    ['https://user@c.test.dev/cb', false],
    ['https://c.test.dev.evil.dev/cb', false],
    ['http://c.test.dev/cb', false],
    ['http://127.0.0.1:54321/cb', true],
    ['http://127.0.0.1/cb', true],
    ['http://localhost:3000/cb', false],
    ['http://localhost:9/cb?x=1', true],
    ['http://127.0.0.2:3000/cb', false],
    ['http://127.0.0.1:99999/cb', false],
    ['http://127.0.0.1:3000@evil.dev/cb', false],
    ['http://127.0.0.1:3000/cb#f', false],
    ['http://127.1:3000/cb', false],
    ['http://[::1]:77/cb', true],
    ['https://127.0.0.1:3000/cb', false],
    [CURSOR, true],
    [`${CURSOR}/`, false],
    ['other://anysphere.cursor-mcp/oauth/callback', false],
    ['javascript:alert(1)', false],
    ['', false],
  ])('%s → %s', (uri, accepted) => {
    expect(checkRedirectUri(uri, uris, [CURSOR]) !== undefined).toBe(accepted)
  })

  it('a registered URI that this Gateway never sends a code to stays unusable', () => {
    for (const uri of [
      'http://remote.test.dev/cb',
      'myapp://cb',
      'javascript:alert(1)',
      'data:text/html,x',
    ]) {
      expect(checkRedirectUri(uri, [uri], ['javascript:alert(1)', 'data:text/html,x'])).toBeUndefined()
    }
  })
})

describe('nothing unverified is redirected (S1, O6, O7)', () => {
  it('every request without a verified client and redirect URI ends on a page without a Location', async () => {
    const world = await OAuthWorld.create()
    const good = (await world.query('a')).toString()
    const changed = async (changes: Record<string, string | undefined>) =>
      (await world.query('a', changes)).toString()
    const bad: string[] = [
      '',
      '%E0%A4%A&client_id=%ZZ',
      await changed({ client_id: undefined }),
      await changed({ client_id: 'nobody' }),
      await changed({ client_id: 'x'.repeat(10_000) }),
      await changed({ redirect_uri: undefined }),
      await changed({ redirect_uri: 'https://evil.dev/' }),
      await changed({ redirect_uri: '//evil.dev' }),
      await changed({ redirect_uri: `${CLIENT_REDIRECT}?next=https://evil.dev` }),
      await changed({ redirect_uri: 'https://evil.dev/', response_type: 'token' }),
      `${good}&client_id=other`,
      `${good}&redirect_uri=https%3A%2F%2Fevil.dev`,
      `${good}&state=other`,
      `${good}&code_challenge=other`,
      `${good}&scope=x&scope=y`,
    ]
    for (const query of bad) {
      const response = await world.open('a', query)
      expect([query.slice(0, 60), response.status]).toEqual([query.slice(0, 60), 400])
      expect(response.headers.get('location')).toBeNull()
      const page = await response.text()
      expect(page).toContain(response.headers.get('x-request-id') ?? 'req_')
      expect(page).not.toContain('http-equiv="refresh"')
    }
  })

  it('afterwards errors go to the client, with iss, and a missing state stays missing (O9, O12)', async () => {
    const world = await OAuthWorld.create()
    for (const [changes, error] of [
      [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ response_type: undefined }, 'invalid_request'],
      [{ resource: 'https://other.test.dev/mcp' }, 'invalid_target'],
      [{ scope: 'unknown.scope' }, 'invalid_scope'],
      [{ code_challenge_method: 'plain', state: undefined }, 'invalid_request'],
    ] as const) {
      const response = await world.open('a', await world.query('a', changes))
      const location = new URL(response.headers.get('location') ?? '')
      expect(location.origin + location.pathname).toBe(CLIENT_REDIRECT)
      expect(Object.fromEntries(location.searchParams)).toMatchObject({
        error,
        iss: world.surface('a').issuer,
      })
      expect(location.searchParams.get('state')).toBe('state' in changes ? null : 'client-state')
    }
  })

  it('unknown parameters are ignored, twice as well (O12)', async () => {
    const world = await OAuthWorld.create()
    const response = await world.open(
      'a',
      `${(await world.query('a')).toString()}&foo=1&foo=2&prompt=consent`,
    )
    expect(response.status).toBe(200)
  })
})

describe('consent is bound to browser, client and redirect (S4, O14)', () => {
  const opened = async (world: OAuthWorld, changes = {}) => {
    const jar = new Jar()
    const page = await world.open('a', await world.query('a', changes), jar)
    return { jar, handle: handleOf(await page.text()), page }
  }

  it('approved in one browser, the callback in another is 403 and yields no code', async () => {
    const world = await OAuthWorld.create()
    const { jar, handle } = await opened(world)
    const downstream = leadsTo(await (await world.decide('a', handle, jar)).text())
    const stolen = await world.callback(downstream, new Jar())
    expect([stolen.status, stolen.headers.get('location')]).toEqual([403, null])
    expect(world.ledger).toEqual([])
    expect((await world.callback(downstream, jar)).status).toBe(302)
  })

  it('a post from another browser or another site is 403 and decides nothing', async () => {
    const world = await OAuthWorld.create()
    const { jar, handle } = await opened(world)
    const before = await world.stateSnapshot()
    const scopes = world.snapshot('a').scopes
    expect((await world.decide('a', handle, new Jar())).status).toBe(403)
    expect(
      (await world.decide('a', handle, jar, 'allow', scopes, { origin: 'https://evil.dev' })).status,
    ).toBe(403)
    expect(
      (await world.decide('a', handle, jar, 'allow', scopes, { 'sec-fetch-site': 'cross-site' })).status,
    ).toBe(403)
    expect(await world.stateSnapshot()).toBe(before)
    expect((await world.decide('a', handle, jar)).status).toBe(200)
  })

  it('a handle of one attachment opens nothing at another, nor at the other form', async () => {
    const world = await OAuthWorld.create()
    const { jar, handle } = await opened(world)
    for (const which of ['b', 'host'] as const) {
      const response = await world.decide(which, handle, jar)
      expect([response.status, leadsTo(await response.text())]).toEqual([400, ''])
    }
  })

  it('a state moved to another issuer opens nothing', async () => {
    const world = await OAuthWorld.create()
    const { jar, handle } = await opened(world)
    const downstream = new URL(leadsTo(await (await world.decide('a', handle, jar)).text()))
    const state = parseState(downstream.searchParams.get('state'))
    downstream.searchParams.set('state', `${world.snapshot('b').attachment.id}:p.${state?.handle}`)
    const response = await world.callback(downstream.href, jar)
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
  })

  it('a double click and a reload get the same answer; another decision is told that it came too late', async () => {
    const world = await OAuthWorld.create()
    const { jar, handle } = await opened(world)
    const responses = await Promise.all([world.decide('a', handle, jar), world.decide('a', handle, jar)])
    const [first, second] = await Promise.all(
      responses.map(async (response) => leadsTo(await response.text())),
    )
    expect(first).toContain('https://as.test.dev/authorize')
    expect(second).toBe(first)
    expect(leadsTo(await (await world.decide('a', handle, jar)).text())).toBe(first)
    expect((await world.decide('a', handle, jar, 'deny')).status).toBe(400)
    expect((await world.callback(first ?? '', jar)).status).toBe(302)
    expect((await world.callback(first ?? '', jar)).status).toBe(403)
  })

  it('an answered handle of one attachment tells nothing at another, nor at the other form (S8)', async () => {
    const world = await OAuthWorld.create()
    const { jar, handle } = await opened(world)
    expect((await world.decide('a', handle, jar)).status).toBe(200)
    for (const which of ['b', 'host'] as const) {
      const response = await world.decide(which, handle, jar, 'allow', world.snapshot('a').scopes)
      expect([response.status, leadsTo(await response.text())]).toEqual([400, ''])
    }
  })

  it('Allow at a Gateway that needs review tells the client to come later, also on a double click (O9)', async () => {
    const world = await OAuthWorld.create()
    const { jar, handle } = await opened(world)
    await env.DB.prepare("UPDATE gateways SET state = 'needs_review', version = version + 1 WHERE id = ?")
      .bind(world.gatewayId)
      .run()
    await world.object().configurationChanged()
    for (const _ of range(2)) {
      const response = await world.decide('a', handle, jar)
      expect(response.status).toBe(200)
      const location = new URL(leadsTo(await response.text()))
      expect(location.origin + location.pathname).toBe(CLIENT_REDIRECT)
      expect(Object.fromEntries(location.searchParams)).toMatchObject({
        error: 'temporarily_unavailable',
        state: 'client-state',
        iss: world.surface('a').issuer,
      })
    }
  })

  it('a scope that the attachment lost while the page was open is not approved', async () => {
    const world = await OAuthWorld.create()
    const { jar, handle } = await opened(world)
    await env.DB.prepare('UPDATE attachments SET scopes = ?, version = version + 1 WHERE id = ?')
      .bind(JSON.stringify(['tickets.read']), world.snapshot('a').attachment.id)
      .run()
    await world.object().configurationChanged()
    const response = await world.decide('a', handle, jar, 'allow', ['tickets.read', 'accounts.read'])
    const scope = new URL(leadsTo(await response.text())).searchParams.get('scope')
    expect(scope?.split(' ')).toContain('tickets.read')
    expect(scope).not.toContain('accounts.read')
  })

  it('Deny, and Allow with nothing ticked, tell the client access_denied', async () => {
    const world = await OAuthWorld.create()
    for (const [decision, scopes] of [
      ['deny', ['tickets.read']],
      ['allow', []],
      ['allow', ['admin.read']],
    ] as const) {
      const { jar, handle } = await opened(world)
      const response = await world.decide('a', handle, jar, decision, scopes)
      const location = new URL(leadsTo(await response.text()))
      expect(Object.fromEntries(location.searchParams)).toMatchObject({
        error: 'access_denied',
        state: 'client-state',
        iss: world.surface('a').issuer,
      })
    }
    expect(world.ledger).toEqual([])
  })

  it('a server without scopes is allowed by its button alone, which is no "nothing ticked"', async () => {
    const world = await OAuthWorld.create()
    await env.DB.prepare("UPDATE attachments SET scopes = '[]', version = version + 1 WHERE id = ?")
      .bind(world.snapshot('a').attachment.id)
      .run()
    await world.object().configurationChanged()
    for (const [scopes, origin] of [
      [[''], 'https://as.test.dev'],
      [[], new URL(CLIENT_REDIRECT).origin],
    ] as const) {
      const { jar, handle } = await opened(world)
      const posted = await world.decide('a', handle, jar, 'allow', scopes)
      expect(new URL(leadsTo(await posted.text())).origin).toBe(origin)
    }
  })

  it('approved scopes are those ticked, requested and in the subset', async () => {
    const world = await OAuthWorld.create()
    const { jar, handle } = await opened(world, { scope: 'tickets.read' })
    await world.decide('a', handle, jar, 'allow', ['tickets.read', 'accounts.read', 'admin.read'])
    const location = leadsTo(
      await (
        await world.decide('a', handle, jar, 'allow', ['tickets.read', 'accounts.read', 'admin.read'])
      ).text(),
    )
    expect(new URL(location).searchParams.get('scope')?.split(' ')).toContain('tickets.read')
    expect(new URL(location).searchParams.get('scope')).not.toMatch(/accounts|admin/)
  })

  it('shows who asks, where it goes and what for, in a page that cannot be framed', async () => {
    const world = await OAuthWorld.create()
    const clientId = await registered(world, ['http://127.0.0.1:1/cb'])
    const jar = new Jar()
    const query = await world.query('a', { client_id: clientId, redirect_uri: 'http://127.0.0.1:5/cb' })
    const page = await world.open('a', query, jar)
    const text = await page.text()
    for (const shown of [
      'Dynamic',
      'Registered itself',
      '127.0.0.1:5',
      'tickets.read',
      'accounts.read',
      'warning',
    ]) {
      expect(text).toContain(shown)
    }
    expect(text).not.toContain('offline_access')
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(page.headers.get('set-cookie')).toMatch(/^__Host-.*Path=\/; Secure; HttpOnly; SameSite=Lax/)
  })

  it('offline_access is no checkbox and no scope of a document, also where an admin entered it (O2)', async () => {
    const world = await OAuthWorld.create({ scopes: ['tickets.read', 'offline_access'] })
    const { attachment, server } = world.snapshot('a')
    for (const scopes of [null, '["tickets.read","offline_access"]']) {
      await env.DB.prepare('UPDATE attachments SET scopes = ?, version = version + 1 WHERE id = ?')
        .bind(scopes, attachment.id)
        .run()
      await world.object().configurationChanged()
      const page = await (await world.open('a', await world.query('a', { scope: undefined }))).text()
      expect(page).toContain('value="tickets.read"')
      expect(page).not.toContain('offline_access')
      expect((await readSnapshot(env.DB, { slug: server.slug }))?.scopes).toEqual(['tickets.read'])
    }
  })

  it('HEAD, embedding, other methods, huge and empty forms open nothing and are never a 500', async () => {
    const world = await OAuthWorld.create()
    const url = `${world.surface('a').authorizationEndpoint}?${(await world.query('a')).toString()}`
    const before = await world.stateSnapshot()
    for (const [init, status] of [
      [{ method: 'HEAD' }, 200],
      [{ method: 'GET', headers: { 'sec-fetch-dest': 'image' } }, 200],
      [{ method: 'GET', headers: { 'sec-fetch-dest': 'iframe' } }, 200],
      [{ method: 'PUT' }, 405],
      [{ method: 'POST' }, 400],
      [{ method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }, 400],
      [{ method: 'POST', body: 'x'.repeat(70_000) }, 400],
    ] as const) {
      const response = await world.send('a', 'authorize', new Request(url, init))
      expect([init.method, response.status, response.headers.get('location')]).toEqual([
        init.method,
        status,
        null,
      ])
    }
    expect(await world.stateSnapshot()).toBe(before)
  })

  it('on a custom host authorize leads to the main host with its query', async () => {
    const world = await OAuthWorld.create()
    const surface = world.surface('host')
    const response = await world.send(
      'host',
      'authorize-elsewhere',
      new Request(`${surface.issuer}/authorize?a=1`),
    )
    expect(response.headers.get('location')).toBe(`${surface.authorizationEndpoint}?a=1`)
  })
})

describe('a remembered consent (O14)', () => {
  const approve = async (world: OAuthWorld, jar: Jar, changes: Record<string, string | undefined> = {}) => {
    const page = await world.open('a', await world.query('a', changes), jar)
    await world.decide('a', handleOf(await page.text()), jar, 'allow', ['tickets.read'])
  }

  it('skips the page for the same client, redirect and scopes, and only on own navigation', async () => {
    const world = await OAuthWorld.create({ consent: 'remember' })
    const jar = new Jar()
    await approve(world, jar, { scope: 'tickets.read' })
    const query = await world.query('a', { scope: 'tickets.read' })
    const again = await world.open('a', query, jar)
    expect(again.status).toBe(302)
    expect(again.headers.get('location')).toContain('https://as.test.dev/authorize')
    expect((await world.open('a', query, jar, { 'sec-fetch-site': 'cross-site' })).status).toBe(200)
    expect((await world.open('a', query, new Jar())).status).toBe(200)
    expect((await world.open('a', await world.query('a'), jar)).status).toBe(200)
    expect((await world.open('b', await world.query('b'), jar)).status).toBe(200)
  })

  it('holds where a person opened the page or came from Limen, whatever else leads here is asked', async () => {
    const world = await OAuthWorld.create({ consent: 'remember' })
    const jar = new Jar()
    await approve(world, jar, { scope: 'tickets.read' })
    const url = `${world.surface('a').authorizationEndpoint}?${(await world.query('a', { scope: 'tickets.read' })).toString()}`
    for (const [site, status] of [
      ['none', 302],
      ['same-origin', 302],
      ['same-site', 200],
      ['cross-site', 200],
      [null, 200],
    ] as const) {
      const headers = { cookie: jar.header(), ...(site === null ? {} : { 'sec-fetch-site': site }) }
      const response = await world.send('a', 'authorize', new Request(url, { headers }))
      expect([site, response.status]).toEqual([site, status])
    }
  })

  it('is kept for 30 days, for one redirect URI, and also for a client with a metadata document', async () => {
    const world = await OAuthWorld.create({ consent: 'remember' })
    const id = `https://app.test.dev/${world.gatewayId}.json`
    const other = 'https://client.test.dev/other'
    world.outside.set(id, () =>
      Response.json({ client_id: id, redirect_uris: [CLIENT_REDIRECT, other, 'http://127.0.0.1/cb'] }),
    )
    const [jar, changes] = [new Jar(), { client_id: id, scope: 'tickets.read' }]
    const page = await world.open('a', await world.query('a', changes), jar)
    const posted = await world.decide('a', handleOf(await page.text()), jar, 'allow', ['tickets.read'])
    const kept = posted.headers.getSetCookie().filter((cookie) => cookie.includes('Max-Age=2592000'))
    expect(kept).toHaveLength(1)
    expect((await world.open('a', await world.query('a', changes), jar)).status).toBe(302)
    const elsewhere = await world.query('a', { ...changes, redirect_uri: other })
    expect((await world.open('a', elsewhere, jar)).status).toBe(200)
  })

  it('is never kept where the redirect goes to a program on this computer', async () => {
    const world = await OAuthWorld.create({ consent: 'remember' })
    const redirect = 'http://127.0.0.1:7777/cb'
    await env.DB.prepare('UPDATE clients SET redirect_uris = ? WHERE id = ?')
      .bind(JSON.stringify([redirect]), world.preregisteredId)
      .run()
    await world.object().configurationChanged()
    const [jar, changes] = [new Jar(), { redirect_uri: redirect, scope: 'tickets.read' }]
    await approve(world, jar, changes)
    expect((await world.open('a', await world.query('a', changes), jar)).status).toBe(200)
  })

  it('does not hold at a new attachment that has the URL of the old one', async () => {
    const world = await OAuthWorld.create({ consent: 'remember' })
    const jar = new Jar()
    await approve(world, jar, { scope: 'tickets.read' })
    const query = await world.query('a', { scope: 'tickets.read' })
    const { attachment, server } = world.snapshot('a')
    const id = `${attachment.id}-2`
    await env.DB.prepare('UPDATE attachments SET id = ? WHERE id = ?').bind(id, attachment.id).run()
    await world.object().configurationChanged()
    const again = await readSnapshot(env.DB, { slug: server.slug })
    if (!again || !isAttached(again)) throw new Error('not attached')
    const moved = new OAuthWorld(world.gatewayId, [again, world.snapshot('b')])
    expect(moved.surface('a').resource).toBe(world.surface('a').resource)
    expect((await moved.open('a', query, jar)).status).toBe(200)
  })

  it('is never kept for a client that registered itself, nor where consent is always asked', async () => {
    const remembering = await OAuthWorld.create({ consent: 'remember' })
    const jar = new Jar()
    const changes = { client_id: await registered(remembering, [CLIENT_REDIRECT]), scope: 'tickets.read' }
    await approve(remembering, jar, changes)
    expect((await remembering.open('a', await remembering.query('a', changes), jar)).status).toBe(200)

    const always = await OAuthWorld.create()
    await approve(always, jar, { scope: 'tickets.read' })
    expect((await always.open('a', await always.query('a', { scope: 'tickets.read' }), jar)).status).toBe(200)
  })
})

describe('limits (O5, O14)', () => {
  const from = (address: string) => ({ 'cf-connecting-ip': address })

  it('one address opens 60 authorizations a minute; others go on', async () => {
    const world = await OAuthWorld.create()
    const query = await world.query('a')
    const statuses: number[] = []
    for (const _ of range(61))
      statuses.push((await world.open('a', query, new Jar(), from('192.0.2.1'))).status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(60)
    expect(statuses.at(-1)).toBe(429)
    expect((await world.open('a', query, new Jar(), from('192.0.2.2'))).status).toBe(200)
  })

  it('one IPv6 subscriber, who has a /64, is one address', () => {
    const limit = new RateLimit(1)
    expect(limit.decide('2001:db8:1:2::1', 0)).toBe('allowed')
    for (const [address, verdict] of [
      ['2001:db8:1:2:3:4:5:6', 'first_refused'],
      ['2001:db8:1:2::ffff', 'refused'],
      ['2001:db8:1:3::1', 'allowed'],
      ['2001:db8:1::1', 'allowed'],
      ['2001:db8:1:0:9::', 'first_refused'],
      ['192.0.2.1', 'allowed'],
      ['192.0.2.2', 'allowed'],
    ] as const) {
      expect([address, limit.decide(address, 1)]).toEqual([address, verdict])
    }
    expect(limit.decide('2001:db8:1:2::1', 60_000)).toBe('allowed')
  })

  it('one address registers 20 clients a minute', async () => {
    const world = await OAuthWorld.create()
    const statuses: number[] = []
    for (const _ of range(21)) statuses.push((await world.register('a')).status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(20)
    expect(statuses.at(-1)).toBe(429)
  })

  it('a Gateway holds 10,000 sign-ins under way; the next is told to come later', async () => {
    const world = await OAuthWorld.create()
    await world.open('a', await world.query('a'))
    await world.sql((sql) =>
      sql.exec(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
         INSERT INTO oauth_store (issuer_key, key, kind, value, expires_at)
         SELECT 'x:p', 'transaction:' || i, 'transaction', 'x', ? FROM n`,
        Date.now() + 60_000,
      ),
    )
    const response = await world.open('a', await world.query('a'))
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error')).toBe(
      'temporarily_unavailable',
    )
    // One that nobody finished in time is not under way any more.
    await world.sql((sql) => sql.exec("UPDATE oauth_store SET expires_at = 1 WHERE key = 'transaction:1'"))
    expect((await world.open('a', await world.query('a'))).status).toBe(200)
  })
})

describe('the downstream answers (D0, D3)', () => {
  const atDownstream = async (world: OAuthWorld) => {
    const jar = new Jar()
    const page = await world.open('a', await world.query('a'), jar)
    const posted = await world.decide('a', handleOf(await page.text()), jar)
    return { jar, downstream: leadsTo(await posted.text()) }
  }

  it('with a refusal: the client is told, and nothing is kept', async () => {
    const world = await OAuthWorld.create()
    const { jar, downstream } = await atDownstream(world)
    const back = await world.callback(downstream, jar, { error: 'access_denied' })
    const location = new URL(back.headers.get('location') ?? '')
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      error: 'access_denied',
      state: 'client-state',
      iss: world.surface('a').issuer,
    })
    expect((await world.object().listGrants({ limit: 10 })).grants).toEqual([])
    expect(world.ledger).toEqual([])
  })

  it('twice at once: one gets a code, and the downstream is asked once', async () => {
    const world = await OAuthWorld.create()
    const { jar, downstream } = await atDownstream(world)
    const answers = await Promise.all([world.callback(downstream, jar), world.callback(downstream, jar)])
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([302, 400])
    expect(world.ledger.filter((entry) => entry.url.endsWith('/token'))).toHaveLength(1)
  })

  it.each(['state', 'code', 'error', 'iss'])(
    'with two of %s: a page, and nothing is sent (RFC 6749 §3.1)',
    async (name) => {
      const world = await OAuthWorld.create()
      const { jar, downstream } = await atDownstream(world)
      const url = new URL(`${ORIGIN}/g/${world.gatewayId}/callback?code=c`)
      url.searchParams.set('state', new URL(downstream).searchParams.get('state') ?? '')
      if (!url.searchParams.has(name)) url.searchParams.set(name, 'x')
      url.searchParams.append(name, 'other')
      const request = new Request(url, { headers: { cookie: jar.header() } })
      const response = await handleSignIn(request, env, world.gatewayId, 'callback')
      expect([response.status, response.headers.get('location')]).toEqual([400, null])
      expect(world.ledger).toEqual([])
      expect((await world.callback(downstream, jar)).status).toBe(302)
    },
  )

  it('a client that was blocked meanwhile gets no code, and nothing is sent downstream', async () => {
    const world = await OAuthWorld.create()
    const { jar, downstream } = await atDownstream(world)
    await world.object().blockClient(world.preregisteredId, { actor: 'test', askedAt: Date.now() })
    const back = await world.callback(downstream, jar)
    expect([back.status, back.headers.get('location')]).toEqual([403, null])
    expect(world.ledger).toEqual([])
  })

  const ADA = { userIssuer: 'https://as.test.dev', userSubject: 'ada' }
  const answerOf = (back: Response) => {
    const { searchParams } = new URL(back.headers.get('location') ?? '')
    return [searchParams.get('error'), searchParams.has('code'), searchParams.get('state')]
  }

  it('with a blocked user: the client gets access_denied, the log says who, and nothing is kept', async () => {
    const world = await OAuthWorld.create()
    const record = vi.spyOn(Outbox.prototype, 'record')
    await world.object().blockUser(ADA, { actor: 'test', askedAt: Date.now(), downstream: true })
    const { jar, downstream } = await atDownstream(world)
    expect(answerOf(await world.callback(downstream, jar))).toEqual(['access_denied', false, 'client-state'])
    expect(record.mock.lastCall?.[0]).toMatchObject({
      method: 'callback',
      outcome: 'refused',
      ruleId: 'access_denied',
      userIssuer: 'https://as.test.dev',
      userSubject: 'ada',
      detail: 'An administrator has blocked this user.',
    })
    record.mockRestore()
    expect((await world.object().listGrants({ limit: 10 })).grants).toEqual([])
    expect(await world.sql((sql) => sql.exec('SELECT * FROM authorizations').toArray())).toEqual([])
  })

  it('with a user who is blocked while the code is made: access_denied, and the grant ends', async () => {
    const world = await OAuthWorld.create()
    const { jar, downstream } = await atDownstream(world)
    const sql = await world.sql((held) => held)
    const { helpers } = Library.prototype
    Library.prototype.helpers = function blockMeanwhile(this: Library, ...given) {
      const made = helpers.apply(this, given)
      const complete = made.completeAuthorization.bind(made)
      made.completeAuthorization = (options) => {
        insertBlockedUser(sql, { ...ADA, blockedAt: Date.now(), actor: 'test' })
        return complete(options)
      }
      return made
    }
    try {
      expect(answerOf(await world.callback(downstream, jar))).toEqual([
        'access_denied',
        false,
        'client-state',
      ])
    } finally {
      Library.prototype.helpers = helpers
    }
    const { grants } = await world.object().listGrants({ limit: 10 })
    expect(grants.map(({ state }) => state)).toEqual(['revoked'])
    expect(await world.sql((held) => held.exec('SELECT * FROM authorizations').toArray())).toEqual([])
  })

  it('while the client cannot be judged: a page, and a reload finishes the sign-in', async () => {
    const world = await OAuthWorld.create()
    const clientId = await registered(world, [CLIENT_REDIRECT])
    const jar = new Jar()
    const page = await world.open('a', await world.query('a', { client_id: clientId }), jar)
    const downstream = leadsTo(await (await world.decide('a', handleOf(await page.text()), jar)).text())
    const { find } = DynamicClients.prototype
    DynamicClients.prototype.find = () => Promise.reject(new ClientUnavailableError('KV does not answer'))
    try {
      expect((await world.callback(downstream, jar)).status).toBe(503)
    } finally {
      DynamicClients.prototype.find = find
    }
    const back = await world.callback(downstream, jar)
    expect(new URL(back.headers.get('location') ?? '').searchParams.get('code')).toMatch(/^lmn_/)
  })

  const unreachable = () => {
    throw new OutboundError('unreachable', 'down')
  }
  it.each<[string, string, () => Response]>([
    ['the token endpoint cannot be reached', 'https://as.test.dev/token', unreachable],
    ['userinfo cannot be reached', 'https://as.test.dev/userinfo', unreachable],
    ['userinfo answers 503', 'https://as.test.dev/userinfo', () => new Response('', { status: 503 })],
  ])('while %s: temporarily_unavailable', async (_name, url, answer) => {
    const world = await OAuthWorld.create()
    world.outside.set(url, answer)
    const { jar, downstream } = await atDownstream(world)
    const back = await world.callback(downstream, jar)
    const location = new URL(back.headers.get('location') ?? '')
    expect(location.searchParams.get('error')).toBe('temporarily_unavailable')
  })

  it('an identity that cannot be asked for once is asked for again', async () => {
    const world = await OAuthWorld.create()
    const userinfo = world.outside.get('https://as.test.dev/userinfo')
    let asked = 0
    world.outside.set('https://as.test.dev/userinfo', (url, init) => {
      asked += 1
      if (asked === 1) throw new OutboundError('cut', 'gone')
      return userinfo?.(url, init) ?? new Response(null, { status: 500 })
    })
    const { jar, downstream } = await atDownstream(world)
    const back = await world.callback(downstream, jar)
    expect(new URL(back.headers.get('location') ?? '').searchParams.get('code')).toMatch(/^lmn_/)
  })

  it('while its token endpoint fails: the client is told, and no authorization is left', async () => {
    const world = await OAuthWorld.create()
    world.outside.set('https://as.test.dev/token', () => new Response('<html>', { status: 502 }))
    const { jar, downstream } = await atDownstream(world)
    const back = await world.callback(downstream, jar)
    const location = new URL(back.headers.get('location') ?? '')
    expect(location.searchParams.get('error')).toBe('temporarily_unavailable')
    expect(location.searchParams.get('code')).toBeNull()
    expect(await world.sql((sql) => sql.exec('SELECT * FROM authorizations').toArray())).toEqual([])
  })

  it('to a Gateway that does not exist, or with a broken state: a page, and no object is made', async () => {
    const world = await OAuthWorld.create()
    const unknown = await handleSignIn(
      new Request(`${ORIGIN}/g/gw_nobody/callback?state=a:p.b&code=c`),
      env,
      'gw_nobody',
      'callback',
    )
    expect(unknown.status).toBe(404)
    for (const query of [
      '',
      '?code=x',
      '?state=x&code=y',
      '?state=att_x:p.aaaaaaaaaaaaaaaaaaaaaaaa&state=y',
    ]) {
      const response = await handleSignIn(
        new Request(`${ORIGIN}/g/${world.gatewayId}/callback${query}`),
        env,
        world.gatewayId,
        'callback',
      )
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect(response.status).toBeLessThan(500)
    }
  })
})
