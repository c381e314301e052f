import { describe, expect, it } from 'vitest'
import { env, OAuthWorld } from '../../testing/oauth-world.ts'
import { checkCredential } from './check-credential.ts'

const CACHED = { maxAgeMs: 60_000 }

function ask(world: OAuthWorld, accessToken: string, bindings = env) {
  const { resource } = world.surface('a')
  const request = new Request(resource, { headers: { authorization: `Bearer ${accessToken}` } })
  return checkCredential(request, bindings, world.snapshot('a'), world.surface('a'), CACHED)
}

/** An end that this isolate is not told of, as one in another isolate. */
function revokeElsewhere(world: OAuthWorld) {
  return world.object().revokeGrants({ all: true }, { downstream: false, actor: 'test', askedAt: Date.now() })
}

describe('a credential (P8)', () => {
  it.each([
    ['10', true],
    ['0', false],
  ])(
    'with REVOCATION_CACHE_SECONDS = %s an answer of before the revocation serves: %s',
    async (seconds, serves) => {
      const world = await OAuthWorld.create()
      const { access_token } = await world.tokens('a')
      const bindings = { ...env, REVOCATION_CACHE_SECONDS: seconds }
      expect(await ask(world, access_token, bindings)).toMatchObject({ ok: true })
      await revokeElsewhere(world)
      expect((await ask(world, access_token, bindings)).ok).toBe(serves)
    },
  )

  it('whose authorization its client revokes is forgotten by the own isolate at once', async () => {
    const world = await OAuthWorld.create()
    const { access_token, refresh_token } = await world.tokens('a')
    const bystander = await world.tokens('a')
    expect(await ask(world, access_token)).toMatchObject({ ok: true })
    expect(await ask(world, bystander.access_token)).toMatchObject({ ok: true })
    await world.post('a', 'revoke', { client_id: world.preregisteredId, token: refresh_token })
    expect(await ask(world, access_token)).toEqual({ ok: false, reason: 'invalid_token' })
    expect(await ask(world, bystander.access_token)).toMatchObject({ ok: true })
  })

  it('whose code comes a second time is forgotten by the own isolate at once', async () => {
    const world = await OAuthWorld.create()
    const code = await world.code('a')
    const { access_token } = await (await world.redeem('a', code)).json<{ access_token: string }>()
    expect(await ask(world, access_token)).toMatchObject({ ok: true })
    await world.sql((sql) =>
      sql.exec('UPDATE authorizations SET redeemed_at = redeemed_at - 120000').toArray(),
    )
    expect((await world.redeem('a', code)).status).toBe(400)
    expect(await ask(world, access_token)).toEqual({ ok: false, reason: 'invalid_token' })
  })

  it('that is revoked itself is forgotten by the own isolate at once', async () => {
    const world = await OAuthWorld.create()
    const { access_token } = await world.tokens('a')
    expect(await ask(world, access_token)).toMatchObject({ ok: true })
    await world.post('a', 'revoke', { client_id: world.preregisteredId, token: access_token })
    expect(await ask(world, access_token)).toEqual({ ok: false, reason: 'invalid_token' })
  })
})
