import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { z } from 'zod'
import * as shapes from '../../schema/api/index.ts'
import { PERMISSIONS, type Permission } from '../../schema/api/permissions.ts'
import type { Env } from '../environment.ts'
import { actorWith, admin, ADMIN_SECRET, testEnv, type AdminCall } from '../testing/admin-client.ts'
import { forgetPeople, personOf } from '../testing/people.ts'
import { gatewayRow, insertRows, serverRow } from '../testing/rows.ts'
import type { RouteDefinition } from './endpoint.ts'
import { ENDPOINTS } from './endpoints.ts'
import { FAILURES_MAX } from './failure-limit.ts'
import { adminApi } from './index.ts'

const { DB } = env as unknown as Env

// Some tests walk every route.
vi.setConfig({ testTimeout: 60_000 })

/** The only routes that nobody has to sign in for. */
const PUBLIC = [
  'GET /api/v1/health',
  'GET /api/v1/openapi.json',
  'GET /api/v1/session/connections/finish',
  'GET /api/v1/session/connections/sign-in',
  'GET /api/v1/session/connections/sign-ins',
  'GET /api/v1/sign-in',
  'GET /api/v1/sign-in/callback',
  'GET /api/v1/sign-in/start',
  'POST /api/v1/invitations/inspect',
]

/** The only routes that ask for a sign-in and no permission: what belongs to whoever is signed in. */
const SIGNED_IN = [
  'GET /api/v1/session',
  'DELETE /api/v1/session',
  'GET /api/v1/session/all',
  'DELETE /api/v1/session/all',
  'DELETE /api/v1/session/all/:id',
  'GET /api/v1/session/keys',
  'PUT /api/v1/session/keys/:id',
  'DELETE /api/v1/session/keys/:id',
  'POST /api/v1/invitations/accept',
]

/** The only routes for whoever is signed in to *My connections*. */
const CONNECTIONS = [
  'GET /api/v1/session/connections',
  'DELETE /api/v1/session/connections',
  'DELETE /api/v1/session/connections/:id',
  'DELETE /api/v1/session/connections/sign-in',
]

/** What each kind of route is described to ask for. */
const SECURITY: Readonly<Record<string, unknown[]>> = { public: [], connections: [{ connections: [] }] }

interface OpenApiOperation {
  operationId: string
  'x-permission': string
  security: unknown[]
  parameters?: { name: string; in: string }[]
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>
}

function jsonSchemaOf(part: unknown): z.ZodType | undefined {
  const described = part as { content?: Record<string, { schema: z.ZodType }> } | undefined
  return described?.content?.['application/json']?.schema
}

function exampleOf(schema: z.ZodType): unknown {
  return schema.meta()?.['example']
}

async function readDescription() {
  const { status, body } = await admin('GET', '/openapi.json', { secret: null })
  expect(status).toBe(200)
  return body as unknown as {
    openapi: string
    paths: Record<string, Record<string, OpenApiOperation>>
    components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> }
  }
}

/** One request at a route by somebody with these permissions, with nothing valid in it. */
async function call(definition: RouteDefinition, permissions: ReadonlySet<Permission>): Promise<Response> {
  const app = adminApi(async (c, next) => {
    c.set('actor', actorWith(permissions))
    await next()
  })
  const method = definition.method.toUpperCase()
  const isWrite = method === 'POST' || method === 'PUT' || method === 'PATCH'
  const request = new Request(`http://127.0.0.1:8787/api/v1${definition.path.replaceAll(/\{\w+\}/g, 'x')}`, {
    method,
    ...(isWrite ? { headers: { 'content-type': 'application/json' }, body: '{}' } : {}),
  })
  return app.fetch(request, testEnv, createExecutionContext())
}

