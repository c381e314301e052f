import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Env } from '../environment.ts'
import {
  attach,
  CLIENT_SECRET,
  createGateway,
  createServer,
  gatewayBody,
  NEW_WORKER_SECRET,
  pathsOf,
  serverBody,
  STATIC_SECRET,
  WORKER_SECRET,
} from '../testing/admin-builders.ts'
import { admin, testEnv } from '../testing/admin-client.ts'
import {
  fakeDownstream,
  readDownstreamLedger,
  setAcceptedSecrets,
  setDrift,
} from '../testing/fake-downstream.ts'

const { DB } = env as unknown as Env
const { first, second } = fakeDownstream()

async function auditOf(resourceId: string) {
  const { body } = await admin('GET', `/audit?resourceId=${encodeURIComponent(resourceId)}`)
  return body['events'] as { action: string; before: unknown; after: unknown; actorKind: string }[]
}

async function countRows(table: string): Promise<number> {
  return (await DB.prepare(`SELECT count(*) AS n FROM ${table}`).first<number>('n')) ?? 0
}

describe('Gateways', () => {
  beforeEach(() => setDrift(null))

  it('are discovered when saved, pinned, and answered without their secret', async () => {
    const gateway = await createGateway()
    expect(gateway.endpoints).toMatchObject({
      issuer: `${first}/good`,
      token_endpoint: `${first}/good/token`,
    })
    expect(gateway).toMatchObject({
      clientSecretSet: true,
      tokenEndpointAuthMethod: 'client_secret_basic',
      resolvedRegistration: 'preregistered',
      state: 'ready',
      callbackUrl: `http://127.0.0.1:8787/g/${gateway.id}/callback`,
    })
    const read = await admin('GET', `/gateways/${gateway.id}`)
    expect(read.headers.get('etag')).toBe('"1"')
    expect(read.text).not.toContain(CLIENT_SECRET)
    const row = await DB.prepare('SELECT client_secret FROM gateways WHERE id = ?').bind(gateway.id).first()
    expect(row?.['client_secret']).toMatch(/^v1\.k1\./)
  })

  it('register themselves where the server offers it, and keep what it issued', async () => {
    const gateway = await createGateway({
      authorizationServerUrl: `${first}/registering`,
      clientId: null,
      clientSecret: null,
    })
    expect(gateway).toMatchObject({
      clientId: 'dynamic-client',
      resolvedRegistration: 'dcr',
      clientSecretSet: true,
    })
    const renamed = await admin('PATCH', `/gateways/${gateway.id}`, { body: { name: 'Renamed' }, ifMatch: 1 })
    expect(renamed.body).toMatchObject({ clientId: 'dynamic-client', resolvedRegistration: 'dcr' })
  })

  it('ask for client id and secret where the server refuses to register Limen, and take them then', async () => {
    const draft = { authorizationServerUrl: `${first}/refusing`, clientId: null, clientSecret: null }
    const refused = await admin('POST', '/gateways', { body: gatewayBody(draft) })
    expect(refused.status).toBe(422)
    expect(pathsOf(refused)).toEqual(['registration', 'clientId', 'clientSecret'])
    const entered = await createGateway({ ...draft, clientId: 'by-hand', clientSecret: CLIENT_SECRET })
    expect(entered).toMatchObject({ clientId: 'by-hand', resolvedRegistration: 'preregistered' })
  })

  it('ask for a client id beside its field where nothing else is offered', async () => {
    const answer = await admin('POST', '/gateways', {
      body: gatewayBody({ clientId: null, clientSecret: null }),
    })
    expect(answer.status).toBe(422)
    expect(pathsOf(answer)).toEqual(['clientId'])
  })

  it.each([
    ['unreachable', () => 'http://127.0.0.1:9/none'],
    ['without metadata', () => `${first}/absent`],
    ['of another issuer', () => `${first}/mismatch`],
    ['with a PKCE list without S256', () => `${first}/plain-only`],
  ])('of a server %s are explained at the field, and saved only as manual with endpoints', async (_, url) => {
    const before = await countRows('gateways')
    const refused = await admin('POST', '/gateways', { body: gatewayBody({ authorizationServerUrl: url() }) })
    expect(refused.status).toBe(422)
    expect(refused.body['type']).toBe('urn:limen:problem:discovery_failed')
    expect(pathsOf(refused)[0]).toMatch(/^authorizationServerUrl/)
    expect(await countRows('gateways')).toBe(before)
    const endpoints = {
      issuer: `${first}/own`,
      authorization_endpoint: `${first}/own/authorize`,
      token_endpoint: `${first}/own/token`,
    }
    const saved = await createGateway({ authorizationServerUrl: url(), endpoints })
    expect(saved).toMatchObject({ endpoints, manualOverrides: Object.keys(endpoints), state: 'ready' })
  })

  it('of http or private servers are refused outside development (S10)', async () => {
    const production = { ...testEnv, ALLOW_PRIVATE_TARGETS: 'false' }
    const answer = await admin('POST', '/gateways', {
      env: production,
      body: gatewayBody({ endpoints: { token_endpoint: 'https://10.0.0.1/token' } }),
    })
    expect(answer.status).toBe(422)
    expect(pathsOf(answer)).toEqual(['endpoints.token_endpoint'])
    const own = await admin('POST', '/gateways', {
      body: gatewayBody({ endpoints: { token_endpoint: 'http://localhost:8787/token' } }),
    })
    expect(pathsOf(own)).toEqual(['endpoints.token_endpoint'])
  })

  it('can be looked at as a draft without being saved', async () => {
    const before = await countRows('gateways')
    const answer = await admin('POST', '/discover', { body: { authorizationServerUrl: `${first}/mismatch` } })
    expect(answer.status).toBe(200)
    expect(answer.body['endpoints']).toBeNull()
    expect(JSON.stringify(answer.body['report'])).toContain('"level":"error"')
    expect(await countRows('gateways')).toBe(before)
  })

  it('need the version they were read at: 428 without, 412 with the current one when stale', async () => {
    const gateway = await createGateway()
    const missing = await admin('PATCH', `/gateways/${gateway.id}`, { body: { name: 'x' } })
    expect(missing.status).toBe(428)
    const saved = await admin('PATCH', `/gateways/${gateway.id}`, { body: { name: 'x' }, ifMatch: 1 })
    expect(saved.status).toBe(200)
    expect(saved.headers.get('etag')).toBe('"2"')
    const stale = await admin('PATCH', `/gateways/${gateway.id}`, { body: { name: 'y' }, ifMatch: 1 })
    expect(stale.status).toBe(412)
    expect(stale.body['currentVersion']).toBe(2)
  })

  it('saved by two admins at once are saved by one, with one audit row', async () => {
    const gateway = await createGateway()
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) =>
        admin('PATCH', `/gateways/${gateway.id}`, { body: { name }, ifMatch: 1 }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412])
    const audit = await auditOf(gateway.id)
    expect(audit.map(({ action }) => action)).toEqual(['gateway.updated', 'gateway.created'])
    expect(audit[0]).toMatchObject({ actorKind: 'bootstrap', before: { version: 1 }, after: { version: 2 } })
  })

  it('lose their secret and need review when the token endpoint moves, until the secret is entered (S19)', async () => {
    const gateway = await createGateway()
    const moved = await admin('PATCH', `/gateways/${gateway.id}`, {
      body: { authorizationServerUrl: `${second}/good` },
      ifMatch: 1,
    })
    expect(moved.body).toMatchObject({ clientSecretSet: false, state: 'needs_review' })
    expect((moved.body['endpoints'] as Record<string, string>)['token_endpoint']).toBe(`${second}/good/token`)
    const unready = await admin('POST', `/gateways/${gateway.id}/confirm`, { body: {}, ifMatch: 2 })
    expect(pathsOf(unready)).toEqual(['clientSecret'])
    const entered = await admin('PATCH', `/gateways/${gateway.id}`, {
      body: { clientSecret: CLIENT_SECRET },
      ifMatch: 2,
    })
    expect(entered.body).toMatchObject({ clientSecretSet: true, state: 'ready', stateReason: null })
  })

  it('of public clients need a confirmation when the token endpoint moves', async () => {
    const gateway = await createGateway({ clientSecret: null })
    await admin('PATCH', `/gateways/${gateway.id}`, {
      body: { authorizationServerUrl: `${second}/good` },
      ifMatch: 1,
    })
    const confirmed = await admin('POST', `/gateways/${gateway.id}/confirm`, { body: {}, ifMatch: 2 })
    expect(confirmed.body).toMatchObject({ state: 'ready' })
    const again = await admin('POST', `/gateways/${gateway.id}/confirm`, { body: {}, ifMatch: 3 })
    expect(again.status).toBe(409)
  })

  it('keep their pinned endpoints when discovery finds others, until somebody confirms (D1)', async () => {
    const gateway = await createGateway({ authorizationServerUrl: `${first}/drift` })
    await setDrift(`token_endpoint ${second}/drift/token`)
    const found = await admin('POST', `/gateways/${gateway.id}/discover`)
    expect(found.body).toMatchObject({ state: 'needs_review' })
    expect((found.body['endpoints'] as Record<string, string>)['token_endpoint']).toBe(`${first}/drift/token`)
    const version = found.body['version'] as number
    const bare = await admin('POST', `/gateways/${gateway.id}/confirm`, { body: {}, ifMatch: version })
    expect(pathsOf(bare)).toEqual(['clientSecret'])
    const confirmed = await admin('POST', `/gateways/${gateway.id}/confirm`, {
      body: { clientSecret: CLIENT_SECRET },
      ifMatch: version,
    })
    expect(confirmed.body).toMatchObject({ state: 'ready' })
    expect((confirmed.body['endpoints'] as Record<string, string>)['token_endpoint']).toBe(
      `${second}/drift/token`,
    )
  })

  it.each([
    ['registration', { registration: 'preregistered' }],
    ['provider', { provider: 'manual', registration: 'auto' }],
    ['entered endpoints', { endpoints: { revocation_endpoint: `${first}/drift/revoke` } }],
    ['the same server again', { authorizationServerUrl: `${first}/drift` }],
    ['entered overrides', { manualOverrides: [] }],
  ])('pin nothing that discovery found while %s was edited (D1)', async (_, body) => {
    const gateway = await createGateway({ authorizationServerUrl: `${first}/drift` })
    for (const drift of [`token_endpoint ${second}/drift/token`, `jwks_uri ${first}/drift/other-jwks`]) {
      await setDrift(drift)
      const { version } = (await admin('GET', `/gateways/${gateway.id}`)).body
      const patched = await admin('PATCH', `/gateways/${gateway.id}`, { body, ifMatch: version as number })
      expect(patched.body, patched.text).toMatchObject({ state: 'needs_review', clientSecretSet: true })
      expect(patched.body['endpoints']).toMatchObject(gateway.endpoints)
      expect(patched.body['endpoints']).toMatchObject('endpoints' in body ? { ...body.endpoints } : {})
    }
    await setDrift(null)
    const { version } = (await admin('GET', `/gateways/${gateway.id}`)).body
    const back = await admin('PATCH', `/gateways/${gateway.id}`, { body, ifMatch: version as number })
    // An entered endpoint that the server does not name is an override, and no drift.
    expect(back.body).toMatchObject({ state: 'ready', stateReason: null })
  })

  it('tell the admin which grants their new issuer leaves behind, and how to end them', async () => {
    const gateway = await createGateway()
    const renamed = await admin('PATCH', `/gateways/${gateway.id}`, { body: { name: 'Same' }, ifMatch: 1 })
    expect(renamed.body['warnings']).toEqual([])
    const moved = await admin('PATCH', `/gateways/${gateway.id}`, {
      body: { authorizationServerUrl: `${second}/good`, clientSecret: CLIENT_SECRET },
      ifMatch: 2,
    })
    expect(moved.body['warnings']).toEqual([
      {
        field: 'endpoints.issuer',
        code: 'grants_of_old_issuer',
        message: expect.stringContaining(`"issuer": "${first}/good"`),
      },
    ])
  })

  it('tell the admin which grants their new client id leaves behind, and what brings them back', async () => {
    const gateway = await createGateway()
    const renamed = await admin('PATCH', `/gateways/${gateway.id}`, {
      body: { clientId: 'typo' },
      ifMatch: 1,
    })
    expect(renamed.body).toMatchObject({
      state: 'ready',
      clientId: 'typo',
      warnings: [
        {
          field: 'clientId',
          code: 'grants_of_old_client',
          message: expect.stringContaining(`made for the client limen are never sent as typo`),
        },
      ],
    })
    const same = await admin('PATCH', `/gateways/${gateway.id}`, { body: { clientId: 'typo' }, ifMatch: 2 })
    expect(same.body['warnings']).toEqual([])
  })

  it('stay where their object is: another jurisdiction or place is 409, the same one is no change', async () => {
    const gateway = await createGateway({ locationHint: 'weur' })
    const path = `/gateways/${gateway.id}`
    for (const body of [{ jurisdiction: 'eu' }, { locationHint: 'enam' }, { locationHint: null }]) {
      const answer = await admin('PATCH', path, { body, ifMatch: 1 })
      expect(answer.status).toBe(409)
      expect(pathsOf(answer)).toEqual(Object.keys(body))
      expect(answer.body['detail']).toContain('is fixed when the Gateway is created')
    }
    const same = await admin('PATCH', path, {
      body: { name: 'x', locationHint: 'weur', jurisdiction: null },
      ifMatch: 1,
    })
    expect(same.body).toMatchObject({ name: 'x', locationHint: 'weur', jurisdiction: null })
  })

  it('are not confirmed with endpoints that nobody has seen', async () => {
    const gateway = await createGateway({ authorizationServerUrl: `${first}/drift`, clientSecret: null })
    await setDrift(`token_endpoint ${second}/drift/token`)
    const found = await admin('POST', `/gateways/${gateway.id}/discover`)
    await setDrift('token_endpoint http://127.0.0.1:1/token')
    const confirmed = await admin('POST', `/gateways/${gateway.id}/confirm`, {
      body: {},
      ifMatch: found.body['version'] as number,
    })
    expect(confirmed.status).toBe(409)
  })

  it('fail closed without MASTER_KEYS, and the log names the variable', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { MASTER_KEYS: _unset, ...without } = testEnv
    const answer = await admin('POST', '/gateways', { env: without as Env, body: gatewayBody() })
    expect(answer.status).toBe(503)
    expect(log.mock.lastCall?.[0]).toContain('MASTER_KEYS')
    log.mockRestore()
  })

  it('with attachments are not deleted; the answer lists them', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    const attachment = await attach(gateway.id, server.id)
    const refused = await admin('DELETE', `/gateways/${gateway.id}`, { ifMatch: 1 })
    expect(refused.status).toBe(409)
    expect(refused.body['errors']).toEqual([
      { path: `attachments.${attachment.id}`, message: `attached to "${server.slug}"` },
    ])
    await admin('DELETE', `/attachments/${attachment.id}`, { ifMatch: 1 })
    expect((await admin('DELETE', `/gateways/${gateway.id}`, { ifMatch: 1 })).status).toBe(204)
    expect((await admin('GET', `/gateways/${gateway.id}`)).status).toBe(404)
  })

  it('do not lose a scope that an attachment or a tool needs', async () => {
    const gateway = await createGateway()
    const narrow = await createServer()
    const wide = await createServer()
    await attach(gateway.id, narrow.id, { scopes: ['tickets.read'] })
    await attach(gateway.id, wide.id)
    await admin('PUT', `/servers/${wide.id}/tools/purge`, { body: { requiredScopes: ['admin.read'] } })
    const refused = await admin('PATCH', `/gateways/${gateway.id}`, {
      body: { scopes: ['tickets.write'] },
      ifMatch: 1,
    })
    expect(refused.status).toBe(409)
    const messages = (refused.body['errors'] as { message: string }[]).map(({ message }) => message)
    expect(messages).toHaveLength(2)
    expect(messages[0]).toContain(narrow.slug)
    expect(messages[1]).toContain('"purge"')
    const allowed = await admin('PATCH', `/gateways/${gateway.id}`, {
      body: { scopes: ['tickets.read', 'admin.read'] },
      ifMatch: 1,
    })
    expect(allowed.status).toBe(200)
  })
})

