// Tokens are Limen's as one client of the downstream: under another client id the server may answer `invalid_grant`,
// which would end a living grant (P1).
import { expect, it } from 'vitest'
import { env, OAuthWorld } from '../../testing/oauth-world.ts'
import { inVault, newGrant, type VaultWorld } from '../../testing/vault-fixture.ts'

const HOUR = 3_600_000
const MINIMUM = 10_000

function nameGateway(world: VaultWorld, clientId: string): void {
  world.gateway.row = { ...world.gateway.row, clientId }
}

it('a grant of another client waits, nothing is sent for it, and it goes on when the client is back', () =>
  inVault(async (world) => {
    const vault = world.boot()
    const grant = newGrant(world)
    const id = await vault.create(grant)
    nameGateway(world, 'typo')
    world.clock.now += HOUR - MINIMUM
    expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true })
    await Promise.all(world.background)
    world.clock.now += MINIMUM
    expect(await vault.accessToken(id, MINIMUM)).toEqual({ ok: false, reason: 'needs_review' })
    await vault.runTimers()
    expect(world.as.ledger).toEqual([])
    expect(world.row(id)).toMatchObject({ state: 'active', version: 1, downstream_client_id: 'limen' })
    nameGateway(world, 'limen')
    expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true })
  }))

it('a revocation that is due is told in the name of no other client', () =>
  inVault(async (world) => {
    const vault = world.boot()
    const id = await vault.create(newGrant(world))
    nameGateway(world, 'typo')
    const asked = { downstream: true } as const
    expect(await vault.end([id], 'revoked_by_person', asked)).toEqual({ ended: 1, revokedDownstream: 0 })
    expect(world.as.revocations).toEqual([])
    nameGateway(world, 'limen')
    world.clock.now += 60_000
    await vault.runTimers()
    expect(world.as.revocations).toHaveLength(1)
  }))

it('a table from before the client was kept gets the column, and its grants go on as they were', () =>
  inVault(async (world) => {
    const id = await world.boot().create(newGrant(world))
    world.storage.sql.exec('ALTER TABLE grants DROP COLUMN downstream_client_id')
    const vault = world.boot()
    expect(world.row(id)).toMatchObject({ downstream_client_id: null })
    world.clock.now += HOUR + 1
    expect(await vault.accessToken(id, MINIMUM)).toMatchObject({ ok: true })
  }))

it('the first change of the client says whose the grants were that do not know it, of that issuer only', async () => {
  const world = await OAuthWorld.create({ clientId: 'limen-before' })
  await world.tokens('a')
  await world.tokens('b')
  const clients = () =>
    world.sql((sql) =>
      sql
        .exec('SELECT downstream_client_id AS client FROM grants ORDER BY attachment_id')
        .toArray()
        .map(({ client }) => client),
    )
  expect(await clients()).toEqual(['limen-before', 'limen-before'])
  await world.sql((sql) => {
    sql.exec('UPDATE grants SET downstream_client_id = NULL')
    sql.exec("UPDATE grants SET issuer = 'https://former.test.dev' WHERE attachment_id LIKE 'att_b%'")
  })
  await env.DB.prepare("UPDATE gateways SET client_id = 'typo', version = version + 1 WHERE id = ?")
    .bind(world.gatewayId)
    .run()
  await world.object().configurationChanged()
  expect(await clients()).toEqual(['limen-before', null])
})
