// Token exchange for embedding apps (product.md §5, RFC 8693).
import { base64url, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { describe, expect, it, vi } from 'vitest'
import { attachments, embeddingApps } from '../../schema/tables/index.ts'
import { sha256Base64url } from '../crypto/digest.ts'
import {
  APP_ORIGIN,
  APP_SECRET,
  createEmbeddingWorld,
  EXCHANGE,
  HOST_CLIENT_ID,
  type EmbeddingWorld,
} from '../testing/embedding-world.ts'
import { env, OAuthWorld, type Which } from '../testing/oauth-world.ts'
import { checkCredential } from './credential/check-credential.ts'
import { forgetAllCredentials } from './credential/credential-cache.ts'

interface Exchanged {
  access_token: string
  expires_in: number
  scope: string
}

vi.setConfig({ testTimeout: 60_000 })
const db = drizzle(env.DB)

/** What the object says to a call with this token, past the isolate's cache. */
function ask(world: OAuthWorld, token: string, which: Which = 'a') {
  forgetAllCredentials()
  const headers = { authorization: `Bearer ${token}` }
  const surface = world.surface(which)
  const request = new Request(surface.resource, { headers })
  return checkCredential(request, env, world.snapshot(which), surface, { maxAgeMs: 0 })
}

async function exchanged({ exchange, subjectToken }: EmbeddingWorld, claims = {}): Promise<Exchanged> {
  const response = await exchange(await subjectToken(claims))
  expect(response.status).toBe(200)
  return response.json<Exchanged>()
}

async function refusal(answer: Response | Promise<Response>) {
  const response = await answer
  const { error } = await response.json<{ error: string }>()
  return [response.status, error]
}

describe('a token exchange', () => {
  it('gives 15 minutes, no refresh token, no grant, and the runtime the user’s own token', async () => {
    const embedding = await createEmbeddingWorld()
    const { world, app } = embedding
    const token = await embedding.subjectToken()
    const response = await embedding.exchange(token)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const body = await response.json<Record<string, unknown>>()
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 900,
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      scope: 'tickets.read',
    })
    expect(body['refresh_token']).toBeUndefined()
    const answer = await ask(world, String(body['access_token']))
    expect(answer).toMatchObject({
      ok: true,
      downstream: { accessToken: token },
      caller: {
        clientId: app.id,
        clientName: 'Host app',
        scopes: ['tickets.read'],
        identity: {
          issuer: 'https://as.test.dev',
          subject: 'ada',
          organization: 'org_engines',
          email: 'ada@example.com',
          emailVerified: true,
        },
      },
    })
    expect(await world.sql((sql) => sql.exec('SELECT * FROM grants').toArray())).toEqual([])
    expect(world.ledger.filter(({ url }) => url.endsWith('/token'))).toEqual([])
  })

  it('ends with the subject token where that ends earlier', async () => {
    const embedding = await createEmbeddingWorld()
    const exp = Math.floor(Date.now() / 1_000) + 60
    const { access_token, expires_in } = await exchanged(embedding, { exp })
    expect(expires_in).toBeLessThanOrEqual(60)
    const answer = await ask(embedding.world, access_token)
    expect(answer.ok && answer.expiresAt).toBeLessThanOrEqual(exp * 1_000)
  })

  it('is one and the same user as the one who signs in at a client', async () => {
    const embedding = await createEmbeddingWorld()
    const { world } = embedding
    world.outside.set('https://as.test.dev/userinfo', () =>
      Response.json({ sub: 'ada', email: 'ada@example.com', email_verified: true, org: 'org_engines' }),
    )
    const asClient = await ask(world, (await world.tokens('a')).access_token)
    const asApp = await ask(world, (await exchanged(embedding)).access_token)
    if (!asClient.ok || !asApp.ok || !asClient.caller || !asApp.caller) throw new Error('refused')
    expect(asApp.caller.userId).toBe(asClient.caller.userId)
  })

  it.each([
    ['a secret in the form', {}, {}],
    ['a secret in the header', { client_id: undefined, client_secret: undefined }, 'basic'],
  ])('lets the app prove itself with %s', async (_name, form, headers) => {
    const { app, exchange, subjectToken } = await createEmbeddingWorld()
    const basic = { authorization: `Basic ${btoa(`${app.id}:${APP_SECRET}`)}` }
    const answer = await exchange(await subjectToken(), { form, headers: headers === 'basic' ? basic : {} })
    expect(answer.status).toBe(200)
  })

  it('lets an app with private_key_jwt prove itself, each assertion once', async () => {
    const jwksUri = 'https://host-app.test.dev/jwks'
    const { world, app, exchange, subjectToken } = await createEmbeddingWorld({
      tokenEndpointAuthMethod: 'private_key_jwt',
      secretHash: null,
      jwksUri,
    })
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const jwk = { ...(await exportJWK(publicKey)), kid: 'a1' }
    world.outside.set(jwksUri, () => Response.json({ keys: [jwk] }))
    const assertion = await new SignJWT({ jti: crypto.randomUUID() })
      .setProtectedHeader({ alg: 'ES256', kid: 'a1' })
      .setIssuer(app.id)
      .setSubject(app.id)
      .setAudience(world.surface('a').tokenEndpoint)
      .setExpirationTime('2m')
      .sign(privateKey)
    const form = {
      client_secret: undefined,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }
    expect((await exchange(await subjectToken(), { form })).status).toBe(200)
    expect(await refusal(exchange(await subjectToken(), { form }))).toEqual([401, 'invalid_client'])
    expect(await refusal(exchange(await subjectToken()))).toEqual([401, 'invalid_client'])
  })
})