describe('a scope taken from a Gateway while an attachment is widened to it', () => {
  it('is not taken: the save that was checked before the widening is refused', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    const attachment = await attach(gateway.id, server.id, { scopes: ['tickets.read'] })
    let isWidened = false
    // Between the check and the write of the Gateway, another admin's write arrives.
    const racing = new Proxy(DB, {
      get(target, property) {
        if (property === 'batch') {
          return async (statements: D1PreparedStatement[]) => {
            await target
              .prepare('UPDATE attachments SET scopes = ? WHERE id = ?')
              .bind('["tickets.read","admin.read"]', attachment.id)
              .run()
            isWidened = true
            return target.batch(statements)
          }
        }
        const value: unknown = Reflect.get(target, property)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const answer = await admin('PATCH', `/gateways/${gateway.id}`, {
      env: { ...testEnv, DB: racing },
      body: { scopes: ['tickets.read'] },
      ifMatch: 1,
    })
    expect(isWidened).toBe(true)
    expect(answer.status).toBe(412)
    expect((await admin('GET', `/gateways/${gateway.id}`)).body).toMatchObject({
      version: 1,
      scopes: ['tickets.read', 'tickets.write', 'accounts.read', 'admin.read'],
    })
  })
})

describe('servers', () => {
  beforeEach(() => setAcceptedSecrets([WORKER_SECRET]))

  it('have their public URL from the start and need a Gateway', async () => {
    const server = await createServer({ slug: 'support-assistant' })
    expect(server).toMatchObject({
      mcpUrl: 'http://127.0.0.1:8787/s/support-assistant/mcp',
      status: 'needs_gateway',
      workerSecretSet: true,
      changedTools: 'report',
      urls: {
        path: {
          protectedResourceMetadataUrl:
            'http://127.0.0.1:8787/.well-known/oauth-protected-resource/s/support-assistant/mcp',
          authorizationServerMetadataUrl:
            'http://127.0.0.1:8787/.well-known/oauth-authorization-server/s/support-assistant',
        },
        host: null,
      },
    })
    const taken = await admin('POST', '/servers', { body: serverBody({ slug: 'support-assistant' }) })
    expect(taken.status).toBe(409)
    expect(pathsOf(taken)).toEqual(['slug'])
  })

  it.each([
    ['slug', { slug: 'Upper' }],
    ['slug', { slug: 'api' }],
    ['slug', { slug: '-a' }],
    ['open', { open: true }],
    ['open', { authMode: 'api_key', upstreamKey: 'k', open: true }],
    ['upstreamKey', { authMode: 'api_key' }],
    ['upstreamKey', { upstreamKey: 'k' }],
    ['upstreamKey', { authMode: 'none', upstreamKey: 'k' }],
    ['upstreamKey', { authMode: 'api_key', upstreamAuth: { keyOwner: 'per_user' }, upstreamKey: 'k' }],
    ['upstreamAuth', { upstreamAuth: {} }],
    ['upstreamAuth.name', { authMode: 'api_key', upstreamKey: 'k', upstreamAuth: { placement: 'header' } }],
    ['upstreamAuth.name', { authMode: 'api_key', upstreamKey: 'k', upstreamAuth: { name: 'x-api-key' } }],
    [
      'upstreamAuth.name',
      { authMode: 'api_key', upstreamKey: 'k', upstreamAuth: { placement: 'header', name: 'Mcp-Key' } },
    ],
    ['passthrough', { authMode: 'none', passthrough: {} }],
    ['passthrough.authorizationServers', { authMode: 'passthrough' }],
    ['runtimeUrl', { runtimeUrl: 'http://127.0.0.1:8787/s/other/mcp' }],
    ['runtimeUrl', { runtimeUrl: 'http://localhost:8787/mcp' }],
    ['runtimeUrl', { runtimeUrl: 'https://user:pass@runtime.dev/mcp' }],
    ['runtimeUrl', { runtimeUrl: 'https://runtime.dev/mcp?key=1' }],
    ['workerSecret', { workerSecret: 'short' }],
    ['workerSecretHeader', { workerSecretHeader: 'authorization' }],
    ['workerSecretHeader', { workerSecretHeader: 'Mcp-Session-Id' }],
    ['accessTokenHeader', { accessTokenHeader: 'content-type' }],
    ['accessTokenHeader', { accessTokenHeader: 'cookie' }],
    ['accessTokenHeader', { accessTokenHeader: 'transfer_encoding' }],
    ['accessTokenHeader', { accessTokenHeader: 'x_gateway_worker_secret' }],
    ['staticHeaders.host', { staticHeaders: { host: 'evil' } }],
    ['staticHeaders.x-gateway-access-token', { staticHeaders: { 'X-Gateway-Access-Token': 'forged' } }],
  ])('with a wrong %s are refused at the field: %j', async (path, overrides) => {
    const answer = await admin('POST', '/servers', { body: serverBody(overrides) })
    expect(answer.status, answer.text).toBe(422)
    expect(pathsOf(answer)).toContain(path)
  })

  it('of private runtimes are refused outside development (S10)', async () => {
    const production = { ...testEnv, ALLOW_PRIVATE_TARGETS: 'false' }
    for (const runtimeUrl of [
      'http://runtime.dev/mcp',
      'https://127.0.0.1/mcp',
      'https://[::ffff:10.0.0.1]/mcp',
    ]) {
      const answer = await admin('POST', '/servers', { env: production, body: serverBody({ runtimeUrl }) })
      expect(pathsOf(answer)).toEqual(['runtimeUrl'])
    }
  })

  it('take the header names of a preset, and authorization for the access token', async () => {
    expect(await createServer({ headerPreset: 'emcy' })).toMatchObject({
      workerSecretHeader: 'x-emcy-worker-secret',
      accessTokenHeader: 'x-emcy-upstream-access-token',
    })
    expect(await createServer({ accessTokenHeader: 'Authorization' })).toMatchObject({
      accessTokenHeader: 'authorization',
    })
  })

  it('try a new worker secret at the runtime before it becomes current', async () => {
    const server = await createServer()
    const path = `/servers/${server.id}`
    const early = await admin('PATCH', path, { body: { workerSecret: NEW_WORKER_SECRET }, ifMatch: 1 })
    expect(early.body).toMatchObject({
      pendingWorkerSecretSet: true,
      workerSecretProbe: { accepted: false },
      status: 'needs_gateway',
    })
    await setAcceptedSecrets([WORKER_SECRET, NEW_WORKER_SECRET])
    const probed = await admin('POST', `${path}/worker-secret/probe`)
    expect(probed.body).toMatchObject({
      pendingWorkerSecretSet: false,
      workerSecretSet: true,
      workerSecretProbe: { accepted: true },
    })
    const seen = (await readDownstreamLedger()).filter((request) => request.path === '/runtime')
    expect(seen.at(-1)?.headers['x-gateway-worker-secret']).toBe(NEW_WORKER_SECRET)
    expect((await admin('POST', `${path}/worker-secret/probe`)).status).toBe(409)
  })

  it('keep both secrets while the runtime does not answer', async () => {
    const server = await createServer({ runtimeUrl: 'http://127.0.0.1:9/mcp' })
    const answer = await admin('PATCH', `/servers/${server.id}`, {
      body: { workerSecret: NEW_WORKER_SECRET },
      ifMatch: 1,
    })
    expect(answer.body).toMatchObject({
      workerSecretSet: true,
      pendingWorkerSecretSet: true,
      workerSecretProbe: { accepted: null },
    })
  })

  it('whose runtime moves lose every secret and pause until all are back; nothing reaches the new host (S19)', async () => {
    const server = await createServer({ staticHeaders: { 'x-api-key': STATIC_SECRET } })
    const path = `/servers/${server.id}`
    const moved = await admin('PATCH', path, { body: { runtimeUrl: `${second}/runtime` }, ifMatch: 1 })
    expect(moved.body).toMatchObject({
      workerSecretSet: false,
      staticHeadersSet: false,
      pausedReason: 'secrets_missing',
      status: 'paused',
      missingSecrets: ['workerSecret', 'staticHeaders'],
    })
    const half = await admin('PATCH', path, { body: { workerSecret: WORKER_SECRET }, ifMatch: 2 })
    expect(half.body).toMatchObject({ missingSecrets: ['staticHeaders'], pausedReason: 'secrets_missing' })
    const whole = await admin('PATCH', path, { body: { staticHeaders: null }, ifMatch: 3 })
    expect(whole.body).toMatchObject({ missingSecrets: [], pausedReason: null, status: 'needs_gateway' })
    const reached = await readDownstreamLedger()
    expect(reached.filter(({ origin, path: asked }) => origin === second && asked === '/runtime')).toEqual([])
  })

  it('on another path of the same origin keep their secrets', async () => {
    const server = await createServer()
    const answer = await admin('PATCH', `/servers/${server.id}`, {
      body: { runtimeUrl: `${first}/runtime/v2` },
      ifMatch: 1,
    })
    expect(answer.body).toMatchObject({ workerSecretSet: true, pausedReason: null })
  })

  it('keep their slug while attached', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    const free = await admin('PATCH', `/servers/${server.id}`, {
      body: { slug: `${server.slug}-b` },
      ifMatch: 1,
    })
    expect(free.body['slug']).toBe(`${server.slug}-b`)
    await attach(gateway.id, server.id)
    const bound = await admin('PATCH', `/servers/${server.id}`, { body: { slug: 'other' }, ifMatch: 2 })
    expect(bound.status).toBe(409)
    expect(pathsOf(bound)).toEqual(['slug'])
  })

  it('are deleted with attachment and tools by their typed name only', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    const attachment = await attach(gateway.id, server.id)
    await admin('PUT', `/servers/${server.id}/tools/add_todo`, { body: { enabled: false } })
    const path = `/servers/${server.id}`
    expect((await admin('DELETE', path, { ifMatch: 1 })).status).toBe(422)
    expect((await admin('DELETE', `${path}?confirm=wrong`, { ifMatch: 1 })).status).toBe(422)
    const typed = `${path}?confirm=${encodeURIComponent(server.name)}`
    const deleted = await admin('DELETE', typed, { ifMatch: 1 })
    expect(deleted.status).toBe(200)
    expect((await admin('GET', `/attachments/${attachment.id}`)).status).toBe(404)
    const left = await DB.prepare('SELECT count(*) AS n FROM tools WHERE server_id = ?')
      .bind(server.id)
      .first<number>('n')
    expect(left).toBe(0)
  })
})

