// What an edit of a server may cost its users: tokens to another host (S19), a rotated secret, a lost master key.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Permission } from '../../../schema/api/permissions.ts'
import type { Env } from '../../environment.ts'
import {
  attach,
  createGateway,
  createServer,
  NEW_WORKER_SECRET,
  pathsOf,
  STATIC_SECRET,
  WORKER_SECRET,
} from '../../testing/admin-builders.ts'
import { admin, testEnv } from '../../testing/admin-client.ts'
import { fakeDownstream, readDownstreamLedger } from '../../testing/fake-downstream.ts'

const { first, second } = fakeDownstream()

/** A deployment whose master keys were lost: another key, under another id. */
const lostKeys: Env = { ...testEnv, MASTER_KEYS: 'k9:HxAREhMUFRYXGBkaGxwdHh8AAQIDBAUGBwgJCgsMDQ4' }

/** An operator's slip: another key under the id of the right one. */
const wrongKeys: Env = { ...testEnv, MASTER_KEYS: 'k1:HxAREhMUFRYXGBkaGxwdHh8AAQIDBAUGBwgJCgsMDQ4' }

describe('under master keys that are not those of the deployment (P6)', () => {
  it.each([wrongKeys, lostKeys])(
    'nothing is written, and nothing that was good is given up: $MASTER_KEYS',
    async (env) => {
      const server = await createServer({ staticHeaders: { 'x-api-key': STATIC_SECRET } })
      const path = `/servers/${server.id}`
      for (const body of [
        { staticHeaders: { 'x-other': STATIC_SECRET } },
        { workerSecret: NEW_WORKER_SECRET },
      ]) {
        const refused = await admin('PATCH', path, { env, body, ifMatch: 1 })
        expect(refused.status).toBe(503)
        expect(refused.text).toContain('MASTER_KEYS')
        expect(refused.text).toContain('/master-keys/lost')
      }
      expect((await admin('GET', path, { env })).body).toMatchObject({
        version: 1,
        workerSecretSet: true,
        missingSecrets: [],
      })
    },
  )

  it('a key that is there, or was never used, is not lost', async () => {
    await createServer()
    const report = (env: Env, keyIds: string[]) =>
      admin('POST', '/master-keys/lost', { env, body: { keyIds } })
    expect(pathsOf(await report(testEnv, ['k1']))).toEqual(['keyIds.0'])
    expect(pathsOf(await report(lostKeys, ['k7']))).toEqual(['keyIds.0'])
  })
})

describe('the runtime of an attached server', () => {
  it('moves to another origin only by somebody who may attach, secret in the same request or not (S19)', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    await attach(gateway.id, server.id)
    const path = `/servers/${server.id}`
    const body = { runtimeUrl: `${second}/runtime`, workerSecret: NEW_WORKER_SECRET }
    const refused = await admin('PATCH', path, { permissions: ['servers.update'], body, ifMatch: 1 })
    expect(refused.status).toBe(403)
    expect(refused.text).toContain('gateways.attach')
    expect((await admin('GET', path)).body).toMatchObject({ runtimeUrl: `${first}/runtime`, version: 1 })
    const moved = await admin('PATCH', path, {
      permissions: ['servers.update', 'gateways.attach'],
      body,
      ifMatch: 1,
    })
    expect(moved.body).toMatchObject({ runtimeUrl: `${second}/runtime`, status: 'awaiting_connection' })
  })

  it('that moved without its secret stays paused, also for somebody who may attach', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    await attach(gateway.id, server.id)
    const moved = await admin('PATCH', `/servers/${server.id}`, {
      body: { runtimeUrl: `${second}/runtime` },
      ifMatch: 1,
    })
    expect(moved.body).toMatchObject({ status: 'paused', missingSecrets: ['workerSecret'] })
  })

  it('may be changed by somebody who may not attach while its origin stays', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    await attach(gateway.id, server.id)
    const answer = await admin('PATCH', `/servers/${server.id}`, {
      permissions: ['servers.update'],
      body: { runtimeUrl: `${first}/runtime/v2`, enabled: false },
      ifMatch: 1,
    })
    expect(answer.body).toMatchObject({ status: 'disabled', effectiveWithinSeconds: 10 })
  })

  it("is anybody's who may update where it gets no user's token: nothing is attached, or mode none", async () => {
    for (const server of [await createServer(), await createServer({ authMode: 'none', open: true })]) {
      const answer = await admin('PATCH', `/servers/${server.id}`, {
        permissions: ['servers.update'],
        body: { runtimeUrl: `${second}/runtime` },
        ifMatch: 1,
      })
      expect(answer.status).toBe(200)
    }
  })
})

