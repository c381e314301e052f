import { describe, expect, it } from 'vitest'
import {
  CLIENT_REDIRECT,
  env,
  handleOf,
  Jar,
  leadsTo,
  OAuthWorld,
  type Tokens,
} from '../testing/oauth-world.ts'
import { checkCredential } from './credential/check-credential.ts'

const ask = (world: OAuthWorld, which: 'a' | 'b' | 'host', token: string) =>
  checkCredential(
    new Request(world.surface(which).resource, { headers: { authorization: `Bearer ${token}` } }),
    env,
    world.snapshot(which),
    world.surface(which),
    { maxAgeMs: 10_000 },
  )

describe('a sign-in from authorize to a call', () => {
  it('ends in tokens that name caller, scopes and downstream token in one answer', async () => {
    const world = await OAuthWorld.create()
    const jar = new Jar()
    const page = await world.open('a', await world.query('a'), jar)
    expect(page.status).toBe(200)
    const posted = await world.decide('a', handleOf(await page.text()), jar, 'allow', ['tickets.read'])
    expect(posted.status).toBe(200)
    const downstream = new URL(leadsTo(await posted.text()))
    expect(downstream.origin).toBe('https://as.test.dev')
    const back = await world.callback(downstream.href, jar)
    const location = new URL(back.headers.get('location') ?? '')
    expect(location.origin + location.pathname).toBe(CLIENT_REDIRECT)
    expect(location.searchParams.get('state')).toBe('client-state')
    expect(location.searchParams.get('iss')).toBe(world.surface('a').issuer)
    const code = location.searchParams.get('code') ?? ''
    expect(code).toMatch(/^lmn_0[A-Za-z0-9_-]+$/)

    const response = await world.redeem('a', code)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const tokens = await response.json<Tokens>()
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3_600, scope: 'tickets.read' })
    const answer = await ask(world, 'a', tokens.access_token)
    expect(answer).toMatchObject({
      ok: true,
      caller: { clientId: world.preregisteredId, scopes: ['tickets.read'], identity: { subject: 'ada' } },
      downstream: { accessToken: 'downstream-at-1' },
    })
    const refreshed = await world.refresh('a', tokens.refresh_token)
    expect(refreshed.status).toBe(200)
  })

  it('ends in the scopes that the downstream gave where these are fewer than were approved (D5)', async () => {
    const world = await OAuthWorld.create()
    world.outside.set('https://as.test.dev/token', () =>
      Response.json({
        access_token: 'at',
        refresh_token: 'rt',
        token_type: 'Bearer',
        expires_in: 3_600,
        scope: 'openid tickets.read',
      }),
    )
    const tokens = await world.tokens('a')
    expect(tokens.scope).toBe('tickets.read')
    expect(await ask(world, 'a', tokens.access_token)).toMatchObject({ caller: { scopes: ['tickets.read'] } })
  })
})
