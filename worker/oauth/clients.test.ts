import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { sha256Base64url, sha256Hex } from '../crypto/digest.ts'
import { clientRow, insertRows } from '../testing/rows.ts'
import { CLIENT_REDIRECT, env, OAuthWorld, VERIFIER, type Tokens } from '../testing/oauth-world.ts'
import { platformIo } from '../downstream/io.ts'
import { OutboundError } from '../net/outbound-error.ts'

const DOCUMENT = 'https://app.test.dev/oauth/client.json'
const CURSOR = 'cursor://anysphere.cursor-mcp/oauth/callback'

const document = (changes: Record<string, unknown> = {}) => ({
  client_id: DOCUMENT,
  client_name: 'Published App',
  redirect_uris: [CLIENT_REDIRECT],
  ...changes,
})
/** The document as JSON of exactly this length. */
const ofBytes = (body: object, bytes: number) => {
  const text = JSON.stringify({ ...body, padding: '' })
  return text.replace('"padding":""', `"padding":"${'x'.repeat(bytes - text.length)}"`)
}
const serve = (world: OAuthWorld, body: unknown, headers: Record<string, string> = {}, url = DOCUMENT) =>
  world.outside.set(
    url,
    () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { headers }),
  )
const openWith = async (world: OAuthWorld, clientId = DOCUMENT) =>
  world.open('a', await world.query('a', { client_id: clientId }))
/** Fetches of a document. */
const fetches = (world: OAuthWorld, url = DOCUMENT) =>
  world.ledger.filter((entry) => entry.url === url).length
/** KV is shared by the tests of a file: every test has a document of its own. */
let documents = 0
const freshUrl = () => {
  documents += 1
  return `https://app${documents}.test.dev/oauth/client.json`
}
/** Every operation of the object's KV fails meanwhile. */
const withoutKv = async (world: OAuthWorld, work: () => Promise<void>) => {
  const down = () => Promise.reject(new Error('KV 429 Too Many Requests'))
  const restore = await runInDurableObject(world.object(), () => {
    const { get, put } = env.KV
    Object.assign(env.KV, { get: down, put: down })
    return () => Object.assign(env.KV, { get, put })
  })
  try {
    await work()
  } finally {
    restore()
  }
}
const ageDocument = async (url: string, ms: number) => {
  for (const { name } of (await env.KV.list({ prefix: 'cimd/' })).keys) {
    const copy = await env.KV.get<{ url: string; freshUntil: number }>(name, 'json')
    if (copy?.url !== url) continue
    await env.KV.put(name, JSON.stringify({ ...copy, freshUntil: copy.freshUntil - ms }))
  }
}

