// Auth modes besides `oauth`, through the whole Worker (product.md §3, §6; S8, S11, S19, S20, M13).
import { runInDurableObject } from 'cloudflare:test'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sha256Base64url } from '../crypto/digest.ts'
import { platformIo } from '../downstream/io.ts'
import { pathSurface } from '../edge/public-urls.ts'
import { readSnapshot } from '../edge/read-snapshot.ts'
import type { Snapshot } from '../edge/snapshot.ts'
import { serverObject } from '../gateway/address.ts'
import { GatewayObject } from '../gateway/object.ts'
import { checkCredential } from '../oauth/credential/check-credential.ts'
import { forgetAllCredentials } from '../oauth/credential/credential-cache.ts'
import { admin, testEnv } from '../testing/admin-client.ts'
import { change, knock, serverBehindDoor, tokenFor, visit, type DoorServer } from '../testing/door.ts'
import { headerOf } from '../testing/hostile-runtime.ts'
import { attachmentRow, gatewayRow, insertRows, serverRow } from '../testing/rows.ts'

const KEY = 'canary-upstream-key-Kq91'
const ISSUER = 'https://login.test.dev'

vi.setConfig({ testTimeout: 30_000 })
beforeEach(forgetAllCredentials)
afterEach(() => void vi.restoreAllMocks())

const codeOf = async (response: Response) => {
  const { error } = await response.json<{ error?: { data?: { code?: string } } }>()
  return [response.status, error?.data?.code]
}

async function lastHeader(server: DoorServer, name: string) {
  const entry = (await server.runtime.ledger()).at(-1)
  return entry && headerOf(entry, name)
}

/** Everything that the server's object has on disk. */
function rowsOf(serverId: string): Promise<string> {
  return runInDurableObject(serverObject(testEnv, serverId), (_instance, { storage: { sql } }) =>
    JSON.stringify(
      ['access_tokens', 'upstream_keys', 'user_keys', 'object_facts'].map((table) =>
        sql.exec(`SELECT * FROM ${table}`).toArray(),
      ),
    ),
  )
}