describe('attachments', () => {
  it('never offer offline_access, which no token carries and no tool can require (O2, O4)', async () => {
    const gateway = await createGateway({ scopes: ['tickets.read', 'offline_access'] })
    const server = await createServer()
    const attached = await attach(gateway.id, server.id)
    expect(attached).toMatchObject({ scopes: null, effectiveScopes: ['tickets.read'] })
    const body = { requiredScopes: ['offline_access'] }
    const tool = await admin('PUT', `/servers/${server.id}/tools/list_tickets`, { body })
    expect(tool.status).toBe(422)
    expect(pathsOf(tool)).toEqual(['requiredScopes.0'])
    const empty = await admin('PATCH', `/attachments/${String(attached.id)}`, {
      body: { scopes: ['offline_access'] },
      ifMatch: 1,
    })
    expect([empty.status, pathsOf(empty)]).toEqual([422, ['scopes']])
  })

  it('share one Gateway with different subsets, one callback, and own public URLs', async () => {
    const gateway = await createGateway()
    const support = await createServer()
    const ops = await createServer()
    const one = await attach(gateway.id, support.id, { scopes: ['tickets.read', 'accounts.read'] })
    const two = await attach(gateway.id, ops.id, {
      scopes: ['tickets.write'],
      customHost: 'MCP.Customer.dev',
    })
    expect(one).toMatchObject({
      effectiveScopes: ['tickets.read', 'accounts.read'],
      callbackUrl: gateway.callbackUrl,
      urls: { path: { issuer: `http://127.0.0.1:8787/s/${support.slug}` }, host: null },
    })
    expect(two).toMatchObject({
      callbackUrl: gateway.callbackUrl,
      customHost: 'mcp.customer.dev',
      urls: {
        host: {
          issuer: 'http://mcp.customer.dev',
          mcpUrl: 'http://mcp.customer.dev/mcp',
          authorizationEndpoint: 'http://127.0.0.1:8787/h/mcp.customer.dev/authorize',
        },
      },
    })
    const listed = await admin('GET', `/attachments?gatewayId=${gateway.id}`)
    expect(listed.body['attachments']).toHaveLength(2)
    expect((await admin('GET', `/gateways/${gateway.id}`)).body['attachmentCount']).toBe(2)
    const clash = await admin('PATCH', `/attachments/${one.id}`, {
      body: { customHost: 'mcp.customer.dev' },
      ifMatch: 1,
    })
    expect(clash.status).toBe(409)
    expect(pathsOf(clash)).toEqual(['customHost'])
  })

  it('never have a scope that the Gateway has not', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    const body = { gatewayId: gateway.id, serverId: server.id, scopes: ['tickets.read', 'root'] }
    const answer = await admin('POST', '/attachments', { body })
    expect(answer.status).toBe(422)
    expect(pathsOf(answer)).toEqual(['scopes.1'])
    const attachment = await attach(gateway.id, server.id)
    const widened = await admin('PATCH', `/attachments/${attachment.id}`, {
      body: { scopes: ['root'] },
      ifMatch: 1,
    })
    expect(pathsOf(widened)).toEqual(['scopes.0'])
  })

  it('are one per server', async () => {
    const gateway = await createGateway()
    const other = await createGateway()
    const server = await createServer()
    await attach(gateway.id, server.id)
    const body = { gatewayId: other.id, serverId: server.id }
    expect((await admin('POST', '/attachments', { body })).status).toBe(409)
    const racing = await createServer()
    const answers = await Promise.all(
      [gateway, other].map(({ id }) =>
        admin('POST', '/attachments', { body: { gatewayId: id, serverId: racing.id } }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409])
  })

  it.each(['127.0.0.1', 'mcp.internal', 'mcp.example.com:8443', 'main'])(
    'have no custom host such as %s outside development',
    async (customHost) => {
      const gateway = await createGateway()
      const server = await createServer()
      const production = { ...testEnv, ALLOW_PRIVATE_TARGETS: 'false', PUBLIC_ORIGIN: 'https://limen.dev' }
      const answer = await admin('POST', '/attachments', {
        env: production,
        body: { gatewayId: gateway.id, serverId: server.id, customHost },
      })
      expect(pathsOf(answer)).toEqual(['customHost'])
    },
  )

  it('have no custom host that is where a runtime or an authorization server is reached (S10)', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    const { body: called } = await admin('GET', `/servers/${server.id}`)
    const { body: asked } = await admin('GET', `/gateways/${gateway.id}`)
    for (const url of [called['runtimeUrl'], asked['authorizationServerUrl']]) {
      const answer = await admin('POST', '/attachments', {
        body: { gatewayId: gateway.id, serverId: server.id, customHost: new URL(String(url)).host },
      })
      expect(pathsOf(answer)).toEqual(['customHost'])
    }
  })

  it('do not lose a scope that a tool requires, and tools do not require what is not there', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    const attachment = await attach(gateway.id, server.id, { scopes: ['tickets.read', 'tickets.write'] })
    const tool = `/servers/${server.id}/tools/add%20todo`
    const foreign = await admin('PUT', tool, { body: { requiredScopes: ['admin.read'] } })
    expect(foreign.status).toBe(422)
    expect(pathsOf(foreign)).toEqual(['requiredScopes.0'])
    const set = await admin('PUT', tool, { body: { requiredScopes: ['tickets.write'], timeoutMs: 5_000 } })
    expect(set.body).toMatchObject({ name: 'add todo', version: 1, enabled: null, timeoutMs: 5_000 })
    expect((await admin('PUT', tool, { body: { enabled: false } })).status).toBe(428)
    expect((await admin('PUT', tool, { body: { enabled: false }, ifMatch: 9 })).status).toBe(412)
    const narrowed = await admin('PATCH', `/attachments/${attachment.id}`, {
      body: { scopes: ['tickets.read'] },
      ifMatch: 1,
    })
    expect(narrowed.status).toBe(409)
    expect(narrowed.text).toContain('add todo')
    expect((await admin('DELETE', tool, { ifMatch: 1 })).status).toBe(204)
    expect((await admin('GET', tool)).body).toMatchObject({ version: 0, requiredScopes: [] })
  })
})