describe('client metadata documents (O5)', () => {
  it('a good one is named with its verified domain, fetched once, and signs in', async () => {
    const world = await OAuthWorld.create()
    const url = freshUrl()
    serve(world, ofBytes(document({ client_id: url }), 5 * 1_024), {}, url)
    const page = await openWith(world, url)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain(new URL(url).host)
    const tokens = await world.tokens('a', { client_id: url })
    expect(tokens.access_token).toMatch(/^lmn_/)
    expect(fetches(world, url)).toBe(1)
  })

  it.each<[string, (url: string) => unknown]>([
    ['another client_id', (url) => document({ client_id: `${url}x` })],
    ['a secret', (url) => document({ client_id: url, client_secret: 's' })],
    ['the end of a secret', (url) => document({ client_id: url, client_secret_expires_at: 0 })],
    [
      'a shared-secret method beside none',
      (url) =>
        document({
          client_id: url,
          token_endpoint_auth_method: 'client_secret_basic',
          token_endpoint_auth_methods_supported: ['none'],
        }),
    ],
    ['a private key', (url) => document({ client_id: url, jwks: { keys: [{ kty: 'EC', d: 'x' }] } })],
    [
      'a shared-secret method',
      (url) => document({ client_id: url, token_endpoint_auth_method: 'client_secret_post' }),
    ],
    [
      'private_key_jwt without keys',
      (url) => document({ client_id: url, token_endpoint_auth_method: 'private_key_jwt' }),
    ],
    ['no redirect URI', (url) => document({ client_id: url, redirect_uris: [] })],
    ['no JSON', () => '<html>'],
    ['an array', () => []],
    ['more than 5 KB', (url) => ofBytes(document({ client_id: url }), 5 * 1_024 + 1)],
  ])('one with %s is refused on a page and never cached', async (_name, body) => {
    const world = await OAuthWorld.create()
    const url = freshUrl()
    serve(world, body(url), {}, url)
    expect((await openWith(world, url)).status).toBe(400)
    serve(world, document({ client_id: url }), {}, url)
    expect((await openWith(world, url)).status).toBe(200)
    expect(fetches(world, url)).toBe(2)
  })

  it.each([
    'http://app.test.dev/client.json',
    'https://app.test.dev',
    'https://app.test.dev/',
    'https://app.test.dev/a/../client.json',
    'https://app.test.dev/%2e%2e/client.json',
    'https://user@app.test.dev/client.json',
    'https://app.test.dev/client.json#x',
    'https://APP.test.dev/client.json',
    'https://app.test.dev:443/client.json',
    'https://app.test.dev\\client.json',
    'https://localhost/client.json',
    'https://127.0.0.1/client.json',
    'https://[::1]/client.json',
    'https://[::ffff:10.0.0.1]/client.json',
    'https://169.254.169.254/latest',
    'https://2130706433/client.json',
    'https://metadata.internal/client.json',
  ])('%s is refused and nothing is sent', async (clientId) => {
    const world = await OAuthWorld.create()
    const response = await openWith(world, clientId)
    expect([response.status, world.ledger.length]).toEqual([400, 0])
  })

  it('a redirect, a 404 and a refused target are no client; an outage is 503, never invalid_client', async () => {
    const world = await OAuthWorld.create()
    const signedIn = async () => {
      const url = freshUrl()
      serve(world, document({ client_id: url }), {}, url)
      const { refresh_token } = await world.tokens('a', { client_id: url })
      await ageDocument(url, 8 * 24 * 3_600_000)
      return { url, refresh_token }
    }
    const outages: [string, () => Response, number, string][] = [
      ['404', () => new Response('', { status: 404 }), 400, 'invalid_client'],
      [
        'redirect',
        () => {
          throw new OutboundError('redirected', '')
        },
        400,
        'invalid_client',
      ],
      ['500', () => new Response('', { status: 500 }), 503, 'temporarily_unavailable'],
      ['429', () => new Response('', { status: 429 }), 503, 'temporarily_unavailable'],
      [
        'timeout',
        () => {
          throw new OutboundError('timeout', '')
        },
        503,
        'temporarily_unavailable',
      ],
      [
        'unreachable',
        () => {
          throw new OutboundError('unreachable', '')
        },
        503,
        'temporarily_unavailable',
      ],
      [
        'cut',
        () => {
          throw new OutboundError('cut', '')
        },
        503,
        'temporarily_unavailable',
      ],
    ]
    for (const [name, answer, status, error] of outages) {
      const { url, refresh_token } = await signedIn()
      world.outside.set(url, answer)
      expect([name, (await openWith(world, url)).status]).toEqual([name, status])
      const token = await world.refresh('a', refresh_token, { client_id: url })
      expect([name, (await token.json<{ error: string }>()).error]).toEqual([name, error])
    }
  })

  it('the last valid copy serves 7 days while the host does not answer, then 503', async () => {
    const world = await OAuthWorld.create()
    const url = freshUrl()
    serve(world, document({ client_id: url }), {}, url)
    await openWith(world, url)
    world.outside.set(url, () => new Response('', { status: 500 }))
    await ageDocument(url, 6 * 24 * 3_600_000)
    expect((await openWith(world, url)).status).toBe(200)
    await ageDocument(url, 2 * 24 * 3_600_000)
    expect((await openWith(world, url)).status).toBe(503)
  })

  it('a copy is kept for as long as it is fresh and 7 days more', async () => {
    const world = await OAuthWorld.create()
    const url = freshUrl()
    serve(world, document({ client_id: url }), { 'cache-control': 'max-age=3600' }, url)
    await openWith(world, url)
    const { keys } = await env.KV.list({ prefix: `cimd/${await sha256Base64url(url)}` })
    const seconds = (keys[0]?.expiration ?? 0) - Date.now() / 1_000
    expect(Math.round(seconds / 60)).toBe(7 * 24 * 60 + 60)
  })

  it('a host has 10 seconds to answer', async () => {
    const world = await OAuthWorld.create()
    const { send } = platformIo
    const allowed: unknown[] = []
    platformIo.send = (url, init, options) => {
      allowed.push(options.timeoutMs)
      return send(url, init, options)
    }
    try {
      await openWith(world, freshUrl())
    } finally {
      platformIo.send = send
    }
    expect(allowed).toEqual([10_000])
  })

  it('a host that answers with something invalid is believed at once, whatever the copy says', async () => {
    const world = await OAuthWorld.create()
    const url = freshUrl()
    serve(world, document({ client_id: url }), {}, url)
    await openWith(world, url)
    await ageDocument(url, 24 * 3_600_000)
    world.outside.set(url, () => new Response('', { status: 404 }))
    expect((await openWith(world, url)).status).toBe(400)
  })

  it('a host that sends its document too slowly counts as one that does not answer', async () => {
    const world = await OAuthWorld.create()
    const url = freshUrl()
    const text = JSON.stringify(document({ client_id: url }))
    const { now } = platformIo
    // The headers alone took nearly all of the ten seconds; the body then never ends.
    world.outside.set(url, () => {
      platformIo.now = () => now() + 9_900
      return new Response(
        new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode(text)) }),
      )
    })
    const askedAt = Date.now()
    try {
      expect((await openWith(world, url)).status).toBe(503)
    } finally {
      platformIo.now = now
    }
    expect(Date.now() - askedAt).toBeLessThan(5_000)
  })

  it('token and revoke fetch no document for a client that has signed nobody in', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    const requests = world.ledger.length
    const url = freshUrl()
    serve(world, document({ client_id: url }), {}, url)
    const refused = [
      await world.refresh('a', tokens.refresh_token, { client_id: url }),
      await world.post('a', 'revoke', { client_id: url, token: tokens.access_token }),
      await world.post('a', 'token', { client_id: url }),
    ]
    for (const response of refused) expect(response.status).toBe(401)
    expect(world.ledger).toHaveLength(requests)
  })

  it('many who ask at once share one fetch', async () => {
    const world = await OAuthWorld.create()
    const url = freshUrl()
    const answer = Promise.withResolvers<void>()
    world.outside.set(url, async () => {
      await answer.promise
      return Response.json(document({ client_id: url }))
    })
    const pages = Array.from({ length: 10 }, () => openWith(world, url))
    await expect.poll(() => fetches(world, url)).toBeGreaterThan(0)
    answer.resolve()
    expect(new Set((await Promise.all(pages)).map((page) => page.status))).toEqual(new Set([200]))
    expect(fetches(world, url)).toBe(1)
  })

  it('a client goes on while KV fails; one that only KV knows is asked to come later', async () => {
    const world = await OAuthWorld.create()
    const url = freshUrl()
    serve(world, document({ client_id: url }), {}, url)
    const registered = (await (await world.register('a')).json<{ client_id: string }>()).client_id
    const tokens = await world.tokens('a', { client_id: registered })
    await withoutKv(world, async () => {
      expect((await openWith(world, url)).status).toBe(200)
      expect((await openWith(world)).status).not.toBe(500)
      expect((await openWith(world, registered)).status).toBe(503)
      const answers = [
        await world.refresh('a', tokens.refresh_token, { client_id: registered }),
        await world.register('a'),
      ]
      for (const response of answers) {
        expect([response.status, (await response.json<{ error: string }>()).error]).toEqual([
          503,
          'temporarily_unavailable',
        ])
        expect(response.headers.get('retry-after')).toBe('30')
      }
    })
    expect((await world.refresh('a', tokens.refresh_token, { client_id: registered })).status).toBe(200)
  })

  it('only trusted hosts, and only where documents are accepted at all', async () => {
    const registration = {
      dcr: true,
      cimd: true,
      privateUseRedirectUris: [],
      cimdTrustedHosts: ['trusted.test.dev'],
    }
    const listed = await OAuthWorld.create({ clientRegistration: registration })
    serve(listed, document())
    expect((await openWith(listed)).status).toBe(400)
    const closed = await OAuthWorld.create({
      clientRegistration: { ...registration, cimd: false, cimdTrustedHosts: null },
    })
    serve(closed, document())
    expect((await openWith(closed)).status).toBe(400)
    expect([...listed.ledger, ...closed.ledger]).toEqual([])
  })
})