describe('the runtime of a passthrough server, which gets the tokens of its clients', () => {
  const login = { authorizationServers: ['https://login.test.dev'], scopes: ['mcp'] }
  const MAY_ATTACH = ['servers.update', 'gateways.attach'] as const
  const passthrough = (more: Record<string, unknown> = {}) =>
    createServer({ authMode: 'passthrough', passthrough: { ...login, ...more } })
  const change = (
    id: string,
    permissions: readonly Permission[],
    body: Record<string, unknown>,
    ifMatch = 1,
  ) => admin('PATCH', `/servers/${id}`, { permissions, body, ifMatch })

  it('moves to another origin only by somebody who may attach, in whatever way (S19, M13)', async () => {
    const server = await passthrough()
    const open = await createServer({ authMode: 'none', open: true })
    const elsewhere = { runtimeUrl: `${second}/runtime`, passthrough: login }
    for (const [id, body] of [
      [server.id, elsewhere],
      [server.id, { slug: 'a-name-that-clients-know' }],
      [server.id, { passthrough: { ...login, authorizationServers: ['https://evil.test.dev'] } }],
      [open.id, { authMode: 'passthrough', passthrough: login }],
    ] as const) {
      const refused = await change(id, ['servers.update'], body)
      expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('gateways.attach')])
    }
    expect((await admin('GET', `/servers/${server.id}`)).body).toMatchObject({
      runtimeUrl: `${first}/runtime`,
      version: 1,
    })
    const sameOrigin = { runtimeUrl: `${first}/runtime/v2`, timeoutMs: 5_000, passthrough: login }
    expect((await change(server.id, ['servers.update'], sameOrigin)).status).toBe(200)
    const moved = await change(server.id, MAY_ATTACH, elsewhere, 2)
    expect(moved.body).toMatchObject({ runtimeUrl: `${second}/runtime`, passthrough: login })
    const { body } = await admin('GET', `/audit?resourceId=${server.id}&limit=1`)
    expect(body['events']).toMatchObject([
      {
        action: 'server.updated',
        before: { runtimeUrl: `${first}/runtime/v2` },
        after: { runtimeUrl: `${second}/runtime`, passthrough: login },
      },
    ])
  })

  it('is entered only by somebody who may attach, also under the slug of a deleted server', async () => {
    const { id, slug, name } = await passthrough()
    const confirm = encodeURIComponent(String(name))
    expect((await admin('DELETE', `/servers/${id}?confirm=${confirm}`, { ifMatch: 1 })).status).toBe(200)
    const body = {
      slug,
      name: 'Heir',
      runtimeUrl: `${second}/runtime`,
      workerSecret: 'w'.repeat(16),
      authMode: 'passthrough',
      passthrough: login,
    }
    const create = (permissions: readonly Permission[]) => admin('POST', '/servers', { permissions, body })
    const refused = await create(['servers.create', 'servers.update'])
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('gateways.attach')])
    expect((await create(['servers.create', 'gateways.attach'])).status).toBe(201)
  })

  it('does not keep where the clients of the one before signed in', async () => {
    const server = await passthrough()
    const refused = await change(server.id, MAY_ATTACH, { runtimeUrl: `${second}/runtime` })
    expect(pathsOf(refused)).toEqual(['passthrough.authorizationServers'])
    const verification = { issuer: 'https://login.test.dev', jwksUri: 'https://login.test.dev/keys' }
    const verified = await passthrough({ verification })
    const stale = await change(verified.id, MAY_ATTACH, { runtimeUrl: `${second}/runtime` })
    expect(pathsOf(stale)).toEqual(['passthrough'])
  })
})

describe('a new worker secret', () => {
  it.each([
    ['404 from a router', '404/json'],
    ['405', '405/html'],
    ['407 from a proxy', '407/html'],
    ['408', '408/html'],
    ['429 from a limiter', '429/json'],
    ['500', '500/html'],
    ['503 while it restarts', '503/html'],
    ['a page of a front end', '200/html'],
    ['JSON that is no MCP', '200/json'],
    ['a challenge for another scheme', '401/basic'],
    ['a 403 with a challenge', '403/basic'],
  ])('does not become current on %s', async (_, answers) => {
    const server = await createServer({ runtimeUrl: `${first}/runtime/answers/${answers}` })
    const answer = await admin('PATCH', `/servers/${server.id}`, {
      body: { workerSecret: NEW_WORKER_SECRET },
      ifMatch: 1,
    })
    expect(answer.body).toMatchObject({
      workerSecretSet: true,
      pendingWorkerSecretSet: true,
      workerSecretProbe: { accepted: null },
    })
    const asked = (await readDownstreamLedger()).filter(({ path }) => path.endsWith(answers))
    expect(asked[0]?.headers['x-gateway-worker-secret']).toBe(NEW_WORKER_SECRET)
  })

  it("is refused by a bare 401 and a bare 403, and accepted by a challenge for the user's token", async () => {
    const refused = await createServer({ runtimeUrl: `${first}/runtime/answers/403/html` })
    const body = { workerSecret: NEW_WORKER_SECRET }
    const answer = await admin('PATCH', `/servers/${refused.id}`, { body, ifMatch: 1 })
    expect(answer.body).toMatchObject({ workerSecretProbe: { accepted: false } })
    const probed = async (accepted: string) => {
      const server = await createServer({ runtimeUrl: `${first}/runtime/accepts/${accepted}` })
      return (await admin('PATCH', `/servers/${server.id}`, { body, ifMatch: 1 })).body
    }
    expect(await probed(WORKER_SECRET)).toMatchObject({
      workerSecretProbe: { accepted: false },
      pendingWorkerSecretSet: true,
    })
    expect(await probed(NEW_WORKER_SECRET)).toMatchObject({
      workerSecretProbe: { accepted: true },
      pendingWorkerSecretSet: false,
    })
  })
})

