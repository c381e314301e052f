// *My connections* (product.md §5): entered by signing in at the Gateway's downstream, and exactly one's own.
import { describe, expect, it } from 'vitest'
import { gatewayIdOf } from '../../gateway/address.ts'
import { forgetAllCredentials } from '../../oauth/credential/credential-cache.ts'
import { checkCredential } from '../../oauth/credential/check-credential.ts'
import { handleSignIn } from '../../oauth/handle-oauth.ts'
import { admin } from '../../testing/admin-client.ts'
import { env, Jar, ORIGIN, OAuthWorld } from '../../testing/oauth-world.ts'

interface Listed {
  identity: { subject: string }
  connections: {
    id: string
    state: string
    clientName: string
    server: { name: string; mcpUrl: string } | null
  }[]
  cursor: string | null
}

/** A browser with two hosts behind one jar, as on one machine. */
async function follow(world: OAuthWorld, location: string, jar: Jar) {
  const page = new URL(location).pathname.endsWith('/callback') ? 'callback' : 'connections'
  const headers = { cookie: jar.header(), 'cf-connecting-ip': world.gatewayId }
  const response = await handleSignIn(new Request(location, { headers }), env, world.gatewayId, page)
  jar.read(response)
  return response
}

async function api(method: string, path: string, jar: Jar, headers: Record<string, string> = {}) {
  const answer = await admin(method, path, {
    secret: null,
    headers: { cookie: jar.header(), 'cf-connecting-ip': crypto.randomUUID(), ...headers },
  })
  jar.read(new Response(null, { headers: answer.headers }))
  return answer
}

/** Up to the downstream login. */
async function begin(world: OAuthWorld, jar: Jar, query = `gatewayId=${world.gatewayId}`) {
  const started = await api('GET', `/session/connections/sign-in?${query}`, jar)
  expect(started.status, started.text).toBe(302)
  const downstream = await follow(world, started.headers.get('location') ?? '', jar)
  return new URL(downstream.headers.get('location') ?? '')
}

async function back(
  world: OAuthWorld,
  downstream: URL,
  jar: Jar,
  answer: Record<string, string> = { code: 'c' },
) {
  const url = new URL(`${ORIGIN}/g/${world.gatewayId}/callback`)
  url.searchParams.set('state', downstream.searchParams.get('state') ?? '')
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  return follow(world, url.href, jar)
}

async function signIn(world: OAuthWorld, subject: string, jar = new Jar()) {
  world.subject = subject
  const returned = await back(world, await begin(world, jar), jar)
  const finish = returned.headers.get('location') ?? ''
  const finished = await api('GET', finish.slice(`${ORIGIN}/api/v1`.length), jar)
  expect(finished.status, finished.text).toBe(302)
  return { jar, finished, finish }
}

async function list(world: OAuthWorld, jar: Jar, more = ''): Promise<Listed> {
  const answer = await api('GET', `/session/connections?gatewayId=${world.gatewayId}${more}`, jar)
  expect(answer.status, answer.text).toBe(200)
  return answer.body as unknown as Listed
}

const own = { origin: ORIGIN }

async function call(world: OAuthWorld, token: string) {
  const request = new Request(world.surface('a').resource, { headers: { authorization: `Bearer ${token}` } })
  return checkCredential(request, env, world.snapshot('a'), world.surface('a'), { maxAgeMs: 10_000 })
}