describe('how long a document is fresh', () => {
  it('is between 5 minutes and 24 hours, by its headers', async () => {
    const { freshMs } = await import('../gateway/authorization/clients/cache-lifetime.ts')
    const minutes = (headers: Record<string, string>) => freshMs(new Headers(headers), 0) / 60_000
    expect(minutes({})).toBe(5)
    expect(minutes({ 'cache-control': 'no-store' })).toBe(5)
    expect(minutes({ 'cache-control': 'public, max-age=3600' })).toBe(60)
    expect(minutes({ 'cache-control': 'max-age=60, s-maxage=1200' })).toBe(20)
    expect(minutes({ 'cache-control': 'max-age=999999999' })).toBe(1_440)
    expect(minutes({ expires: new Date(7_200_000).toUTCString() })).toBe(120)
  })
})

describe('dynamic registration (O5)', () => {
  it.each<[string, unknown]>([
    ['no URL', 'not a url'],
    ['a word', 'foo'],
    ['an empty one', ''],
    ['a script', 'javascript:alert(1)'],
    ['a fragment', 'https://client.test.dev/cb#x'],
    ['user information', 'https://me@client.test.dev/cb'],
    ['a wildcard port', 'http://localhost:*/cb'],
    ['a remote http one', 'http://client.test.dev/cb'],
    ['a foreign scheme', 'odd://x'],
    ['more than 2,048 characters', `https://client.test.dev/${'x'.repeat(2_048)}`],
    ['a number', 7],
    ['null', null],
    ['an object', {}],
  ])('%s among the redirect URIs is left out and does not fail it', async (_name, odd) => {
    const world = await OAuthWorld.create()
    const response = await world.register('a', { redirect_uris: [odd, CLIENT_REDIRECT] })
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({ redirect_uris: [CLIENT_REDIRECT] })
    expect((await world.register('a', { redirect_uris: [odd] })).status).toBe(400)
  })

  it('the redirect URIs that were kept are answered, and work', async () => {
    const world = await OAuthWorld.create()
    const uris = [
      CURSOR,
      'http://localhost:8787/callback',
      'https://www.cursor.com/agents/mcp/oauth/callback',
    ]
    const response = await world.register('a', { redirect_uris: [...uris, 'odd://x'] })
    expect(response.status).toBe(201)
    const { client_id, redirect_uris } = await response.json<{ client_id: string; redirect_uris: string[] }>()
    expect(redirect_uris).toEqual(uris)
    for (const [uri, status] of [...uris.map((uri) => [uri, 200] as const), ['odd://x', 400] as const]) {
      expect([
        uri,
        (await world.open('a', await world.query('a', { client_id, redirect_uri: uri }))).status,
      ]).toEqual([uri, status])
    }
  })

  it('only the exact private-use URIs of the Gateway are sent a code; none where the list is empty', async () => {
    const world = await OAuthWorld.create({
      clientRegistration: { dcr: true, cimd: true, cimdTrustedHosts: null, privateUseRedirectUris: [] },
    })
    expect((await world.register('a', { redirect_uris: [CURSOR] })).status).toBe(400)
    const other = await OAuthWorld.create()
    expect((await other.register('a', { redirect_uris: [CURSOR] })).status).toBe(201)
    for (const uri of ['myapp://cb', `${CURSOR}/x`, `${CURSOR}?x=1`]) {
      expect([uri, (await other.register('a', { redirect_uris: [uri] })).status]).toEqual([uri, 400])
    }
  })

  it('grant types Limen does not have are left out, an unusable registration is refused', async () => {
    const world = await OAuthWorld.create()
    const some = await world.register('a', { grant_types: ['authorization_code', 'implicit'] })
    expect(await some.json()).toMatchObject({ grant_types: ['authorization_code'] })
    expect((await world.register('a', { grant_types: ['implicit'] })).status).toBe(400)
  })

  it('takes a private_key_jwt client with its keys (O3), and none without', async () => {
    const world = await OAuthWorld.create()
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const jwk = { ...(await exportJWK(publicKey)), alg: 'ES256' }
    const jwksUri = `${freshUrl()}.keys`
    serve(world, { keys: [jwk] }, {}, jwksUri)
    const method = { token_endpoint_auth_method: 'private_key_jwt' }
    for (const keys of [
      {},
      { jwks_uri: 'http://app.test.dev/keys' },
      {
        jwks: { keys: [await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey)] },
      },
      { jwks: { keys: [jwk] }, jwks_uri: jwksUri },
    ]) {
      const response = await world.register('a', { ...method, ...keys })
      expect([response.status, (await response.json<{ error: string }>()).error]).toEqual([
        400,
        'invalid_client_metadata',
      ])
    }
    for (const keys of [{ jwks_uri: jwksUri }, { jwks: { keys: [jwk] } }]) {
      const response = await world.register('a', { ...method, ...keys })
      expect(response.status).toBe(201)
      const registered = await response.json<Record<string, unknown>>()
      expect(registered).toMatchObject({ ...method, ...keys })
      expect(registered).not.toHaveProperty('client_secret')
      const client_id = String(registered['client_id'])
      const code = await world.code('a', { client_id })
      expect((await world.redeem('a', code, { client_id })).status).toBe(401)
      const assertion = await new SignJWT({ jti: crypto.randomUUID() })
        .setProtectedHeader({ alg: 'ES256' })
        .setIssuer(client_id)
        .setSubject(client_id)
        .setAudience(world.surface('a').issuer)
        .setExpirationTime('1m')
        .sign(privateKey)
      const proof = {
        client_id,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      }
      expect((await world.redeem('a', code, proof)).status).toBe(200)
    }
  })

  it('closed where the Gateway says so, and unknown at another attachment', async () => {
    const closed = await OAuthWorld.create({
      clientRegistration: { dcr: false, cimd: true, cimdTrustedHosts: null, privateUseRedirectUris: [] },
    })
    expect((await closed.register('a')).status).toBe(403)
    const world = await OAuthWorld.create()
    const { client_id } = await (await world.register('a')).json<{ client_id: string }>()
    expect((await world.open('a', await world.query('a', { client_id }))).status).toBe(200)
    for (const which of ['b', 'host'] as const) {
      expect((await world.open(which, await world.query(which, { client_id }))).status).toBe(400)
    }
  })

  it('lives 24 hours until its first token, then never less than 90 days from the last', async () => {
    const world = await OAuthWorld.create()
    const { client_id } = await (await world.register('a')).json<{ client_id: string }>()
    const days = async () => {
      const { keys } = await env.KV.list({
        prefix: `client/${world.snapshot('a').attachment.id}:p/${client_id}`,
      })
      return Math.round(((keys[0]?.expiration ?? 0) - Date.now() / 1_000) / 86_400)
    }
    expect(await days()).toBe(1)
    await world.tokens('a', { client_id })
    // A token of the following 24 hours renews nothing, and has its 90 days all the same.
    await expect.poll(days).toBe(91)
  })

  it('a token of a later day counts as the last one', async () => {
    const world = await OAuthWorld.create()
    const { client_id } = await (await world.register('a')).json<{ client_id: string }>()
    const tokens = await world.tokens('a', { client_id })
    const key = `client/${world.snapshot('a').attachment.id}:p/${client_id}`
    const stored = async () => env.KV.get<{ usedAt: number | null }>(key, 'json')
    await expect.poll(async () => (await stored())?.usedAt).toBeGreaterThan(0)
    const yesterday = Math.floor(Date.now() / 1_000) - 25 * 3_600
    await env.KV.put(key, JSON.stringify({ ...(await stored()), usedAt: yesterday }))
    expect((await world.refresh('a', tokens.refresh_token, { client_id })).status).toBe(200)
    await expect.poll(async () => (await stored())?.usedAt).toBeGreaterThan(yesterday)
    const { keys } = await env.KV.list({ prefix: key })
    expect(Math.round(((keys[0]?.expiration ?? 0) - Date.now() / 1_000) / 86_400)).toBe(91)
  })

  it('keys nested as deep as a body allows are no fault of the server (O11)', async () => {
    const world = await OAuthWorld.create()
    const { publicKey } = await generateKeyPair('ES256')
    const jwk = JSON.stringify(await exportJWK(publicKey))
    const deep = `${'['.repeat(25_000)}${']'.repeat(25_000)}`
    const body = (key: string) =>
      `{"redirect_uris":["${CLIENT_REDIRECT}"],"token_endpoint_auth_method":"private_key_jwt","jwks":{"keys":[${key}]}}`
    const register = async (key: string) =>
      world.send(
        'a',
        'register',
        new Request(world.surface('a').registrationEndpoint, { method: 'POST', body: body(key) }),
      )
    const response = await register(`${jwk.slice(0, -1)},"deep":${deep}}`)
    expect(response.status).toBe(201)
    const kept = await register(`${jwk.slice(0, -1)},"key_ops":["verify"],"odd":{"x":[]}}`)
    expect(kept.status).toBe(201)
    expect(await kept.json()).toMatchObject({
      jwks: { keys: [{ ...(JSON.parse(jwk) as object), key_ops: ['verify'] }] },
    })
  })
})