describe('a server whose master key is lost', () => {
  beforeAll(async () => {
    await createServer()
    const lost = await admin('POST', '/master-keys/lost', { env: lostKeys, body: { keyIds: ['k1'] } })
    expect(lost.body, lost.text).toEqual({ keyIds: ['k9'] })
  })

  it('can be disabled and renamed', async () => {
    const server = await createServer({ staticHeaders: { 'x-api-key': STATIC_SECRET } })
    const answer = await admin('PATCH', `/servers/${server.id}`, {
      env: lostKeys,
      body: { enabled: false, name: 'Renamed' },
      ifMatch: 1,
    })
    expect(answer.body).toMatchObject({ status: 'disabled', name: 'Renamed', staticHeadersSet: true })
  })

  it('takes its secrets anew, and is paused until all of them are there', async () => {
    const server = await createServer({ staticHeaders: { 'x-api-key': STATIC_SECRET } })
    const path = `/servers/${server.id}`
    const half = await admin('PATCH', path, {
      env: lostKeys,
      body: { workerSecret: NEW_WORKER_SECRET },
      ifMatch: 1,
    })
    expect(half.body, half.text).toMatchObject({
      workerSecretSet: true,
      pendingWorkerSecretSet: false,
      missingSecrets: ['staticHeaders'],
      status: 'paused',
    })
    const named = await admin('PATCH', path, {
      env: lostKeys,
      body: { accessTokenHeader: 'x-api-key', staticHeaders: { 'x-other': STATIC_SECRET } },
      ifMatch: 2,
    })
    expect(named.body, named.text).toMatchObject({ missingSecrets: [], status: 'needs_gateway' })
  })

  it('sends nothing when its pending secret is to be tried', async () => {
    const server = await createServer({ runtimeUrl: `${first}/runtime/answers/404/lost` })
    const path = `/servers/${server.id}`
    await admin('PATCH', path, { body: { workerSecret: NEW_WORKER_SECRET }, ifMatch: 1 })
    const asked = async () =>
      (await readDownstreamLedger()).filter((one) => one.path.endsWith('/404/lost')).length
    const before = await asked()
    expect(before).toBeGreaterThan(0)
    const answer = await admin('POST', `${path}/worker-secret/probe`, { env: lostKeys })
    expect(answer.status).toBe(409)
    expect(pathsOf(answer).toSorted()).toEqual(['pendingWorkerSecret', 'workerSecret'])
    expect(await asked()).toBe(before)
  })
})

describe('a server', () => {
  it('names the risk of a key in the URL (P7), and has none without one', async () => {
    const server = await createServer({ staticQuery: { key: STATIC_SECRET } })
    const read = await admin('GET', `/servers/${server.id}`)
    expect(read.body['warnings']).toEqual([
      { field: 'staticQuery', code: 'secret_in_url', message: expect.stringContaining('URL') },
    ])
    expect(await createServer()).toMatchObject({ warnings: [] })
  })

  it('takes no body that an isolate cannot hold (P9)', async () => {
    const server = await createServer()
    const patch = (bodyBytesMax: number) =>
      admin('PATCH', `/servers/${server.id}`, { body: { bodyBytesMax }, ifMatch: 1 })
    expect(pathsOf(await patch(32 * 1024 * 1024 + 1))).toEqual(['bodyBytesMax'])
    expect((await patch(32 * 1024 * 1024)).status).toBe(200)
  })
})

describe('a deletion', () => {
  it('needs the version that was read, like every write: 428 without, 412 when stale', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    const attachment = await attach(gateway.id, server.id)
    const client = await admin('POST', '/clients', {
      body: { gatewayId: gateway.id, name: 'x', redirectUris: ['https://a.dev/cb'] },
    })
    for (const path of [
      `/clients/${String(client.body['id'])}`,
      `/attachments/${attachment.id}`,
      `/servers/${server.id}?confirm=${encodeURIComponent(server.name)}`,
      `/gateways/${gateway.id}`,
    ]) {
      expect((await admin('DELETE', path)).status, path).toBe(428)
      const stale = await admin('DELETE', path, { ifMatch: 7 })
      expect(stale.status, path).toBe(412)
      expect(stale.body['currentVersion']).toBe(1)
    }
  })
})