describe('preregistered clients', () => {
  it('get a secret that is shown once and stored as its hash', async () => {
    const gateway = await createGateway()
    const created = await admin('POST', '/clients', {
      body: {
        gatewayId: gateway.id,
        name: 'Internal agent',
        redirectUris: ['https://agent.dev/callback', 'http://127.0.0.1/callback'],
        tokenEndpointAuthMethod: 'client_secret_basic',
      },
    })
    expect(created.status, created.text).toBe(201)
    const secret = created.body['secret'] as string
    const id = created.body['id'] as string
    expect(secret.length).toBeGreaterThanOrEqual(43)
    const read = await admin('GET', `/clients/${id}`)
    expect(read.body).toMatchObject({ secretSet: true, version: 1 })
    expect(read.text).not.toContain(secret)
    const hash = await DB.prepare('SELECT secret_hash FROM clients WHERE id = ?')
      .bind(id)
      .first('secret_hash')
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret)))
    expect(hash).toBe(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''))
    const rotated = await admin('POST', `/clients/${id}/secret`, { body: {}, ifMatch: 1 })
    expect(rotated.body['secret']).not.toBe(secret)
    expect((await admin('DELETE', `/clients/${id}`, { ifMatch: 2 })).status).toBe(200)
    expect((await admin('GET', `/clients/${id}`)).status).toBe(404)
  })

  it.each([
    ['http://evil.dev/cb'],
    ['https://a.dev/cb#x'],
    ['https://user@a.dev/cb'],
    ['javascript:alert(1)'],
    ['myapp://cb'],
    ['/relative'],
  ])('have no redirect URI such as %s', async (uri) => {
    const gateway = await createGateway()
    const answer = await admin('POST', '/clients', {
      body: { gatewayId: gateway.id, name: 'x', redirectUris: ['https://a.dev/cb', uri] },
    })
    expect(answer.status).toBe(422)
    expect(pathsOf(answer)).toEqual(['redirectUris.1'])
  })

  it('may use a private-use redirect of the Gateway', async () => {
    const gateway = await createGateway()
    const answer = await admin('POST', '/clients', {
      body: {
        gatewayId: gateway.id,
        id: `cursor-${gateway.id}`,
        name: 'Cursor',
        redirectUris: ['cursor://anysphere.cursor-mcp/oauth/callback'],
      },
    })
    expect(answer.status, answer.text).toBe(201)
    expect(answer.body).toMatchObject({ secret: null, secretSet: false })
  })
})