describe('client authentication', () => {
  const confidential = async (world: OAuthWorld, changes: Parameters<typeof clientRow>[0] = {}) => {
    const id = `conf-${world.gatewayId}`
    const row = clientRow({
      id,
      gatewayId: world.gatewayId,
      tokenEndpointAuthMethod: 'client_secret_basic',
      secretHash: await sha256Hex('s3cret:+/ä'),
      redirectUris: [CLIENT_REDIRECT],
      ...changes,
    })
    await insertRows(env.DB, { clients: [row] })
    await world.object().configurationChanged()
    return id
  }
  const form = (code: string, changes: Record<string, string> = {}) => ({
    grant_type: 'authorization_code',
    redirect_uri: CLIENT_REDIRECT,
    code_verifier: VERIFIER,
    code,
    ...changes,
  })
  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`,
  })

  it('a confidential client proves itself by Basic or in the form, and needs PKCE all the same', async () => {
    const world = await OAuthWorld.create()
    const id = await confidential(world)
    const secret = 's3cret:+/ä'
    const query = await world.query('a', {
      client_id: id,
      code_challenge: undefined,
      code_challenge_method: undefined,
    })
    const opened = await world.open('a', query)
    expect(new URL(opened.headers.get('location') ?? '').searchParams.get('error')).toBe('invalid_request')

    const code = () => world.code('a', { client_id: id })
    expect((await world.post('a', 'token', form(await code()), basic(id, secret))).status).toBe(200)
    expect(
      (await world.post('a', 'token', form(await code(), { client_id: id }), basic(id, secret))).status,
    ).toBe(200)
    expect(
      (await world.post('a', 'token', form(await code(), { client_id: id, client_secret: secret }))).status,
    ).toBe(200)

    const last = form(await code())
    const before = await world.stateSnapshot()
    const wrong = await world.post('a', 'token', last, basic(id, 'wrong'))
    expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="OAuth"'])
    expect((await world.post('a', 'token', { ...last, client_id: id })).status).toBe(401)
    expect((await world.post('a', 'token', { ...last, client_id: id, client_secret: 'wrong' })).status).toBe(
      401,
    )
    expect(
      (await world.post('a', 'token', { ...last, client_secret: secret }, basic(id, secret))).status,
    ).toBe(400)
    expect((await world.post('a', 'token', { ...last, client_id: 'other' }, basic(id, secret))).status).toBe(
      400,
    )
    expect(await world.stateSnapshot()).toBe(before)
  })

  it('private_key_jwt: only a fresh assertion of the right client, audience and key, once', async () => {
    const world = await OAuthWorld.create()
    const url = freshUrl()
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const stranger = await generateKeyPair('ES256')
    const jwksUri = `${url}.keys`
    serve(world, { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] }, {}, jwksUri)
    serve(
      world,
      document({ client_id: url, token_endpoint_auth_method: 'private_key_jwt', jwks_uri: jwksUri }),
      {},
      url,
    )
    let ids = 0
    const assertion = async (
      changes: { iss?: string; aud?: string; key?: CryptoKey; exp?: string; jti?: string } = {},
    ) => {
      ids += 1
      return new SignJWT({ jti: changes.jti ?? `jti-${ids}` })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .setIssuer(changes.iss ?? url)
        .setSubject(changes.iss ?? url)
        .setAudience(changes.aud ?? world.surface('a').tokenEndpoint)
        .setIssuedAt()
        .setExpirationTime(changes.exp ?? '1m')
        .sign(changes.key ?? privateKey)
    }
    const redeem = async (jwt: string, code: string) =>
      world.post('a', 'token', {
        ...form(code),
        client_id: url,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: jwt,
      })
    const code = await world.code('a', { client_id: url })
    const before = await world.stateSnapshot()
    const wrong: [string, string][] = [
      ['none', 'rubbish'],
      ['issuer', await assertion({ iss: 'https://other.test.dev/x' })],
      ['audience', await assertion({ aud: 'https://other.test.dev/token' })],
      ['audience of B', await assertion({ aud: world.surface('b').tokenEndpoint })],
      ['key', await assertion({ key: stranger.privateKey })],
      ['expired', await assertion({ exp: '-5m' })],
      ['endless', await assertion({ exp: '30d' })],
    ]
    for (const [name, jwt] of wrong) expect([name, (await redeem(jwt, code)).status]).toEqual([name, 401])
    expect((await world.redeem('a', code, { client_id: url })).status).toBe(401)
    expect(JSON.parse(await world.stateSnapshot())[0]).toEqual(JSON.parse(before)[0])

    const used = await assertion({ aud: world.surface('a').issuer })
    const response = await redeem(used, code)
    expect(response.status).toBe(200)
    const { refresh_token } = await response.json<Tokens>()
    const refresh = (jwt: string) =>
      world.post('a', 'token', {
        grant_type: 'refresh_token',
        refresh_token,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: jwt,
      })
    expect((await refresh(used)).status).toBe(401)
    // Not only while the object is in memory.
    await evictDurableObject(world.object())
    expect((await refresh(used)).status).toBe(401)
    expect((await refresh(await assertion())).status).toBe(200)
    expect((await refresh(await assertion())).status).toBe(200)
  })
})

describe('keys of a private_key_jwt client', () => {
  it('are asked for again when an unknown one signs, once a minute at most', async () => {
    const world = await OAuthWorld.create()
    const id = `rotating-${world.gatewayId}`
    const jwksUri = `${freshUrl()}.keys`
    const pairs = { k1: await generateKeyPair('ES256'), k2: await generateKeyPair('ES256') }
    const publish = async (kid: keyof typeof pairs) =>
      serve(world, { keys: [{ ...(await exportJWK(pairs[kid].publicKey)), kid, alg: 'ES256' }] }, {}, jwksUri)
    const row = {
      id,
      gatewayId: world.gatewayId,
      tokenEndpointAuthMethod: 'private_key_jwt',
      jwksUri,
    } as const
    await insertRows(env.DB, { clients: [clientRow(row)] })
    await world.object().configurationChanged()
    const status = async (kid: keyof typeof pairs) => {
      const client_assertion = await new SignJWT({ jti: crypto.randomUUID() })
        .setProtectedHeader({ alg: 'ES256', kid })
        .setIssuer(id)
        .setSubject(id)
        .setAudience(world.surface('a').issuer)
        .setExpirationTime('1m')
        .sign(pairs[kid].privateKey)
      const response = await world.refresh('a', 'x', {
        client_id: id,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion,
      })
      return response.status
    }
    await publish('k1')
    // 400: the client is known, its token is not.
    expect([await status('k1'), await status('k2'), await status('k2')]).toEqual([400, 401, 401])
    expect(fetches(world, jwksUri)).toBe(1)
    await publish('k2')
    for (const { name } of (await env.KV.list({ prefix: 'client-jwks/' })).keys) {
      const copy = await env.KV.get<{ url: string; fetchedAt: number }>(name, 'json')
      if (copy?.url !== jwksUri) continue
      await env.KV.put(name, JSON.stringify({ ...copy, fetchedAt: copy.fetchedAt - 61_000 }))
    }
    expect([await status('k2'), fetches(world, jwksUri)]).toEqual([400, 2])
  })
})

describe('a key set of a stranger (O11)', () => {
  const answerFor = async (keySet: (key: Record<string, unknown>) => string) => {
    const world = await OAuthWorld.create()
    const jwksUri = `${freshUrl()}.keys`
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    serve(world, keySet({ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }), {}, jwksUri)
    const method = { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: jwksUri }
    const { client_id } = await (await world.register('a', method)).json<{ client_id: string }>()
    const client_assertion = await new SignJWT({ jti: crypto.randomUUID() })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(client_id)
      .setSubject(client_id)
      .setAudience(world.surface('a').issuer)
      .setExpirationTime('1m')
      .sign(privateKey)
    const response = await world.refresh('a', 'x', {
      client_id,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
    })
    return [response.status, (await response.json<{ error: string }>()).error]
  }
  const deep = `${'['.repeat(25_000)}${']'.repeat(25_000)}`

  it('may be nested as deep as it may be large', async () => {
    const answer = await answerFor((key) => `{"keys":[${JSON.stringify(key).slice(0, -1)},"deep":${deep}}]}`)
    // The client is known, its token is not.
    expect(answer).toEqual([400, 'invalid_grant'])
  })

  it.each<[string, (key: Record<string, unknown>) => unknown]>([
    ['a key without a coordinate', (key) => ({ keys: [{ ...key, x: undefined }] })],
    ['a key off the curve', (key) => ({ keys: [{ ...key, x: key['y'] }] })],
    ['a coordinate that is no text', (key) => ({ keys: [{ ...key, x: 7 }] })],
    ['a use that cannot be read', (key) => ({ keys: [{ ...key, use: 7 }] })],
    ['operations that cannot be read', (key) => ({ keys: [{ ...key, key_ops: ['verify', 7] }] })],
    ['a key of another kind', (key) => ({ keys: [{ ...key, kty: 'RSA' }] })],
    ['no keys', () => ({ keys: [] })],
    ['no list', () => ({ keys: {} })],
    ['null', () => null],
  ])('that holds %s proves nothing, and is no fault of the server', async (_name, keySet) => {
    expect(await answerFor((key) => JSON.stringify(keySet(key)))).toEqual([401, 'invalid_client'])
  })
})

describe('own origins (S10)', () => {
  it('keys that a client names itself are never asked for at a private address', async () => {
    const world = await OAuthWorld.create()
    const jwksUri = 'https://127.0.0.1:9/keys.json'
    const method = { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: jwksUri }
    const { client_id } = await (await world.register('a', method)).json<{ client_id: string }>()
    const response = await world.post('a', 'token', {
      grant_type: 'refresh_token',
      client_id,
      refresh_token: 'x',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: 'a.b.c',
    })
    expect([response.status, fetches(world, jwksUri)]).toEqual([401, 0])
  })

  it('keys are never asked for at a custom host, also where another Gateway owns it', async () => {
    const other = await OAuthWorld.create()
    const customHost = `localhost:${49_000 + Math.floor(Math.random() * 1_000)}`
    await env.DB.prepare('UPDATE attachments SET custom_host = ? WHERE id = ?')
      .bind(customHost, other.snapshot('a').attachment.id)
      .run()
    const world = await OAuthWorld.create()
    for (const [host, requests] of [
      [customHost, 0],
      ['localhost:48999', 1],
    ] as const) {
      const id = `keys-${host}`
      const jwksUri = `http://${host}/keys.json`
      const row = {
        id,
        gatewayId: world.gatewayId,
        tokenEndpointAuthMethod: 'private_key_jwt',
        jwksUri,
      } as const
      await insertRows(env.DB, { clients: [clientRow(row)] })
      await world.object().configurationChanged()
      const response = await world.post('a', 'token', {
        grant_type: 'refresh_token',
        client_id: id,
        refresh_token: 'x',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: 'a.b.c',
      })
      expect([host, response.status, fetches(world, jwksUri)]).toEqual([host, 401, requests])
    }
  })
})