describe('an access token', () => {
  it('opens its server, and nothing opens it without one', async () => {
    const server = await serverBehindDoor({ authMode: 'none' })
    const { token } = await tokenFor(server.id)
    const stranger = await knock(server)
    expect([stranger.status, stranger.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect((await server.runtime.ledger()).length).toBe(0)
    expect((await knock(server, { token })).status).toBe(200)
    expect(await lastHeader(server, 'authorization')).toBeUndefined()
  })

  it('of one server opens no other, and a forged one wakes no object (S8)', async () => {
    const [own, other] = [
      await serverBehindDoor({ authMode: 'none' }),
      await serverBehindDoor({ authMode: 'none' }),
    ]
    const { token } = await tokenFor(own.id)
    const asked = vi.spyOn(GatewayObject.prototype, 'credential')
    const forged = [token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A'), `lmn_0${'A'.repeat(80)}`, 'x']
    for (const bad of forged) expect((await knock(own, { token: bad })).status).toBe(401)
    expect((await knock(other, { token })).status).toBe(401)
    expect(asked).not.toHaveBeenCalled()
    expect((await other.runtime.ledger()).length).toBe(0)
  })

  it('may come from the pages of a dashboard at another origin, and from no other page (M8)', async () => {
    const server = await serverBehindDoor({ authMode: 'none' })
    const { token } = await tokenFor(server.id)
    const env = { DASHBOARD_ORIGIN: 'https://dashboard.test.dev' }
    const statusFrom = async (origin: string) =>
      (await knock(server, { token, headers: { origin }, env })).status
    expect(await statusFrom('https://dashboard.test.dev')).toBe(200)
    expect(await statusFrom('https://elsewhere.test.dev')).toBe(403)
  })

  it('costs one question for many calls, and a revoked one opens nothing in the own isolate at once (P8)', async () => {
    const server = await serverBehindDoor({ authMode: 'none' })
    const { id, token } = await tokenFor(server.id)
    const asked = vi.spyOn(GatewayObject.prototype, 'credential')
    for (let call = 0; call < 5; call += 1) expect((await knock(server, { token })).status).toBe(200)
    expect(asked).toHaveBeenCalledTimes(1)
    const revoked = await admin('DELETE', `/access-tokens/${id}`)
    expect([revoked.status, revoked.body]).toEqual([200, { effectiveWithinSeconds: 10 }])
    expect(await codeOf(await knock(server, { token }))).toEqual([401, 'invalid_token'])
  })

  it('ends at its expiry', async () => {
    const server = await serverBehindDoor({ authMode: 'none' })
    const { token } = await tokenFor(server.id, { expiresAt: Date.now() + 60_000 })
    expect((await knock(server, { token })).status).toBe(200)
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_001)
    expect((await knock(server, { token })).status).toBe(401)
    const past = await admin('POST', '/access-tokens', {
      body: { serverId: server.id, name: 'late', expiresAt: 1 },
    })
    expect(past.status).toBe(422)
  })

  it('is shown once, stored as a hash, and listed with its last use (S11)', async () => {
    const server = await serverBehindDoor({ authMode: 'none' })
    const user = { issuer: ISSUER, subject: 'ada', email: 'Ada@Example.com' }
    const { id, token } = await tokenFor(server.id, { name: 'Nightly', user })
    const unused = await admin('GET', `/access-tokens?serverId=${server.id}`)
    expect(unused.body['accessTokens']).toMatchObject([{ id, name: 'Nightly', lastUsedAt: null }])
    await knock(server, { token })
    const used = await admin('GET', `/access-tokens/${id}`)
    expect(used.body['lastUsedAt']).toBeGreaterThan(Date.now() - 60_000)
    expect(used.body['user']).toEqual({ ...user, email: 'ada@example.com' })
    const inner = atob(token.slice(5).replaceAll('-', '+').replaceAll('_', '/')).slice(0, 43)
    const stored =
      (await rowsOf(server.id)) +
      JSON.stringify(await testEnv.DB.prepare('SELECT * FROM access_tokens').all()) +
      JSON.stringify(await testEnv.DB.prepare('SELECT * FROM audit_events').all())
    expect(stored).toContain(id)
    for (const secret of [token, inner]) expect(stored).not.toContain(secret)
  })

  it('exists for modes without sign-in only, and a mode is not left while there are some', async () => {
    const { id: attachable } = await serverBehindDoor()
    const refused = await admin('POST', '/access-tokens', { body: { serverId: attachable, name: 'no' } })
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('serverId')])
    const server = await serverBehindDoor({ authMode: 'none' })
    const { id } = await tokenFor(server.id, { name: 'Nightly' })
    const held = await change(server.id, { authMode: 'oauth' })
    expect([held.status, held.text]).toEqual([409, expect.stringContaining(`Nightly (${id})`)])
    await admin('DELETE', `/access-tokens/${id}`)
    expect((await change(server.id, { authMode: 'oauth' })).status).toBe(200)
  })

  it('goes with its server', async () => {
    const server = await serverBehindDoor({ authMode: 'api_key', upstreamKey: KEY })
    await tokenFor(server.id)
    const { name, version } = (await admin('GET', `/servers/${server.id}`)).body
    const removed = await admin(
      'DELETE',
      `/servers/${server.id}?confirm=${encodeURIComponent(String(name))}`,
      {
        ifMatch: version as number,
      },
    )
    expect(removed.status, removed.text).toBe(200)
    expect(await rowsOf(server.id)).not.toMatch(/tok_|upk_/)
    expect((await admin('GET', `/access-tokens?serverId=${server.id}`)).body['accessTokens']).toEqual([])
  })

  it('holds while the edge has an old snapshot: a server switched off is off (P8)', async () => {
    const server = await serverBehindDoor({ authMode: 'none' })
    const { token } = await tokenFor(server.id)
    await knock(server, { token })
    const object = serverObject(testEnv, server.id)
    await object.serverChanged({
      version: 9,
      enabled: false,
      runtimeOrigin: 'https://x.test.dev',
      upstreamKeyId: null,
      hasUserKeys: false,
    })
    forgetAllCredentials()
    expect(await codeOf(await knock(server, { token }))).toEqual([403, 'server_disabled'])
  })
})