describe('the sign-in to My connections', () => {
  it('asks for the identity alone, keeps no grant, and leads back to the page that was asked for', async () => {
    const world = await OAuthWorld.create()
    const jar = new Jar()
    const downstream = await begin(world, jar, `gatewayId=${world.gatewayId}&returnTo=/connections%3Ftab%3D1`)
    expect(downstream.searchParams.get('scope')).toBe('openid')
    expect(downstream.searchParams.get('resource')).toBeNull()
    expect(downstream.searchParams.get('code_challenge_method')).toBe('S256')
    const returned = await back(world, downstream, jar)
    const finish = returned.headers.get('location') ?? ''
    const finished = await api('GET', finish.slice(`${ORIGIN}/api/v1`.length), jar)
    expect(finished.headers.get('location')).toBe(`${ORIGIN}/connections?tab=1`)
    expect(await world.sql((sql) => sql.exec('SELECT * FROM grants').toArray())).toEqual([])
    const cookie =
      finished.headers.getSetCookie().find((line) => line.includes('limen-connections-gw_')) ?? ''
    expect(cookie).toMatch(/^__Host-.*HttpOnly.*Secure/)
    const kept = await world.stateSnapshot()
    expect(kept).not.toContain(/=lmn_con_([^;]+)/.exec(cookie)?.[1] ?? 'missing')
  })

  it('finds its Gateway by the slug of a server as well', async () => {
    const world = await OAuthWorld.create()
    const downstream = await begin(world, new Jar(), `server=${world.snapshot('a').server.slug}`)
    expect(downstream.searchParams.get('state')).toMatch(new RegExp(`^${world.gatewayId}:c\\.`))
  })

  it('finds its Gateway by the public MCP URL of a server, in both forms', async () => {
    const world = await OAuthWorld.create()
    const url = new URL(world.surface('a').resource)
    const begun = await begin(world, new Jar(), `mcpUrl=${encodeURIComponent(url.href)}`)
    expect(begun.searchParams.get('state')).toMatch(new RegExp(`^${world.gatewayId}:c\\.`))
    await env.DB.prepare('UPDATE attachments SET custom_host = ? WHERE gateway_id = ? AND server_id = ?')
      .bind('mcp.own.test.dev', world.gatewayId, world.snapshot('a').server.id)
      .run()
    const custom = await begin(world, new Jar(), 'mcpUrl=https://mcp.own.test.dev/mcp')
    expect(custom.searchParams.get('state')).toMatch(new RegExp(`^${world.gatewayId}:c\\.`))
    // The slug of a server at somebody else's host is none of ours.
    const elsewhere = `mcpUrl=${encodeURIComponent(`https://evil.test.dev${url.pathname}`)}`
    expect((await api('GET', `/session/connections/sign-in?${elsewhere}`, new Jar())).status).toBe(404)
    await env.DB.prepare('UPDATE attachments SET custom_host = NULL WHERE custom_host = ?')
      .bind('mcp.own.test.dev')
      .run()
  })

  it('shows a person what went wrong, and leads back to their connections', async () => {
    const answer = await api('GET', '/session/connections/sign-in?server=nobody', new Jar(), {
      accept: 'text/html',
    })
    expect(answer.status).toBe(404)
    expect(answer.text).toContain('href="/connections"')
  })

  it.each([
    ['', 400],
    ['gatewayId=gw_nobody', 404],
    ['server=nobody', 404],
    ['gatewayId=a&server=b', 422],
    ['mcpUrl=nothing', 400],
    ['mcpUrl=https://nobody.test.dev/mcp', 404],
  ])('with %j is refused', async (query, status) => {
    const answer = await api('GET', `/session/connections/sign-in?${query}`, new Jar())
    expect(answer.status).toBe(status === 400 && query === '' ? 422 : status)
  })

  it.each(['https://evil.test.dev/', '//evil.test.dev', '/\\evil.test.dev'])(
    'leads back to no stranger’s page: %s',
    async (returnTo) => {
      const world = await OAuthWorld.create()
      const jar = new Jar()
      const query = `gatewayId=${world.gatewayId}&returnTo=${encodeURIComponent(returnTo)}`
      const returned = await back(world, await begin(world, jar, query), jar)
      const finish = new URL(returned.headers.get('location') ?? '')
      expect(finish.origin).toBe(ORIGIN)
      // Also where somebody edits the way back.
      finish.searchParams.set('returnTo', returnTo)
      const finished = await api('GET', finish.href.slice(`${ORIGIN}/api/v1`.length), jar)
      expect(new URL(finished.headers.get('location') ?? '').origin).toBe(ORIGIN)
    },
  )

  it('cannot be finished in another browser: neither at the callback nor at the dashboard', async () => {
    const world = await OAuthWorld.create()
    const jar = new Jar()
    const downstream = await begin(world, jar)
    expect((await back(world, downstream, new Jar())).status).toBe(403)
    const returned = await back(world, downstream, jar)
    const path = (returned.headers.get('location') ?? '').slice(`${ORIGIN}/api/v1`.length)
    expect((await api('GET', path, new Jar())).status).toBe(401)
    // Nor with the verifier of another sign-in under this one's name.
    const start = new URLSearchParams(path.split('?')[1]).get('start') ?? ''
    const other = new Jar()
    const cookie = `__Host-limen-connections-start-${start}=${'x'.repeat(43)}`
    other.read(new Response(null, { headers: { 'set-cookie': cookie } }))
    expect((await api('GET', path, other)).status).toBe(401)
    // The right browser can still use it, and only once.
    expect((await api('GET', path, jar)).status).toBe(302)
    expect((await api('GET', path, jar)).status).toBe(401)
  })

  it('is finished once: a state, a start and a code come back in vain', async () => {
    const world = await OAuthWorld.create()
    const jar = new Jar()
    const started = await api('GET', `/session/connections/sign-in?gatewayId=${world.gatewayId}`, jar)
    const location = started.headers.get('location') ?? ''
    const downstream = new URL((await follow(world, location, jar)).headers.get('location') ?? '')
    expect((await follow(world, location, jar)).status).toBe(400)
    await back(world, downstream, jar)
    expect((await back(world, downstream, jar)).status).toBe(403)
  })

  it('that was cancelled, or whose downstream fails, ends on a page', async () => {
    const world = await OAuthWorld.create()
    const jar = new Jar()
    const cancelled = await back(world, await begin(world, jar), jar, { error: 'access_denied' })
    expect([cancelled.status, cancelled.headers.get('location')]).toEqual([403, null])
    world.outside.set('https://as.test.dev/token', () => new Response('down', { status: 500 }))
    expect((await back(world, await begin(world, jar), jar)).status).toBe(503)
  })

  it('a session of one Gateway is none of another, and its token no MCP token', async () => {
    const [one, other] = [await OAuthWorld.create(), await OAuthWorld.create()]
    const { jar } = await signIn(one, 'ada')
    const elsewhere = await api('GET', `/session/connections?gatewayId=${other.gatewayId}`, jar)
    expect(elsewhere.status).toBe(401)
    const token = /lmn_con_[\w-]+/.exec(jar.header())?.[0] ?? ''
    const forged = new Jar()
    const name = `__Host-limen-connections-${other.gatewayId}`
    forged.read(new Response(null, { headers: { 'set-cookie': `${name}=${token}` } }))
    expect((await api('GET', `/session/connections?gatewayId=${other.gatewayId}`, forged)).status).toBe(401)
    expect(await call(one, token)).toMatchObject({ reason: 'invalid_token' })
  })

  it('is named to the browser that has it, and a Gateway to nobody else', async () => {
    const [one, other] = [await OAuthWorld.create(), await OAuthWorld.create()]
    const { jar } = await signIn(one, 'ada')
    await signIn(other, 'grace', jar)
    const path = '/session/connections/sign-ins'
    const found = (await api('GET', path, jar)).body['signIns'] as {
      gatewayId: string
      identity: { subject: string }
    }[]
    expect(found.map(({ gatewayId, identity }) => [gatewayId, identity.subject]).toSorted()).toEqual(
      [
        [one.gatewayId, 'ada'],
        [other.gatewayId, 'grace'],
      ].toSorted(),
    )
    const forged = new Jar()
    const name = `__Host-limen-connections-${one.gatewayId}`
    forged.read(new Response(null, { headers: { 'set-cookie': `${name}=lmn_con_${'x'.repeat(43)}` } }))
    expect((await api('GET', path, forged)).body).toEqual({ signIns: [] })
    expect((await api('GET', path, new Jar())).body).toEqual({ signIns: [] })
    // One that does not answer hides no other, and alone is not taken for "signed in nowhere".
    const askWithout = async (...gone: OAuthWorld[]) => {
      const getByName = env.GATEWAY.getByName.bind(env.GATEWAY)
      const names = gone.map(({ gatewayId }) => gatewayId)
      const namespace = new Proxy(env.GATEWAY, {
        get(target, property) {
          const value: unknown = Reflect.get(target, property)
          if (property !== 'getByName') return typeof value === 'function' ? value.bind(target) : value
          return (...named: Parameters<typeof getByName>) => {
            if (names.includes(gatewayIdOf(named[0]))) throw new Error('object away')
            return getByName(...named)
          }
        },
      })
      const headers = { cookie: jar.header(), 'cf-connecting-ip': crypto.randomUUID() }
      return admin('GET', path, { secret: null, headers, env: { ...env, GATEWAY: namespace } })
    }
    expect((await askWithout(other)).body['signIns']).toMatchObject([{ gatewayId: one.gatewayId }])
    expect((await askWithout(one, other)).status).toBe(503)
    const out = `/session/connections/sign-in?gatewayId=${one.gatewayId}`
    await api('DELETE', out, jar, own)
    const left = (await api('GET', path, jar)).body['signIns'] as { gatewayId: string }[]
    expect(left.map(({ gatewayId }) => gatewayId)).toEqual([other.gatewayId])
  })

  it('opens no admin route', async () => {
    const world = await OAuthWorld.create()
    const { jar } = await signIn(world, 'ada')
    for (const path of ['/gateways', `/grants?gatewayId=${world.gatewayId}`, '/session']) {
      expect((await api('GET', path, jar)).status).toBe(401)
    }
  })
})