describe('a subject token is refused, and nothing is stored,', () => {
  const now = Math.floor(Date.now() / 1_000)
  it.each([
    ['of Limen itself', { client_id: 'limen' }],
    ['of Limen itself in azp, beside the app as client_id', { azp: 'limen' }],
    ['of another client', { client_id: 'somebody' }],
    ['whose azp and client_id disagree', { azp: 'somebody' }],
    ['that names no client', { client_id: undefined }],
    ['of another issuer', { iss: 'https://other.test.dev' }],
    ['for another audience', { aud: 'https://other-api.test.dev' }],
    ['without an audience', { aud: undefined }],
    ['that has expired', { exp: now - 1 }],
    ['that has expired within the tolerance for clocks', { exp: now - 30 }],
    ['without an end', { exp: undefined }],
    ['that is not valid yet', { nbf: now + 600 }],
    ['without a subject', { sub: undefined }],
    ['that ends in a moment', { exp: now + 2 }],
  ])('%s', async (_name, claims) => {
    const { world, exchange, subjectToken } = await createEmbeddingWorld()
    const before = await world.stateSnapshot()
    expect(await refusal(exchange(await subjectToken(claims)))).toEqual([400, 'invalid_request'])
    expect(await world.stateSnapshot()).toBe(before)
  })

  it('signed by another key, by none, or with its text changed', async () => {
    const { exchange, subjectToken } = await createEmbeddingWorld()
    const other = await generateKeyPair('ES256')
    const genuine = await subjectToken()
    const [header, payload, signature] = genuine.split('.')
    const claims = JSON.parse(new TextDecoder().decode(base64url.decode(payload ?? ''))) as object
    const changed = base64url.encode(JSON.stringify({ ...claims, sub: 'grace' }))
    for (const token of [
      await subjectToken({}, other.privateKey),
      new UnsecuredJWT({ ...claims }).encode(),
      `${header}.${changed}.${signature}`,
      'x'.repeat(9_000),
      'opaque',
    ]) {
      expect(await refusal(exchange(token))).toEqual([400, 'invalid_request'])
    }
  })

  it('of any other Gateway’s client, even where an app claims that id as its own', async () => {
    await OAuthWorld.create({ clientId: 'limen-elsewhere' })
    const change = { downstreamClientId: 'limen-elsewhere' }
    const { exchange, subjectToken } = await createEmbeddingWorld(change)
    const token = await subjectToken({ client_id: 'limen-elsewhere' })
    expect(await refusal(exchange(token))).toEqual([400, 'invalid_request'])
  })

  it('at a Gateway that names no audience, because nobody can say that the token is for it', async () => {
    const { exchange, subjectToken } = await createEmbeddingWorld({}, { resource: null, audience: null })
    expect(await refusal(exchange(await subjectToken()))).toEqual([400, 'invalid_request'])
  })

  it('an MCP token of Limen is none', async () => {
    const { world, exchange } = await createEmbeddingWorld()
    const { access_token } = await world.tokens('a')
    expect(await refusal(exchange(access_token))).toEqual([400, 'invalid_request'])
  })

  it('while the keys cannot be read: 503, and nothing is said about the token', async () => {
    const { world, exchange, subjectToken } = await createEmbeddingWorld()
    const row = { ...world.snapshot('a').gateway }
    const endpoints = { ...row.endpoints, jwks_uri: 'https://as.test.dev/away' }
    await env.DB.prepare('UPDATE gateways SET endpoints = ?, version = version + 1 WHERE id = ?')
      .bind(JSON.stringify(endpoints), row.id)
      .run()
    await world.object().configurationChanged()
    world.outside.set('https://as.test.dev/away', () => new Response('down', { status: 503 }))
    expect(await refusal(exchange(await subjectToken()))).toEqual([503, 'temporarily_unavailable'])
  })
})

