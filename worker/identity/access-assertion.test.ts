// Cloudflare Access at the door of the admin API: real signatures, served keys.
import { generateKeyPair, SignJWT } from 'jose'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { admin, testEnv } from '../testing/admin-client.ts'
import { ISSUER, forgetPeople, ORIGIN, personOf } from '../testing/people.ts'
import { SignInWorld } from '../testing/sign-in-world.ts'

const { DB } = testEnv
let world: SignInWorld
let addresses = 0

const ask = (assertion: string, path = '/session', headers: Record<string, string> = {}) =>
  admin('GET', path, {
    secret: null,
    env: world.env,
    headers: {
      'cf-access-jwt-assertion': assertion,
      'cf-connecting-ip': `100.65.0.${(addresses += 1)}`,
      ...headers,
    },
  })

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await forgetPeople()
  world = await SignInWorld.create()
  return () => vi.restoreAllMocks()
})

describe('an assertion of Cloudflare Access', () => {
  it('signs in the person it names, with a verified e-mail', async () => {
    const { status, body } = await ask(await world.assertion())
    expect(status).toBe(200)
    expect(body).toMatchObject({
      kind: 'user',
      name: 'ada@engines.example',
      sessionId: null,
      user: { issuer: world.team, subject: 'access-ada', emailVerified: true, method: 'cloudflare_access' },
    })
    expect(world.ledger.map(({ path }) => path)).toEqual(['/cdn-cgi/access/certs'])
  })

  it('is a member’s where issuer and subject are, whatever the e-mail', async () => {
    const member = await personOf('analyst')
    await DB.prepare('UPDATE members SET issuer = ?, subject = ? WHERE id = ?')
      .bind(world.team, 'access-ada', member.memberId)
      .run()
    const assertion = await world.assertion({ email: 'other@engines.example' })
    expect((await ask(assertion)).body).toMatchObject({
      kind: 'member',
      id: member.memberId,
      role: 'analyst',
    })
    expect((await ask(assertion, '/audit')).status).toBe(200)
    const namesake = await world.assertion({ sub: (await personOf('owner')).subject })
    expect((await ask(namesake)).body).toMatchObject({ kind: 'user', role: null })
    const twin = await personOf('owner', { email: 'ada@engines.example' })
    expect(twin.issuer).toBe(ISSUER)
    expect((await ask(await world.assertion({ sub: 'somebody-else' }))).body).toMatchObject({ kind: 'user' })
  })

  const bad: [string, () => Promise<string>][] = [
    ['of another application of the team', () => world.assertion({ aud: ['another-tag'] })],
    ['without an audience', () => world.assertion({ aud: undefined })],
    ['of another team', () => world.assertion({ iss: 'https://evil.cloudflareaccess.com' })],
    ['that has ended', () => world.assertion({ exp: 1 })],
    ['without an end', () => world.assertion({ exp: undefined })],
    ['of a service token, which is no person', () => world.assertion({ sub: '', common_name: 'x.access' })],
    ['under a foreign key', async () => world.assertion({}, (await generateKeyPair('RS256')).privateKey)],
    [
      'under HMAC',
      () =>
        new SignJWT({ iss: world.team, aud: 'aud-tag-of-limen', sub: 'x', iat: 1, exp: 4_000_000_000 })
          .setProtectedHeader({ alg: 'HS256', kid: 'one' })
          .sign(new TextEncoder().encode('secret-secret-secret-secret-secret')),
    ],
    [
      'without a signature',
      async () => {
        const [, payload] = (await world.assertion()).split('.')
        return `${btoa('{"alg":"none","kid":"one"}').replaceAll('=', '')}.${payload}.`
      },
    ],
    ['that is none', async () => 'nonsense'],
  ]
  it.each(bad)('%s is refused, and no cookie helps it', async (_name, make) => {
    const owner = await personOf('owner', { env: world.env })
    const assertion = await make()
    expect((await ask(assertion)).status).toBe(401)
    expect((await ask(assertion, '/session', { cookie: owner.cookie })).status).toBe(401)
  })

  it('is nothing where Access is not configured: whoever sends the header made it themself', async () => {
    const answer = await admin('GET', '/session', {
      secret: null,
      headers: { 'cf-access-jwt-assertion': await world.assertion() },
    })
    expect(answer.status).toBe(401)
  })

  it('writes only from our own page: its cookie is sent by the browser itself', async () => {
    const member = await personOf('owner')
    await DB.prepare('UPDATE members SET issuer = ?, subject = ? WHERE id = ?')
      .bind(world.team, 'access-ada', member.memberId)
      .run()
    const assertion = await world.assertion()
    const write = (origin: Record<string, string>) =>
      admin('POST', '/invitations', {
        secret: null,
        env: world.env,
        headers: { 'cf-access-jwt-assertion': assertion, ...origin },
        body: { email: 'x@example.com', role: 'viewer' },
      })
    expect((await write({})).status).toBe(403)
    expect((await write({ origin: 'https://evil.dev' })).status).toBe(403)
    expect((await write({ origin: ORIGIN })).status).toBe(201)
  })

  it('accepts an invitation for its e-mail', async () => {
    const invited = await admin('POST', '/invitations', {
      body: { email: 'ada@engines.example', role: 'owner' },
    })
    const accepted = await admin('POST', '/invitations/accept', {
      secret: null,
      env: world.env,
      headers: { 'cf-access-jwt-assertion': await world.assertion(), origin: ORIGIN },
      body: { token: invited.body['token'] },
    })
    expect(accepted.status, accepted.text).toBe(200)
    expect((await ask(await world.assertion())).body).toMatchObject({ role: 'owner' })
  })

  it('is 503 while the team’s keys cannot be read: nobody knows, and nobody is locked out', async () => {
    world.fault = () => new Response('down', { status: 502 })
    const headers = { 'cf-connecting-ip': '100.65.1.1' }
    for (let attempt = 0; attempt < 12; attempt += 1)
      expect((await ask(await world.assertion(), '/session', headers)).status).toBe(503)
  })

  it('that is wrong counts as a failed sign-in and is audited', async () => {
    const headers = { 'cf-connecting-ip': '100.65.1.2' }
    for (let failure = 0; failure < 10; failure += 1)
      expect((await ask('nonsense', '/session', headers)).status).toBe(401)
    expect((await ask(await world.assertion(), '/session', headers)).status).toBe(429)
    const row = await DB.prepare(
      "SELECT resource_id FROM audit_events WHERE action = 'sign_in.refused' AND after LIKE '%100.65.1.2%'",
    ).first()
    expect(row).toEqual({ resource_id: 'cloudflare_access' })
  })
})