describe('grants', () => {
  it('of a Gateway without any are an empty page; an unknown Gateway is 404', async () => {
    const gateway = await createGateway()
    const answer = await admin('GET', `/grants?gatewayId=${gateway.id}`)
    expect(answer.status, answer.text).toBe(200)
    expect(answer.body).toEqual({ grants: [], cursor: null })
    expect((await admin('GET', '/grants?gatewayId=gw_unknown')).status).toBe(404)
    expect((await admin('GET', '/grants?cursor=of-another-list')).status).toBe(400)
  })

  it('are revoked by exactly one selector, with an audit row', async () => {
    const gateway = await createGateway()
    for (const selector of [
      {},
      { grantId: 'a', all: true },
      { userSubject: 'u' },
      { userIssuer: 'i' },
      { clientId: 'c', attachmentId: 'a' },
    ]) {
      const answer = await admin('POST', '/grants/revoke', { body: { gatewayId: gateway.id, ...selector } })
      expect(answer.status).toBe(422)
    }
    const answer = await admin('POST', '/grants/revoke', { body: { gatewayId: gateway.id, all: true } })
    expect(answer.body).toEqual({
      revoked: 0,
      revokedDownstream: 0,
      effectiveWithinSeconds: expect.any(Number),
    })
    const [event] = await auditOf(gateway.id)
    expect(event).toMatchObject({ action: 'grants.revoked', after: { all: true } })
  })
})

