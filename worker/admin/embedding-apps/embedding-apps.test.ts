// Embedding apps through the API: what may be registered, secrets, versions, audit, and the metadata that follows.
import { describe, expect, it } from 'vitest'
import { loadSnapshot } from '../../edge/load-snapshot.ts'
import { authorizationServerMetadata } from '../../edge/metadata.ts'
import { pathSurface } from '../../edge/public-urls.ts'
import { isAttached } from '../../edge/snapshot.ts'
import { admin, testEnv } from '../../testing/admin-client.ts'
import { ORIGIN, OAuthWorld } from '../../testing/oauth-world.ts'

const SECRET = 'canary-embedding-secret-canary-Tk55xx'

function bodyOf(overrides: Record<string, unknown> = {}) {
  return {
    name: 'Portal',
    downstreamClientId: 'portal',
    allowedOrigins: ['https://portal.test.dev'],
    ...overrides,
  }
}

async function register(world: OAuthWorld, overrides: Record<string, unknown> = {}) {
  const answer = await admin('POST', pathOf(world), { body: bodyOf(overrides) })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as { id: string; version: number; secret: string | null }
}

const pathOf = (world: OAuthWorld, rest = '') => `/gateways/${world.gatewayId}/embedding-apps${rest}`

async function grantTypes(world: OAuthWorld): Promise<readonly string[]> {
  const { slug } = world.snapshot('a').server
  const snapshot = await loadSnapshot(testEnv, { waitUntil: () => undefined }, { slug })
  if (!snapshot || !isAttached(snapshot)) throw new Error('not attached')
  return authorizationServerMetadata(snapshot, pathSurface(ORIGIN, slug)).grant_types_supported
}

describe('an embedding app', () => {
  it('is registered with a secret that is shown once and never again', async () => {
    const world = await OAuthWorld.create()
    const { id, secret } = await register(world, { secret: SECRET })
    expect(id).toMatch(/^app_/)
    expect(secret).toBe(SECRET)
    const { secret: generated } = await register(world)
    expect(generated?.length).toBeGreaterThanOrEqual(43)
    for (const path of [pathOf(world), pathOf(world, `/${id}`), '/audit'])
      expect((await admin('GET', path)).text).not.toContain(SECRET)
    expect((await admin('GET', pathOf(world, `/${id}`))).body).toMatchObject({ secretSet: true })
    const { results } = await testEnv.DB.prepare('SELECT * FROM embedding_apps').all()
    expect(JSON.stringify(results)).not.toContain(SECRET)
  })

  it('adds token exchange to the metadata of the Gateway’s servers, and takes it away with it', async () => {
    const world = await OAuthWorld.create()
    const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange'
    expect(await grantTypes(world)).not.toContain(exchange)
    const { id, version } = await register(world)
    expect(await grantTypes(world)).toContain(exchange)
    expect((await admin('DELETE', pathOf(world, `/${id}`), { ifMatch: version })).status).toBe(200)
    expect(await grantTypes(world)).not.toContain(exchange)
    expect((await admin('GET', pathOf(world, `/${id}`))).status).toBe(404)
  })

  it.each([
    ['the client id of Limen', { downstreamClientId: 'limen' }, 'downstreamClientId'],
    ['no client id', { downstreamClientId: ' ' }, 'downstreamClientId'],
    ['an origin with a path', { allowedOrigins: ['https://portal.test.dev/app'] }, 'allowedOrigins.0'],
    ['a plain http origin', { allowedOrigins: ['http://portal.test.dev'] }, 'allowedOrigins.0'],
    ['a wildcard', { allowedOrigins: ['*'] }, 'allowedOrigins.0'],
    ['keys that are nowhere', { tokenEndpointAuthMethod: 'private_key_jwt' }, 'jwksUri'],
    ['keys beside a secret', { jwksUri: 'https://portal.test.dev/jwks' }, 'jwksUri'],
    ['a short secret', { secret: 'short' }, 'secret'],
    [
      'a secret beside keys',
      { tokenEndpointAuthMethod: 'private_key_jwt', jwksUri: 'https://portal.test.dev/jwks', secret: SECRET },
      'secret',
    ],
    ['a public client', { tokenEndpointAuthMethod: 'none' }, 'tokenEndpointAuthMethod'],
    ['an unknown field', { id: 'app_mine' }, 'id'],
  ])('with %s is refused beside the field', async (_name, overrides, path) => {
    const world = await OAuthWorld.create()
    const answer = await admin('POST', pathOf(world), { body: bodyOf(overrides) })
    expect(answer.status, answer.text).toBe(422)
    const errors = answer.body['errors'] as { path: string; message: string }[]
    expect(errors.map((error) => error.path)).toContain(path)
  })

  it('is refused where no subject token could ever be verified', async () => {
    const world = await OAuthWorld.create({ resource: null, audience: null })
    const answer = await admin('POST', pathOf(world), { body: bodyOf() })
    expect([answer.status, answer.body['detail']]).toEqual([409, expect.stringContaining('resource')])
  })

  it('is changed from the version that was read, and audited', async () => {
    const world = await OAuthWorld.create()
    const { id } = await register(world)
    const path = pathOf(world, `/${id}`)
    const changed = await admin('PATCH', path, { body: { name: 'Portal 2' }, ifMatch: 1 })
    expect(changed.body).toMatchObject({ name: 'Portal 2', version: 2 })
    expect((await admin('PATCH', path, { body: { name: 'x' }, ifMatch: 1 })).status).toBe(412)
    expect((await admin('PATCH', path, { body: { name: 'x' } })).status).toBe(428)
    const own = await admin('PATCH', path, { body: { downstreamClientId: 'limen' }, ifMatch: 2 })
    expect(own.status).toBe(422)
    const rotated = await admin('POST', `${path}/secret`, { body: {}, ifMatch: 2 })
    expect(rotated.body).toMatchObject({ version: 3, secret: expect.stringMatching(/^[\w-]{43}$/) as string })
    const audit = (await admin('GET', '/audit')).body['events'] as { action: string; resourceId: string }[]
    const actions = audit.filter((event) => event.resourceId === id).map((event) => event.action)
    expect(actions.toSorted()).toEqual([
      'embedding_app.created',
      'embedding_app.secret_rotated',
      'embedding_app.updated',
    ])
  })

  it('of another Gateway is as absent as none', async () => {
    const [one, other] = [await OAuthWorld.create(), await OAuthWorld.create()]
    const { id } = await register(one)
    const foreign = await admin('GET', pathOf(other, `/${id}`))
    const absent = await admin('GET', pathOf(other, '/app_nobody'))
    expect([foreign.status, foreign.body['detail']]).toEqual([404, absent.body['detail']])
  })

  it('goes with its Gateway', async () => {
    const world = await OAuthWorld.create()
    await register(world)
    await testEnv.DB.prepare('DELETE FROM attachments WHERE gateway_id = ?').bind(world.gatewayId).run()
    expect((await admin('DELETE', `/gateways/${world.gatewayId}`, { ifMatch: 1 })).status).toBe(204)
    const statement = testEnv.DB.prepare('SELECT id FROM embedding_apps WHERE gateway_id = ?')
    expect((await statement.bind(world.gatewayId).all()).results).toEqual([])
  })
})