describe('My connections', { timeout: 20_000 }, () => {
  it('shows exactly one’s own grants, with server, client, scopes and state', async () => {
    const world = await OAuthWorld.create()
    world.subject = 'grace'
    await world.tokens('a')
    world.subject = 'ada'
    await world.tokens('a')
    await world.tokens('b')
    const { jar } = await signIn(world, 'ada')
    const { identity, connections } = await list(world, jar)
    expect(identity.subject).toBe('ada')
    expect(connections).toHaveLength(2)
    expect(connections).toMatchObject([
      { state: 'active', server: { name: 'Ops Console' }, scopes: ['tickets.write', 'admin.read'] },
      { state: 'active', clientName: 'Preregistered', server: { mcpUrl: world.surface('a').resource } },
    ])
    const page = await list(world, jar, '&limit=1')
    expect(page.connections).toHaveLength(1)
    const rest = await list(world, jar, `&limit=1&cursor=${page.cursor}`)
    expect([rest.connections.length, rest.cursor]).toEqual([1, null])
  })

  it('ends one of several at once and here only, and says so', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    await world.tokens('b')
    const { jar } = await signIn(world, 'ada')
    const { connections } = await list(world, jar)
    const id = connections[1]?.id ?? ''
    expect(await call(world, tokens.access_token)).toMatchObject({ ok: true })
    const ended = await api('DELETE', `/session/connections/${id}?gatewayId=${world.gatewayId}`, jar, own)
    expect(ended.body).toMatchObject({ ended: 1, endedAtProvider: 0 })
    expect(ended.body['effectiveWithinSeconds']).toBeLessThanOrEqual(10)
    expect(await call(world, tokens.access_token)).toMatchObject({ reason: 'invalid_token' })
    const after = await list(world, jar)
    expect(after.connections.map(({ state }) => state)).toEqual(['active', 'revoked'])
  })

  it('ends all of one’s own and nobody else’s, with an audit row that names the person', async () => {
    const world = await OAuthWorld.create()
    const mine = await world.tokens('a')
    world.subject = 'grace'
    const hers = await world.tokens('a')
    const { jar } = await signIn(world, 'ada')
    const ended = await api('DELETE', `/session/connections?gatewayId=${world.gatewayId}`, jar, own)
    expect(ended.body).toMatchObject({ ended: 1 })
    forgetAllCredentials()
    expect(await call(world, mine.access_token)).toMatchObject({ reason: 'invalid_token' })
    expect(await call(world, hers.access_token)).toMatchObject({ ok: true })
    const { body } = await admin('GET', '/audit')
    const [row] = body['events'] as { action: string; actorKind: string; actorId: string }[]
    expect(row).toMatchObject({
      action: 'connections.ended',
      actorKind: 'user',
      actorId: 'https://as.test.dev#ada',
    })
  })

  it('is signed out of with an audit row that names the person; what ended before leaves none', async () => {
    const world = await OAuthWorld.create()
    const { jar } = await signIn(world, 'ada')
    const cookie = jar.header()
    const signOut = async () => {
      const path = `/session/connections/sign-in?gatewayId=${world.gatewayId}`
      const answer = await admin('DELETE', path, { secret: null, headers: { ...own, cookie } })
      expect(answer.status, answer.text).toBe(204)
      const { body } = await admin('GET', `/audit?resourceKind=gateway&resourceId=${world.gatewayId}`)
      return (body['events'] as Record<string, unknown>[]).filter(({ actorKind }) => actorKind === 'user')
    }
    const rows = await signOut()
    expect(rows).toMatchObject([{ action: 'connections.signed_out', actorId: 'https://as.test.dev#ada' }])
    expect(await signOut()).toEqual(rows)
  })

  it('another person’s connection answers like one that is not there', async () => {
    const world = await OAuthWorld.create()
    world.subject = 'grace'
    const hers = await world.tokens('a')
    const { jar } = await signIn(world, 'grace')
    const [grant] = (await list(world, jar)).connections
    const { jar: adas } = await signIn(world, 'ada')
    const end = (id: string) =>
      api('DELETE', `/session/connections/${id}?gatewayId=${world.gatewayId}`, adas, own)
    const [foreign, absent] = [await end(grant?.id ?? ''), await end('grt_nobody')]
    expect([foreign.status, foreign.body['detail']]).toEqual([404, absent.body['detail']])
    forgetAllCredentials()
    expect(await call(world, hers.access_token)).toMatchObject({ ok: true })
  })

  it.each([
    ['from another origin', { origin: 'https://evil.test.dev' }],
    ['without an origin', {}],
  ])('is not ended %s', async (_name, headers) => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    const { jar } = await signIn(world, 'ada')
    for (const path of ['', '/sign-in', '/grt_x']) {
      const answer = await api(
        'DELETE',
        `/session/connections${path}?gatewayId=${world.gatewayId}`,
        jar,
        headers,
      )
      expect(answer.status).toBe(403)
    }
    expect(await call(world, tokens.access_token)).toMatchObject({ ok: true })
  })

  it('closes with the sign-out, with its half hour, and with a block of the user', async () => {
    const world = await OAuthWorld.create()
    const path = `/session/connections?gatewayId=${world.gatewayId}`
    const { jar } = await signIn(world, 'ada')
    const copy = new Jar()
    copy.read(new Response(null, { headers: { 'set-cookie': jar.header().split('; ').at(-1) ?? '' } }))
    expect((await api('GET', path, copy)).status).toBe(200)
    expect(
      (await api('DELETE', `/session/connections/sign-in?gatewayId=${world.gatewayId}`, jar, own)).status,
    ).toBe(204)
    expect((await api('GET', path, copy)).status).toBe(401)
    const { jar: second } = await signIn(world, 'ada')
    await world.sql((sql) =>
      sql.exec("UPDATE sealed_steps SET expires_at = 1 WHERE kind = 'connections_session'"),
    )
    expect((await api('GET', path, second)).status).toBe(401)
    const { jar: third } = await signIn(world, 'ada')
    await world
      .object()
      .blockUser(
        { userIssuer: 'https://as.test.dev', userSubject: 'ada' },
        { actor: 'test', askedAt: Date.now(), downstream: true },
      )
    expect((await api('GET', path, third)).status).toBe(401)
    expect((await back(world, await begin(world, third), third)).status).toBe(403)
  })
})