describe('secrets that were written', () => {
  afterEach(() => void vi.restoreAllMocks())

  it('stand in no answer, no audit row and no table in the clear (P7)', async () => {
    const gateway = await createGateway()
    const server = await createServer({
      staticHeaders: { 'x-key': STATIC_SECRET },
      staticQuery: { k: STATIC_SECRET },
    })
    await admin('PATCH', `/servers/${server.id}`, { body: { workerSecret: NEW_WORKER_SECRET }, ifMatch: 1 })
    await attach(gateway.id, server.id)
    const answers = await Promise.all(
      ['/gateways', '/servers', '/attachments', '/clients', '/audit?limit=200'].map((path) =>
        admin('GET', path),
      ),
    )
    const tables = await Promise.all(
      ['gateways', 'servers', 'attachments', 'clients', 'audit_events', 'object_tasks'].map((table) =>
        DB.prepare(`SELECT * FROM ${table}`).all(),
      ),
    )
    const everything = JSON.stringify([answers.map(({ text }) => text), tables.map(({ results }) => results)])
    expect(everything).toContain(server.id)
    for (const secret of [
      CLIENT_SECRET,
      WORKER_SECRET,
      NEW_WORKER_SECRET,
      STATIC_SECRET,
      'dynamic-canary-secret',
    ]) {
      expect(everything).not.toContain(secret)
    }
  })
})