describe('a server without OAuth', () => {
  it('is open only where somebody said so, and not again after another mode', async () => {
    const server = await serverBehindDoor({ authMode: 'none' })
    expect((await knock(server)).status).toBe(401)
    const opened = await change(server.id, { open: true })
    expect(opened.body['warnings']).toMatchObject([{ code: 'open_to_everybody' }])
    expect((await knock(server)).status).toBe(200)
    expect((await knock(server, { token: 'somebody-elses' })).status).toBe(200)
    expect((await knock(server, { token: 'lmn_0forged' })).status).toBe(401)
    await change(server.id, { authMode: 'api_key', upstreamKey: KEY })
    expect((await knock(server)).status).toBe(401)
    const back = await change(server.id, { authMode: 'none' })
    expect([back.body['open'], (await knock(server)).status]).toEqual([false, 401])
  })

  it.each([
    ['its token has a user', { email: 'grace@example.com' }, 'ada@example.com', 200],
    ['a domain of the organization', null, 'Ada@Example.com', 200],
    ['a foreign domain', null, 'ada@example.org', 403],
    ['a domain that only ends like it', null, 'ada@notexample.com', 403],
    ['no address at all', null, 'ada', 403],
    ['two addresses', null, 'eve@example.org,ada@example.com', 403],
  ])('x-mcp-user with %s: goes no further as a header', async (_case, user, claim, status) => {
    const server = await serverBehindDoor({ authMode: 'none' })
    const { token } = await tokenFor(server.id, { user })
    const env = { ORGANIZATION_DOMAINS: 'example.com, example.net' }
    const response = await knock(server, { token, headers: { 'x-mcp-user': claim }, env })
    expect(response.status).toBe(status)
    for (const { rawHeaders } of await server.runtime.ledger()) {
      expect(rawHeaders.join(' ').toLowerCase()).not.toMatch(/x-mcp-user|ada@/)
    }
  })
})