describe('the door of the admin API', () => {
  let address = 0
  // Each test comes from an address of its own, so that failures of one do not block another.
  const from = () => ({ 'cf-connecting-ip': `192.0.2.${(address += 1)}` })
  afterEach(() => void vi.restoreAllMocks())

  it('lets the bootstrap secret in and nothing else', async () => {
    expect((await admin('GET', '/gateways')).status).toBe(200)
    for (const authorization of [
      undefined,
      'Bearer wrong',
      `Bearer ${ADMIN_SECRET}x`,
      `Basic ${ADMIN_SECRET}`,
      `Bearer ${ADMIN_SECRET.toUpperCase()}`,
    ]) {
      const headers = { ...from(), ...(authorization === undefined ? {} : { authorization }) }
      const answer = await admin('GET', '/gateways', { secret: null, headers })
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
    }
  })

  it('answers 503 and names the variable where the secret is missing or short, also in the log', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { ADMIN_SECRET: _unset, ...without } = testEnv
    for (const broken of [without as Env, { ...testEnv, ADMIN_SECRET: 'a'.repeat(31) }]) {
      const secret = broken.ADMIN_SECRET ?? ''
      const answer = await admin('GET', '/gateways', { env: broken, secret: secret || null })
      expect(answer.status).toBe(503)
      expect(answer.body['detail']).toContain('ADMIN_SECRET')
      expect(log.mock.lastCall?.[0]).toContain('"variable":"ADMIN_SECRET"')
    }
  })

  it('refuses an address after ten failures, even with the right secret, and audits each failure', async () => {
    const headers = { 'cf-connecting-ip': '198.51.100.7' }
    for (let failure = 0; failure < FAILURES_MAX; failure += 1) {
      expect((await admin('GET', '/gateways', { secret: 'wrong', headers })).status).toBe(401)
    }
    const blocked = await admin('GET', '/gateways', { headers })
    expect(blocked.status).toBe(429)
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await admin('GET', '/gateways', { headers: from() })).status).toBe(200)
    const rows = await DB.prepare(
      "SELECT count(*) AS n FROM audit_events WHERE action = 'sign_in.refused' AND after LIKE '%198.51.100.7%'",
    ).first<number>('n')
    expect(rows).toBe(FAILURES_MAX)
  })

  it('asks every route for exactly the permission that it names', async () => {
    for (const { definition } of ENDPOINTS) {
      const { permission } = definition
      if (permission === 'public' || permission === 'signed_in' || permission === 'connections') continue
      const others = PERMISSIONS.filter((other) => other !== permission)
      const refused = await call(definition, new Set(others))
      expect(refused.status, definition.operationId).toBe(403)
      expect(await refused.text()).toContain(permission)
      const passed = await call(definition, new Set([permission]))
      expect(passed.status, definition.operationId).not.toBe(403)
      expect(passed.status, definition.operationId).not.toBe(401)
    }
  }, 60_000)

  it('has no route that names no permission, but the closed lists', () => {
    const mounted = adminApi().routes.filter(({ method }) => method !== 'ALL')
    const routes = [...new Set(mounted.map(({ method, path }) => `${method} ${path}`))]
    const named = new Map(
      ENDPOINTS.map(({ definition: { method, path, permission } }) => [
        `${method.toUpperCase()} /api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
        permission,
      ]),
    )
    expect(routes.length).toBe(ENDPOINTS.length + 1)
    for (const route of routes) {
      const kind = Object.entries({ public: PUBLIC, signed_in: SIGNED_IN, connections: CONNECTIONS }).find(
        ([, list]) => list.includes(route),
      )
      if (kind) expect(named.get(route) ?? 'public', route).toBe(kind[0])
      else expect(PERMISSIONS, `${route} names no permission`).toContain(named.get(route))
    }
  })

  it('lets nobody without the secret into any route', async () => {
    for (const { definition } of ENDPOINTS) {
      if (definition.permission === 'public') continue
      const path = definition.path.replaceAll(/\{\w+\}/g, 'x')
      const method = definition.method.toUpperCase()
      const call = method === 'GET' || method === 'DELETE' ? {} : { body: {} }
      const answer = await admin(method, path, { secret: null, ...call })
      expect(answer.status, `${method} ${path}`).toBe(401)
    }
  })
})

describe('the routes of My connections', () => {
  afterEach(() => forgetPeople())
  const asked = ENDPOINTS.filter(({ definition }) => definition.permission === 'connections')
  const ask = ({ definition: { method, path } }: (typeof asked)[number], more: AdminCall) =>
    admin(method.toUpperCase(), `${path.replace('{id}', 'x')}?gatewayId=gw_nobody`, more)

  it('open with the cookie of that sign-in and with no other credential, whoever has it', async () => {
    const owner = await personOf('owner')
    const cookie = `__Host-limen-connections-gw_nobody=lmn_con_${'x'.repeat(43)}`
    const own = { origin: 'http://127.0.0.1:8787' }
    expect(asked).toHaveLength(CONNECTIONS.length)
    for (const one of asked) {
      for (const without of [
        { secret: null },
        {},
        { secret: null, headers: { ...own, cookie: owner.cookie } },
        { secret: null, headers: { ...own, cookie: cookie.replace('lmn_con_', '') } },
        { secret: null, headers: { ...own, cookie: cookie.replace('connections-', 'connections-start-') } },
      ]) {
        expect((await ask(one, without)).status, one.definition.operationId).toBe(401)
      }
      // With it the handler is reached, which asks for the Gateway first.
      expect((await ask(one, { secret: null, headers: { ...own, cookie } })).status).toBe(404)
    }
  })
})

describe('what the admin API reads', () => {
  it('is JSON only', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const answer = await admin('POST', '/gateways', { raw: '{}', headers: { 'content-type': type } })
      expect(answer.status).toBe(415)
    }
    expect((await admin('POST', '/gateways', { raw: '{', headers: {} })).status).toBe(400)
  })

  it('is at most 256 KiB', async () => {
    const answer = await admin('POST', '/gateways', { body: { name: 'x'.repeat(300_000) } })
    expect(answer.status).toBe(413)
  })

  it('has no unknown fields: the answer names each one and the fields there are', async () => {
    const answer = await admin('POST', '/servers', {
      body: {
        slug: 'a',
        name: 'A',
        runtimeUrl: 'https://runtime.dev/mcp',
        workerSecret: 'x'.repeat(16),
        id: 'srv_mine',
        pausedReason: null,
      },
    })
    expect(answer.status).toBe(422)
    expect(answer.body['errors']).toEqual([
      { path: 'id', message: expect.stringContaining('known fields: slug, name') },
      { path: 'pausedReason', message: expect.stringContaining('remove it') },
    ])
    const polluted = await admin('POST', '/servers', {
      raw: '{"__proto__":{"permissions":"all"},"slug":"a"}',
    })
    expect(polluted.status).toBe(422)
  })

  it('is refused with the path of every wrong field', async () => {
    const answer = await admin('POST', '/gateways', {
      body: {
        authorizationServerUrl: 'not a url',
        scopes: ['ok', 'not ok'],
        clientRegistration: { privateUseRedirectUris: ['https://x.dev'] },
      },
    })
    expect(answer.status).toBe(422)
    const paths = (answer.body['errors'] as { path: string }[]).map(({ path }) => path)
    expect(paths).toEqual([
      'name',
      'authorizationServerUrl',
      'scopes.1',
      'clientRegistration.privateUseRedirectUris.0',
    ])
    expect(answer.body['requestId']).toBe(answer.headers.get('x-request-id'))
  })

  it('never shows the message of an unknown error', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const broken = new Proxy(DB, {
      get() {
        throw new Error('connection string postgres://secret')
      },
    })
    const answer = await admin('GET', '/gateways', { env: { ...testEnv, DB: broken } })
    expect(answer.status).toBe(500)
    expect(answer.text).not.toContain('postgres')
    expect(log.mock.lastCall?.[0]).toContain(answer.body['requestId'])
    log.mockRestore()
  })

  it.each([
    ['D1_ERROR: Network connection lost.', 503],
    ['D1_ERROR: D1 DB is overloaded. Requests queued for too long.', 503],
    ['D1_ERROR: no such column: nonsense: SQLITE_ERROR', 500],
  ])('tells an outage of the database from a fault of ours: %s is %i', async (message, status) => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const statement = {
      bind: () => statement,
      raw: () => Promise.reject(new Error(message)),
      all: () => Promise.reject(new Error(message)),
    }
    const broken = { prepare: () => statement, batch: () => Promise.reject(new Error(message)) }
    const env = { ...testEnv, DB: broken as unknown as D1Database }
    for (const path of ['/gateways', '/audit']) {
      const answer = await admin('GET', path, { env })
      expect(answer.status, answer.text).toBe(status)
      expect(answer.text).not.toContain('D1')
      expect(answer.headers.get('retry-after')).toBe(status === 503 ? '5' : null)
    }
    vi.restoreAllMocks()
  })

  it('answers an unknown route with a problem', async () => {
    const answer = await admin('GET', '/nothing')
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })
})

describe('what an admin has to do something about', () => {
  const BORN = Date.now() - 60_000
  const event = (sequence: number, ruleId: string | null, at = BORN) =>
    DB.prepare(
      `INSERT INTO log_events (isolate, sequence, at, kind, request_id, server_id, gateway_id, outcome, rule_id)
       VALUES (?1, ?2, ?3, 'call', 'req', 'srv_refused', 'gw_refused', 'runtime_error', ?4)`,
    ).bind(`${BORN.toString(36)}-test`, sequence, at, ruleId)

  it('is shown: a runtime that refuses Limen (M4), what was not delivered, what was paused', async () => {
    await insertRows(DB, {
      gateways: [gatewayRow({ id: 'gw_review', state: 'needs_review', stateReason: 'Confirm them.' })],
      servers: [
        serverRow({ id: 'srv_paused', slug: 'paused', pausedReason: 'secrets_missing' }),
        serverRow({ id: 'srv_off', slug: 'off', pausedReason: 'secrets_missing', enabled: false }),
      ],
    })
    await DB.batch([
      event(0, 'runtime_refused_gateway'),
      event(1, 'runtime_refused_gateway', BORN + 5),
      event(2, 'insufficient_scope'),
      event(3, 'downstream_fault', BORN - 25 * 3_600_000),
      DB.prepare(
        `INSERT INTO object_tasks (id, gateway_id, kind, actor, created_at) VALUES ('evt_1', 'gw_away', 'revoke', 'x', ?)`,
      ).bind(Date.now() - 120_000),
    ])
    const { body } = await admin('GET', '/alerts')
    const alerts = body['alerts'] as { kind: string; lastAt: number }[]
    expect(alerts.map(({ kind }) => kind).toSorted()).toEqual([
      'gateway_needs_review',
      'object_not_told',
      'runtime_refused_gateway',
      'server_paused',
    ])
    expect(alerts[0]).toMatchObject({
      kind: 'runtime_refused_gateway',
      serverId: 'srv_refused',
      gatewayId: 'gw_refused',
      count: 2,
      lastAt: BORN + 5,
      message: expect.stringContaining('worker secret'),
    })
    await DB.prepare("DELETE FROM object_tasks WHERE id = 'evt_1'").run()
  })

  it('finds its faults by index: a day of calls is not read', async () => {
    const { results } = await DB.prepare(
      `EXPLAIN QUERY PLAN SELECT count(*) FROM log_events
       WHERE rule_id IN ('runtime_refused_gateway', 'downstream_fault') AND at >= 1`,
    ).all<{ detail: string }>()
    expect(results[0]?.detail).toContain('log_events_by_rule')
  })

  it('has the number of lost events (P5)', async () => {
    await DB.batch([event(7, null)])
    const found = await admin('GET', `/logs/gaps?since=${BORN - 1}`)
    // 0, 1, 2, 3 and 7 stand; the row of a day ago moves the beginning back, not forward.
    expect(found.body, found.text).toEqual({ since: BORN - 1, lost: 3 })
    expect((await admin('GET', '/logs/gaps')).body['lost']).toBe(3)
    expect((await admin('GET', '/logs/gaps?since=soon')).status).toBe(400)
  })
})

describe('the OpenAPI description', () => {
  it('is 3.1, has every route with its permission, and is public', async () => {
    const { openapi, paths } = await readDescription()
    expect(openapi).toBe('3.1.0')
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
    )
    expect(described.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(
      ENDPOINTS.map(({ definition }) => `${definition.method} /api/v1${definition.path}`).toSorted(),
    )
    for (const { path, method, operation } of described) {
      const endpoint = ENDPOINTS.find(
        ({ definition }) => definition.method === method && `/api/v1${definition.path}` === path,
      )
      expect(operation['x-permission']).toBe(endpoint?.definition.permission)
      expect(operation.security).toEqual(
        SECURITY[operation['x-permission']] ?? [{ bearer: [] }, { session: [] }, { cloudflareAccess: [] }],
      )
      expect(operation.responses['default']?.content).toHaveProperty(['application/problem+json'])
      const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
      expect(declared.map(({ name }) => name)).toEqual(parameters)
    }
    const ids = described.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has no reference into nothing, and names the resources', async () => {
    const description = await readDescription()
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)]
    for (const [, name = ''] of references) expect(description.components.schemas).toHaveProperty([name])
    for (const name of [
      'Gateway',
      'GatewayCreate',
      'Server',
      'Attachment',
      'Client',
      'Grant',
      'LogEvent',
      'Problem',
    ]) {
      expect(description.components.schemas).toHaveProperty([name])
    }
    for (const scheme of ['bearer', 'session', 'cloudflareAccess', 'connections'])
      expect(description.components.securitySchemes).toHaveProperty(scheme)
  })

  it('has an example for every body and every named answer, and its own schemas accept each', () => {
    const missing: string[] = []
    for (const { definition } of ENDPOINTS) {
      const body = jsonSchemaOf(definition.request?.body)
      if (body && exampleOf(body) === undefined) missing.push(`the body of ${definition.operationId}`)
      for (const answer of Object.values(definition.responses)) {
        const schema = jsonSchemaOf(answer)
        const id = schema?.meta()?.id
        if (schema && id !== undefined && exampleOf(schema) === undefined) missing.push(id)
      }
    }
    expect([...new Set(missing)]).toEqual([])
    const all = Object.values(shapes).filter((shape) => typeof shape === 'object' && 'safeParse' in shape)
    for (const shape of all) {
      const example = exampleOf(shape)
      if (example === undefined) continue
      const { success, data, error } = shape.safeParse(example)
      const name = shape.meta()?.id ?? shape.description
      expect(success, `${name}: ${String(error)}`).toBe(true)
      // Nothing in it is unknown to the schema.
      if (typeof example === 'object') expect(data, name).toMatchObject(example as object)
    }
  })
})