describe('an app is refused', () => {
  it.each([
    ['with a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
    ['without a secret', { client_secret: undefined }, 401, 'invalid_client'],
    ['that nobody registered', { client_id: 'app_nobody' }, 401, 'invalid_client'],
    ['for another resource', { resource: 'https://other.test.dev' }, 400, 'invalid_target'],
    ['for another audience', { audience: 'https://other.test.dev' }, 400, 'invalid_target'],
    [
      'with an ID token',
      { subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' },
      400,
      'invalid_request',
    ],
    [
      'that wants a refresh token',
      { requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' },
      400,
      'invalid_request',
    ],
    ['that acts for another', { actor_token: 'x' }, 400, 'invalid_request'],
    ['without a subject token', { subject_token: undefined }, 400, 'invalid_request'],
    ['that asks for scopes nobody has', { scope: 'admin.read' }, 400, 'invalid_scope'],
  ])('%s', async (_name, form, status, error) => {
    const { exchange, subjectToken } = await createEmbeddingWorld()
    expect(await refusal(exchange(await subjectToken(), { form }))).toEqual([status, error])
  })

  it('that is a client of another kind: a preregistered client exchanges nothing, an app signs nobody in', async () => {
    const { world, app, exchange, subjectToken } = await createEmbeddingWorld()
    const form = { client_id: world.preregisteredId, client_secret: undefined }
    expect(await refusal(exchange(await subjectToken(), { form }))).toEqual([401, 'invalid_client'])
    const opened = await world.open('a', await world.query('a', { client_id: app.id }))
    expect(opened.status).toBe(400)
    const code = await world.code('a')
    const redeemed = world.redeem('a', code, { client_id: app.id, client_secret: APP_SECRET })
    expect(await refusal(redeemed)).toEqual([401, 'invalid_client'])
  })

  it('where none is registered: the grant type is not supported', async () => {
    const world = await OAuthWorld.create()
    const form = { grant_type: EXCHANGE, client_id: 'app_x', client_secret: 'x', subject_token: 'x' }
    expect(await refusal(world.post('a', 'token', form))).toEqual([400, 'unsupported_grant_type'])
  })

  it('after sixty refusals in a minute, without waking the object; what succeeds is not counted', async () => {
    const { world, exchange, subjectToken } = await createEmbeddingWorld()
    const token = await subjectToken()
    const headers = { 'cf-connecting-ip': `flood-${world.gatewayId}` }
    for (let n = 0; n < 70; n += 1) expect((await exchange(token, { headers })).status).toBe(200)
    for (let n = 0; n < 60; n += 1) await exchange('opaque', { headers })
    expect(await refusal(exchange(token, { headers }))).toEqual([429, 'too_many_requests'])
  })
})

describe('scopes of the result', () => {
  it.each([
    ['tickets.read accounts.read admin.read', undefined, 'tickets.read accounts.read'],
    ['accounts.read', undefined, 'accounts.read'],
    ['tickets.read accounts.read', 'accounts.read admin.read', 'accounts.read'],
  ])('token %j, asked %j: %j', async (scope, asked, granted) => {
    const { exchange, subjectToken } = await createEmbeddingWorld()
    const answer = await exchange(await subjectToken({ scope }), { form: { scope: asked } })
    expect((await answer.json<Exchanged>()).scope).toBe(granted)
  })

  it('nothing of the attachment in the token is invalid_scope', async () => {
    const { exchange, subjectToken } = await createEmbeddingWorld()
    expect(await refusal(exchange(await subjectToken({ scope: 'admin.read' })))).toEqual([
      400,
      'invalid_scope',
    ])
  })
})

describe('what is kept', () => {
  it('neither MCP token nor subject token stands anywhere in clear', async () => {
    const embedding = await createEmbeddingWorld()
    const token = await embedding.subjectToken()
    const body = await (await embedding.exchange(token)).json<Exchanged>()
    const kept = await embedding.world.stateSnapshot()
    expect(kept).toContain('exc_')
    for (const part of token.split('.')) expect(kept).not.toContain(part)
    const inner = new TextDecoder().decode(base64url.decode(body.access_token.slice(5)))
    expect(kept).not.toContain(inner.split(':')[2]?.slice(0, 20))
  })

  it('goes when it has expired', async () => {
    const embedding = await createEmbeddingWorld()
    await exchanged(embedding)
    await embedding.world.sql((sql) => {
      sql.exec('UPDATE embedded_tokens SET expires_at = 1')
      sql.exec("INSERT OR REPLACE INTO timers (name, due_at) VALUES ('expiry', 1)")
    })
    await embedding.world.runAlarm()
    const rows = await embedding.world.sql((sql) => sql.exec('SELECT * FROM embedded_tokens').toArray())
    expect(rows).toEqual([])
  })

  it('is bounded for one user and app; the oldest ends', async () => {
    const embedding = await createEmbeddingWorld()
    const first = await exchanged(embedding)
    for (let n = 0; n < 50; n += 1) await exchanged(embedding)
    expect(await ask(embedding.world, first.access_token)).toMatchObject({ reason: 'invalid_token' })
    const rows = await embedding.world.sql((sql) => sql.exec('SELECT id FROM embedded_tokens').toArray())
    expect(rows).toHaveLength(50)
  })
})

describe('the token ends at once', () => {
  const ends: [string, (embedding: EmbeddingWorld, token: string) => Promise<unknown>, string][] = [
    [
      'when the user is blocked',
      ({ world }) =>
        world
          .object()
          .blockUser(
            { userIssuer: 'https://as.test.dev', userSubject: 'ada' },
            { actor: 'test', askedAt: Date.now(), downstream: true },
          ),
      'invalid_token',
    ],
    [
      'when the app is blocked',
      ({ world, app }) => world.object().blockClient(app.id, { actor: 'test', askedAt: Date.now() }),
      'invalid_token',
    ],
    ['by the kill switch', ({ world }) => revoke(world, { all: true }), 'invalid_token'],
    [
      'when all of the user is revoked',
      ({ world }) => revoke(world, { userIssuer: 'https://as.test.dev', userSubject: 'ada' }),
      'invalid_token',
    ],
    [
      'when all of the app is revoked',
      ({ world, app }) => revoke(world, { clientId: app.id }),
      'invalid_token',
    ],
    [
      'when the attachment is revoked',
      ({ world }) => revoke(world, { attachmentId: world.snapshot('a').attachment.id }),
      'invalid_token',
    ],
    [
      'when the app is removed',
      async ({ world, app }) => {
        await db.delete(embeddingApps).where(eq(embeddingApps.id, app.id))
        await world.object().configurationChanged()
      },
      'invalid_token',
    ],
    [
      'when the app becomes another client of the downstream',
      async ({ world, app }) => {
        await db.update(embeddingApps).set({ downstreamClientId: 'x' }).where(eq(embeddingApps.id, app.id))
        await world.object().configurationChanged()
      },
      'invalid_token',
    ],
    [
      'when the Gateway is detached',
      async ({ world }) => {
        await db.delete(attachments).where(eq(attachments.id, world.snapshot('a').attachment.id))
        await world.object().configurationChanged()
      },
      'no_gateway',
    ],
    [
      'when the app gives it back',
      async ({ world, app }, token) => {
        const form = { token, client_id: app.id, client_secret: APP_SECRET }
        expect((await world.post('a', 'revoke', form)).status).toBe(200)
      },
      'invalid_token',
    ],
  ]
  it.each(ends)('%s', async (_name, end, reason) => {
    const embedding = await createEmbeddingWorld()
    const { access_token } = await exchanged(embedding)
    expect(await ask(embedding.world, access_token)).toMatchObject({ ok: true })
    await end(embedding, access_token)
    expect(await ask(embedding.world, access_token)).toMatchObject({ ok: false, reason })
  })

  it('when the runtime refuses the user’s token, and not by a report about another one', async () => {
    const embedding = await createEmbeddingWorld()
    const token = await embedding.subjectToken()
    const { access_token } = await (await embedding.exchange(token)).json<Exchanged>()
    const answer = await ask(embedding.world, access_token)
    if (!answer.ok || !answer.caller) throw new Error('refused')
    const { grantId } = answer.caller
    const report = async (text: string) =>
      embedding.world.object().reportRefusedToken({ grantId, accessTokenDigest: await sha256Base64url(text) })
    await report('another token')
    expect(await ask(embedding.world, access_token)).toMatchObject({ ok: true })
    expect(await report(token)).toEqual({ action: 'reauthorize' })
    expect(await ask(embedding.world, access_token)).toMatchObject({ reason: 'invalid_token' })
  })

  it('and a blocked user or app gets no other', async () => {
    const { world, app, exchange, subjectToken } = await createEmbeddingWorld()
    const user = { userIssuer: 'https://as.test.dev', userSubject: 'ada' }
    await world.object().blockUser(user, { actor: 'test', askedAt: 1, downstream: true })
    expect(await refusal(exchange(await subjectToken()))).toEqual([400, 'invalid_request'])
    await world.object().unblockUser(user, { askedAt: 2 })
    expect((await exchange(await subjectToken())).status).toBe(200)
    await world.object().blockClient(app.id, { actor: 'test', askedAt: 3 })
    expect(await refusal(exchange(await subjectToken()))).toEqual([401, 'invalid_client'])
  })

  it('an order that is older than the token ends nothing', async () => {
    const embedding = await createEmbeddingWorld()
    const { access_token } = await exchanged(embedding)
    await revoke(embedding.world, { all: true }, Date.now() - 60_000)
    expect(await ask(embedding.world, access_token)).toMatchObject({ ok: true })
  })
})

describe('the token works', () => {
  it('at its own attachment and form only (S8)', async () => {
    const embedding = await createEmbeddingWorld()
    const { access_token } = await exchanged(embedding)
    for (const which of ['b', 'host'] as const) {
      expect(await ask(embedding.world, access_token, which)).toMatchObject({ reason: 'invalid_token' })
    }
  })

  it('for no other app to give back', async () => {
    const embedding = await createEmbeddingWorld()
    const { world } = embedding
    const { access_token } = await exchanged(embedding)
    const form = { token: access_token, client_id: world.preregisteredId }
    expect((await world.post('a', 'revoke', form)).status).toBe(200)
    expect(await ask(world, access_token)).toMatchObject({ ok: true })
  })
})

describe('CORS of an exchange', () => {
  it('lets the app’s own origins read the answer, refusals too, and no other origin', async () => {
    const { exchange, subjectToken } = await createEmbeddingWorld()
    const token = await subjectToken()
    const own = await exchange(token, { headers: { origin: APP_ORIGIN } })
    expect([own.status, own.headers.get('access-control-allow-origin')]).toEqual([200, APP_ORIGIN])
    expect(own.headers.get('vary')).toContain('Origin')
    expect(own.headers.has('access-control-allow-credentials')).toBe(false)
    const wrong = await exchange(token, { headers: { origin: APP_ORIGIN }, form: { client_secret: 'wrong' } })
    expect([wrong.status, wrong.headers.get('access-control-allow-origin')]).toEqual([401, APP_ORIGIN])
    for (const origin of [
      'https://evil.test.dev',
      'null',
      `${APP_ORIGIN}.evil.dev`,
      'http://host-app.test.dev',
    ]) {
      const foreign = await exchange(token, { headers: { origin } })
      expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null])
    }
    const server = await exchange(token)
    expect([server.status, server.headers.get('access-control-allow-origin')]).toEqual([200, null])
  })

  it('leaves that of the other grant types open (O13)', async () => {
    const { world } = await createEmbeddingWorld()
    const answer = await world.redeem('a', await world.code('a'))
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  })
})

it('the app of one Gateway is none of another', async () => {
  const one = await createEmbeddingWorld()
  const other = await createEmbeddingWorld()
  const form = { client_id: one.app.id }
  const answer = other.exchange(await other.subjectToken({ client_id: HOST_CLIENT_ID }), { form })
  expect(await refusal(answer)).toEqual([401, 'invalid_client'])
})

function revoke(
  world: OAuthWorld,
  selector: Parameters<ReturnType<OAuthWorld['object']>['revokeGrants']>[0],
  askedAt = Date.now(),
) {
  return world.object().revokeGrants(selector, { downstream: true, actor: 'test', askedAt })
}