describe('an upstream key', () => {
  it.each([
    [{}, 'authorization', `Bearer ${KEY}`],
    [{ placement: 'header', name: 'X-Api-Key' }, 'x-api-key', KEY],
    [{ placement: 'header', name: 'authorization', prefix: 'Token ' }, 'authorization', `Token ${KEY}`],
  ])('placed as %j reaches the runtime, and the access token does not', async (upstreamAuth, name, value) => {
    const server = await serverBehindDoor({ authMode: 'api_key', upstreamAuth, upstreamKey: KEY })
    const { token } = await tokenFor(server.id)
    expect((await knock(server, { token, headers: { 'x-api-key': 'forged' } })).status).toBe(200)
    expect(await lastHeader(server, name)).toBe(value)
    const [entry] = await server.runtime.ledger()
    expect(JSON.stringify(entry)).not.toContain(token)
  })

  it('in the query stands beside the static parameters, with a warning', async () => {
    const server = await serverBehindDoor({
      authMode: 'api_key',
      upstreamAuth: { placement: 'query', name: 'key', prefix: 'v1-' },
      upstreamKey: KEY,
      staticQuery: { tenant: 'acme' },
    })
    const { token } = await tokenFor(server.id)
    await knock(server, { token })
    const [entry] = await server.runtime.ledger()
    expect(entry?.url).toMatch(new RegExp(`\\?tenant=acme&key=v1-${KEY}$`))
    const shown = await admin('GET', `/servers/${server.id}`)
    expect(shown.body['warnings']).toContainEqual(
      expect.objectContaining({ field: 'upstreamAuth.placement', code: 'secret_in_url' }),
    )
  })

  it('is sealed at rest and never answered (S11)', async () => {
    const server = await serverBehindDoor({ authMode: 'api_key', upstreamKey: KEY })
    const shown = await admin('GET', `/servers/${server.id}`)
    expect([shown.body['upstreamKeySet'], shown.text.includes(KEY)]).toEqual([true, false])
    const audit = await testEnv.DB.prepare('SELECT * FROM audit_events').all()
    const row = await testEnv.DB.prepare('SELECT * FROM servers').all()
    expect((await rowsOf(server.id)) + JSON.stringify([audit, row])).not.toContain(KEY)
  })

  it('that is replaced is used at once, also by an edge that does not know it yet', async () => {
    const server = await serverBehindDoor({ authMode: 'api_key', upstreamKey: KEY })
    const { token } = await tokenFor(server.id)
    await knock(server, { token })
    const before = await testEnv.DB.prepare('SELECT upstream_key_id AS id, version FROM servers WHERE id = ?')
      .bind(server.id)
      .first<{ id: string; version: number }>()
    await change(server.id, { upstreamKey: 'replaced' })
    await knock(server, { token })
    expect(await lastHeader(server, 'authorization')).toBe('Bearer replaced')
    const seen = vi.spyOn(GatewayObject.prototype, 'credential')
    await knock(server, { token })
    forgetAllCredentials()
    await knock(server, { token })
    const [question] = seen.mock.calls.at(-1) ?? []
    if (!question || 'issuerKey' in question || !before) throw new Error('no question')
    const stale = {
      ...question,
      serverVersion: before.version,
      upstreamKey: { kind: 'shared' as const, id: before.id },
    }
    expect(await serverObject(testEnv, server.id).credential(stale)).toMatchObject({
      upstreamKey: 'replaced',
    })
  })

  it('never goes to another origin: the server pauses until it is entered again (S19)', async () => {
    const server = await serverBehindDoor({ authMode: 'api_key', upstreamKey: KEY })
    const { token } = await tokenFor(server.id)
    expect((await knock(server, { token })).status).toBe(200)
    const elsewhere = server.runtime.url.replace('127.0.0.1', 'localhost')
    const moved = await change(server.id, { runtimeUrl: elsewhere })
    expect(moved.body).toMatchObject({ status: 'paused', upstreamKeySet: false })
    expect(moved.body['missingSecrets']).toContain('upstreamKey')
    expect(await codeOf(await knock(server, { token }))).toEqual([503, 'secrets_missing'])
    expect(await rowsOf(server.id)).not.toContain('upk_')
    const workerSecret = 'a-worker-secret-of-the-new-place'
    const entered = await change(server.id, { upstreamKey: 'new-key', workerSecret })
    expect(entered.body).toMatchObject({ status: 'serving', missingSecrets: [] })
    await knock(server, { token })
    const urls = await server.runtime.ledger()
    expect(urls.map((entry) => headerOf(entry, 'authorization'))).toEqual([`Bearer ${KEY}`, 'Bearer new-key'])
  })

  it('that an isolate still holds does not go along to where the server moved (S19)', async () => {
    const server = await serverBehindDoor({ authMode: 'api_key', upstreamKey: KEY })
    const { token } = await tokenFor(server.id)
    const before = await readSnapshot(testEnv.DB, { slug: server.slug })
    if (!before) throw new Error('no snapshot')
    const request = new Request(server.mcpUrl, { headers: { authorization: `Bearer ${token}` } })
    const surface = pathSurface('http://127.0.0.1:8787', server.slug)
    const ask = (snapshot: Snapshot) =>
      checkCredential(request, testEnv, snapshot, surface, { maxAgeMs: 10_000 })
    expect(await ask(before)).toMatchObject({ ok: true, upstreamKey: KEY })
    const moved = { ...before.server, version: 2, runtimeUrl: 'https://elsewhere.test.dev/mcp' }
    expect(await ask({ ...before, server: moved })).toEqual({ ok: false, reason: 'secrets_missing' })
  })

  it('opens in no other row: not at another server, not in place of its successor (S11)', async () => {
    const servers = [
      await serverBehindDoor({ authMode: 'api_key', upstreamKey: KEY }),
      await serverBehindDoor({ authMode: 'api_key', upstreamKey: 'other' }),
    ] as const
    const [one, two] = servers
    const stolen = await runInDurableObject(serverObject(testEnv, one.id), (_object, { storage }) =>
      storage.sql.exec<{ ct: string }>('SELECT key_ct AS ct FROM upstream_keys').one(),
    )
    await change(one.id, { upstreamKey: 'successor' })
    for (const { id, mcpUrl } of servers) {
      const { token } = await tokenFor(id)
      expect((await knock({ mcpUrl }, { token })).status).toBe(200)
      await runInDurableObject(serverObject(testEnv, id), (_object, { storage }) =>
        storage.sql.exec('UPDATE upstream_keys SET key_ct = ?', stolen.ct).toArray(),
      )
      forgetAllCredentials()
      expect(await codeOf(await knock({ mcpUrl }, { token }))).toEqual([503, 'secrets_missing'])
    }
    expect(JSON.stringify(await two.runtime.ledger())).not.toContain(KEY)
  })
})

describe('a key of each user', () => {
  const perUser = { authMode: 'api_key', upstreamAuth: { keyOwner: 'per_user' } }
  const userKeys = (server: DoorServer) => `/servers/${server.id}/user-keys`

  it('is chosen by the user a token is bound to', async () => {
    const server = await serverBehindDoor(perUser)
    const keys = { ada: 'key-of-ada', grace: 'key-of-grace' }
    for (const [subject, key] of Object.entries(keys)) {
      const put = await admin('PUT', userKeys(server), { body: { issuer: ISSUER, subject, key } })
      expect([put.status, put.text.includes(key)]).toEqual([200, false])
    }
    for (const [subject, key] of Object.entries(keys)) {
      const { token } = await tokenFor(server.id, { user: { issuer: ISSUER, subject } })
      await knock(server, { token, headers: { 'x-mcp-user': 'ada@example.com' } })
      expect(await lastHeader(server, 'authorization')).toBe(`Bearer ${key}`)
    }
    const { token } = await tokenFor(server.id, {
      user: { issuer: 'https://other.test.dev', subject: 'ada' },
    })
    expect(await codeOf(await knock(server, { token }))).toEqual([403, 'upstream_key_missing'])
    const listed = await admin('GET', `${userKeys(server)}?limit=1`)
    expect(listed.body['keys']).toMatchObject([{ issuer: ISSUER, subject: 'ada' }])
    const next = await admin('GET', `${userKeys(server)}?limit=1&cursor=${String(listed.body['cursor'])}`)
    expect([next.body['keys'], next.body['cursor']]).toMatchObject([[{ subject: 'grace' }], null])
    expect(await rowsOf(server.id)).not.toMatch(/key-of-/)
  })

  it('is never chosen by a claim (S20)', async () => {
    const server = await serverBehindDoor({ authMode: 'api_key', upstreamKey: KEY })
    const unbound = await tokenFor(server.id)
    const byEmail = await tokenFor(server.id, { user: { email: 'ada@example.com' } })
    await change(server.id, { upstreamAuth: { keyOwner: 'per_user' } })
    await admin('PUT', userKeys(server), { body: { issuer: ISSUER, subject: 'ada@example.com', key: KEY } })
    const env = { ORGANIZATION_DOMAINS: 'example.com' }
    for (const { token } of [unbound, byEmail]) {
      const headers = { 'x-mcp-user': 'ada@example.com' }
      expect(await codeOf(await knock(server, { token, headers, env }))).toEqual([403, 'user_not_bound'])
    }
    expect(await server.runtime.ledger()).toEqual([])
    const refused = await admin('POST', '/access-tokens', { body: { serverId: server.id, name: 'no user' } })
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('issuer and subject')])
  })

  it('ends when it is removed, and with the origin it was entered for (S19)', async () => {
    const server = await serverBehindDoor(perUser)
    const owner = { issuer: ISSUER, subject: 'ada' }
    const put = () => admin('PUT', userKeys(server), { body: { ...owner, key: KEY } })
    const { token } = await tokenFor(server.id, { user: owner })
    await put()
    expect((await knock(server, { token })).status).toBe(200)
    await admin('DELETE', `${userKeys(server)}?${new URLSearchParams(owner).toString()}`)
    expect(await codeOf(await knock(server, { token }))).toEqual([403, 'upstream_key_missing'])
    await put()
    expect((await knock(server, { token })).status).toBe(200)
    const elsewhere = server.runtime.url.replace('127.0.0.1', 'localhost')
    await change(server.id, { runtimeUrl: elsewhere, workerSecret: 'a-worker-secret-of-the-new-place' })
    expect(await codeOf(await knock(server, { token }))).toEqual([403, 'upstream_key_missing'])
    expect(await rowsOf(server.id)).not.toContain('upk_')
    expect((await server.runtime.ledger()).length).toBe(2)
  })
})

describe('passthrough (M13)', () => {
  const settings = { authorizationServers: ['https://login.test.dev'], scopes: ['mcp'] }
  const passthrough = (more: Record<string, unknown> = {}) =>
    serverBehindDoor({ authMode: 'passthrough', passthrough: { ...settings, ...more } })
  const metadataUrl = ({ slug }: DoorServer) =>
    `http://127.0.0.1:8787/.well-known/oauth-protected-resource/s/${slug}/mcp`

  it('names the authorization server of the upstream in a document of our own', async () => {
    const server = await passthrough()
    const document = await visit(metadataUrl(server))
    expect(await document.json()).toEqual({
      resource: server.mcpUrl,
      authorization_servers: ['https://login.test.dev'],
      scopes_supported: ['mcp'],
      bearer_methods_supported: ['header'],
      resource_name: expect.any(String),
    })
    const ours = `http://127.0.0.1:8787/.well-known/oauth-authorization-server/s/${server.slug}`
    expect((await visit(ours)).status).toBe(404)
    const challenge = (await knock(server)).headers.get('www-authenticate')
    expect(challenge).toBe(`Bearer resource_metadata="${metadataUrl(server)}", scope="mcp"`)
    const shown = await admin('GET', `/servers/${server.id}`)
    expect(shown.body['warnings']).toMatchObject([{ code: 'passthrough_discouraged' }])
  })

  it('forwards the token unchanged, every time, and keeps nothing of it', async () => {
    const server = await passthrough()
    const asked = vi.spyOn(GatewayObject.prototype, 'credential')
    for (let call = 0; call < 2; call += 1) {
      expect((await knock(server, { token: 'opaque-token-Zz1' })).status).toBe(200)
    }
    const seen = await server.runtime.ledger()
    expect(seen.map((entry) => headerOf(entry, 'authorization'))).toEqual([
      'Bearer opaque-token-Zz1',
      'Bearer opaque-token-Zz1',
    ])
    expect(asked).not.toHaveBeenCalled()
  })

  it.each([
    [401, 'Bearer resource_metadata="https://up.test.dev/x", error="invalid_token"', 'ours, error'],
    [401, 'Bearer realm="a, resource_metadata=b"', 'Bearer ours, realm'],
    [401, undefined, 'Bearer ours'],
    [403, 'Bearer error="insufficient_scope", scope="mcp:write"', 'Bearer ours, error'],
    [403, 'Basic realm="x"', 'Basic realm="x"'],
    [403, undefined, null],
  ])('passes %i with %s on', async (status, challenge, expected) => {
    const server = await passthrough()
    await server.runtime.script({
      status,
      headers: { 'content-type': 'text/plain', ...(challenge ? { 'www-authenticate': challenge } : {}) },
      chunks: [{ text: 'no' }],
    })
    const response = await knock(server, { token: 't' })
    const ours = `resource_metadata="${metadataUrl(server)}"`
    const got = response.headers.get('www-authenticate')
    expect([response.status, await response.text()]).toEqual([status, 'no'])
    if (expected === null) expect(got).toBeNull()
    else expect(got).toContain(expected.replace('ours', ours))
    expect(got ?? '').not.toContain('up.test.dev')
  })

  it('keeps 407 to itself: it speaks of a proxy between us and the runtime', async () => {
    const server = await passthrough()
    await server.runtime.script({ status: 407, headers: { 'proxy-authenticate': 'Basic realm="x"' } })
    expect(await codeOf(await knock(server, { token: 't' }))).toEqual([502, 'runtime_refused_gateway'])
  })

  it('lets a token through that verifies, and no other, where issuer and keys are configured', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }
    const jwksUri = `https://login.test.dev/keys-${crypto.randomUUID()}`
    vi.spyOn(platformIo, 'send').mockImplementation(async () => Response.json({ keys: [jwk] }))
    const server = await passthrough({ verification: { issuer: ISSUER, jwksUri, audience: 'api' } })
    const sign = (claims: Record<string, unknown>) =>
      new SignJWT({ iss: ISSUER, sub: 'ada', aud: 'api', ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setExpirationTime('5m')
        .sign(privateKey)
    expect((await knock(server, { token: await sign({}) })).status).toBe(200)
    for (const claims of [{ iss: 'https://evil.test.dev' }, { aud: 'other' }]) {
      expect((await knock(server, { token: await sign(claims) })).status).toBe(401)
    }
    const [header, payload] = (await sign({ sub: 'eve' })).split('.')
    expect((await knock(server, { token: `${header}.${payload}.AAAA` })).status).toBe(401)
    expect((await knock(server, { token: 'opaque' })).status).toBe(401)
    expect((await server.runtime.ledger()).length).toBe(1)
    // For an isolate that starts while their server is away.
    expect(await testEnv.KV.get(`jwks/${await sha256Base64url(jwksUri)}`, 'json')).toMatchObject({
      keys: { keys: [jwk] },
    })
  })

  it('closes while nobody can say whether a token is good (P6)', async () => {
    const jwksUri = `https://login.test.dev/gone-${crypto.randomUUID()}`
    vi.spyOn(platformIo, 'send').mockImplementation(async () => new Response('no', { status: 500 }))
    const server = await passthrough({ verification: { issuer: ISSUER, jwksUri } })
    const token = await new SignJWT({ iss: ISSUER, sub: 'ada' })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setExpirationTime('5m')
      .sign((await generateKeyPair('ES256')).privateKey)
    expect((await knock(server, { token })).status).toBe(503)
    expect(await server.runtime.ledger()).toEqual([])
  })

  it('asks none of our own origins for keys, whatever they are called (S10)', async () => {
    const customHost = `keys-${crypto.randomUUID()}.test.dev`
    const jwksUri = `https://login.test.dev/${crypto.randomUUID()}`
    await insertRows(testEnv.DB, {
      gateways: [gatewayRow({ id: 'gw_keys' })],
      servers: [serverRow({ id: 'srv_keys', slug: 'keys' })],
      attachments: [
        attachmentRow({ id: 'att_keys', serverId: 'srv_keys', gatewayId: 'gw_keys', customHost }),
      ],
    })
    const send = vi.spyOn(platformIo, 'send').mockImplementation(async () => Response.json({ keys: [] }))
    const server = await passthrough({ verification: { issuer: ISSUER, jwksUri } })
    const token = await new SignJWT({ iss: ISSUER, sub: 'ada' })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setExpirationTime('5m')
      .sign((await generateKeyPair('ES256')).privateKey)
    expect((await knock(server, { token })).status).toBe(401)
    const asked = send.mock.calls.find(([url]) => String(url) === jwksUri)
    expect(asked?.[2].ownOrigins).toEqual(
      expect.arrayContaining(['http://127.0.0.1:8787', 'http://localhost:8787', `http://${customHost}`]),
    )
  })

  it('seals a session to its person, not to the token', async () => {
    const server = await passthrough()
    const jwt = (sub: string, nonce: number) =>
      `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ iss: ISSUER, sub, nonce }))}.`.replaceAll('=', '')
    await server.runtime.script({
      headers: { 'content-type': 'application/json', 'mcp-session-id': 'inner' },
      chunks: [{ text: '{"jsonrpc":"2.0","id":{{id}},"result":{}}' }],
    })
    const body = { jsonrpc: '2.0', id: 1, method: 'initialize', params: {} }
    const opened = await knock(server, { token: jwt('ada', 1), body })
    const session = opened.headers.get('mcp-session-id') ?? ''
    const again = (token: string) => knock(server, { token, headers: { 'mcp-session-id': session } })
    expect((await again(jwt('ada', 2))).status).toBe(200)
    expect(await lastHeader(server, 'mcp-session-id')).toBe('inner')
    expect((await again(jwt('eve', 1))).status).toBe(404)
    expect((await again('opaque')).status).toBe(404)
  })

  it('takes the authorization server from what the runtime says, where none was entered', async () => {
    const server = await serverBehindDoor({ authMode: 'none' })
    const { origin, pathname } = new URL(server.runtime.url)
    const refused = await change(server.id, { authMode: 'passthrough' })
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('authorizationServers')])
    expect(origin + pathname).toBe(server.runtime.url)
  })
})
