import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it, vi } from 'vitest'
import type { Env } from '../environment.ts'
import { countGaps } from '../logs/count-gaps.ts'
import type { LogEntry, LogEvent } from '../logs/event.ts'
import { insertEvents } from '../logs/insert-events.ts'
import { DynamicClients } from '../gateway/authorization/clients/dynamic-clients.ts'
import { ConfigurationSource } from '../gateway/configuration/load-configuration.ts'
import { Outbox, ROWS_MAX } from '../gateway/outbox/outbox.ts'
import { parseMasterKeys } from '../crypto/master-keys.ts'
import { env, OAuthWorld, type Tokens } from '../testing/oauth-world.ts'
import { checkCredential } from './credential/check-credential.ts'
import { forgetToken } from './credential/credential-cache.ts'
import { handleOAuth, type OAuthAction } from './handle-oauth.ts'
import { openToken, sealToken } from './credential/token-envelope.ts'

describe('the token envelope (architecture.md §3.2)', () => {
  const key = (id: string, byte: number) =>
    `${id}:${btoa(String.fromCharCode(...new Uint8Array(32).fill(byte)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')}`
  const binding = { issuerKey: 'att_a:p', kind: 'access' as const }

  it('opens only for its issuer and kind, and not when one character is another', async () => {
    const keys = parseMasterKeys(key('k1', 1))
    const sealed = await sealToken(keys, '0', 'usr_a:grant:secret', binding)
    expect(await openToken(keys, sealed, binding)).toEqual({ token: 'usr_a:grant:secret', shard: '0' })
    for (const other of [
      { ...binding, kind: 'refresh' as const },
      { ...binding, kind: 'code' as const },
      { ...binding, issuerKey: 'att_a:h' },
      { ...binding, issuerKey: 'att_b:p' },
    ]) {
      expect(await openToken(keys, sealed, other)).toBeUndefined()
    }
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
      expect([at, await openToken(keys, changed, binding)]).toEqual([at, undefined])
    }
    for (const rubbish of ['', 'lmn_', 'lmn_0', 'lmn_0AAAA', `${sealed}=`, `${sealed}A`, ` ${sealed}`]) {
      expect(await openToken(keys, rubbish, binding)).toBeUndefined()
    }
  })

  it('every key of MASTER_KEYS verifies, the first one seals, and a removed key opens nothing more', async () => {
    const old = parseMasterKeys(key('k1', 1))
    const rotated = parseMasterKeys(`${key('k2', 2)},${key('k1', 1)}`)
    const sealed = await sealToken(old, '0', 'a:b:c', binding)
    expect(await openToken(rotated, sealed, binding)).toMatchObject({ token: 'a:b:c' })
    const fresh = await sealToken(rotated, '0', 'a:b:c', binding)
    expect(await openToken(old, fresh, binding)).toBeUndefined()
    expect(await openToken(parseMasterKeys(key('k2', 2)), sealed, binding)).toBeUndefined()
  })

  it('a rotation in three deployments fails no token: isolates of two neighbours open what either seals', async () => {
    const [k1, k2] = [key('k1', 1), key('k2', 2)]
    const stages = [k1, `${k1},${k2}`, `${k2},${k1}`].map(parseMasterKeys)
    for (const [at, stage] of stages.entries()) {
      const sealed = await sealToken(stage, '0', 'a:b:c', binding)
      for (const neighbour of stages.slice(Math.max(0, at - 1), at + 2))
        expect(await openToken(neighbour, sealed, binding)).toMatchObject({ token: 'a:b:c' })
    }
  })
})

describe('while D1 does not answer', () => {
  it('a restarted object signs in, refreshes and answers calls from its last copy', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    await env.DB.exec('ALTER TABLE gateways RENAME TO gateways_away')
    try {
      await evictDurableObject(world.object())
      forgetToken(tokens.access_token)
      const answer = await checkCredential(
        new Request(world.surface('a').resource, {
          headers: { authorization: `Bearer ${tokens.access_token}` },
        }),
        env,
        world.snapshot('a'),
        world.surface('a'),
        { maxAgeMs: 10_000 },
      )
      expect(answer).toMatchObject({ ok: true })
      const refreshed = await world.refresh('a', tokens.refresh_token)
      expect(refreshed.status).toBe(200)
      expect((await world.open('a', await world.query('a'))).status).toBe(200)
      // The restart forgot nothing that a repetition needs (O10).
      await evictDurableObject(world.object())
      expect(await (await world.refresh('a', tokens.refresh_token)).json<Tokens>()).toEqual(
        await refreshed.json(),
      )
    } finally {
      await env.DB.exec('ALTER TABLE gateways_away RENAME TO gateways')
    }
  })
})

describe('the outbox (P5)', () => {
  const entry = (at: number): LogEntry => ({
    kind: 'authorization',
    requestId: `req_${at}`,
    outcome: 'ok',
    at,
  })

  it('keeps what the queue does not take, and sends it under the same key later', async () => {
    const world = await OAuthWorld.create()
    await runInDurableObject(world.object(), async (_instance, ctx) => {
      ctx.storage.sql.exec('DELETE FROM outbox')
      const sent: unknown[][] = []
      let isDown = true
      const waiting: Promise<unknown>[] = []
      const outbox = new Outbox({
        storage: ctx.storage,
        queue: {
          sendBatch: async (messages) => {
            const batch = [...messages].flatMap((message) => JSON.parse(message.body) as unknown[])
            sent.push(batch)
            if (isDown) throw new Error('Queue is overloaded')
            return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } }
          },
        },
        isolate: async () => 'do:test',
        renameIsolate: () => undefined,
        waitUntil: (promise) => waiting.push(promise),
        schedule: () => undefined,
      })
      outbox.record(entry(1))
      outbox.record(entry(2))
      await Promise.all(waiting)
      expect(ctx.storage.sql.exec('SELECT count(*) AS n FROM outbox').one()).toEqual({ n: 2 })
      isDown = false
      expect(await outbox.flush()).toBe(true)
      expect(ctx.storage.sql.exec('SELECT count(*) AS n FROM outbox').one()).toEqual({ n: 0 })
      expect(sent.at(-1)).toEqual(sent[0])
      expect(new Set(sent[0]?.map((event) => (event as { isolate: string }).isolate))).toEqual(
        new Set(['do:test']),
      )
      outbox.record(entry(3))
      await outbox.flush()
      const sequences = sent.flat().map((event) => (event as { sequence: number }).sequence)
      expect(sequences.at(-1)).toBe(Math.max(...sequences))
      expect(sequences.at(-1)).not.toBe(sequences.at(0))
    })
  })

  it('drops the oldest beyond its cap while the queue is away, and the log counts them', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const world = await OAuthWorld.create()
    const isolate = `do:${world.gatewayId}`
    const at = Date.now()
    const events: LogEvent[] = []
    await runInDurableObject(world.object(), async (_instance, ctx) => {
      let isDown = false
      const outbox = new Outbox({
        storage: ctx.storage,
        queue: {
          sendBatch: async (messages) => {
            if (isDown) throw new Error('Queue is overloaded')
            for (const { body } of messages) events.push(...(JSON.parse(body) as LogEvent[]))
            return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } }
          },
        },
        isolate: async () => isolate,
        renameIsolate: () => undefined,
        waitUntil: () => undefined,
        schedule: () => undefined,
      })
      outbox.record(entry(at))
      await outbox.flush()
      isDown = true
      for (let step = 0; step < 10; step += 1) outbox.record(entry(at))
      ctx.storage.sql.exec(`UPDATE sqlite_sequence SET seq = seq + ${ROWS_MAX - 3} WHERE name = 'outbox'`)
      outbox.record(entry(at))
      await outbox.flush()
      isDown = false
      expect(await outbox.flush()).toBe(true)
    })
    const before = await countGaps(env.DB, at - 1)
    await insertEvents(env.DB, events)
    // Eight of the ten were dropped; the numbers that were skipped stand for others.
    expect((await countGaps(env.DB, at - 1)) - before).toBe(ROWS_MAX - 3 + 8)
    log.mockRestore()
  })

  it('holds each step before it is answered, without a code, token, verifier or state', async () => {
    const world = await OAuthWorld.create()
    const recorded: string[] = []
    await world.sql((sql) => {
      sql.exec('CREATE TABLE outbox_copy (event TEXT)')
      sql.exec(
        'CREATE TRIGGER keep AFTER INSERT ON outbox BEGIN INSERT INTO outbox_copy VALUES (new.event); END',
      )
    })
    const tokens = await world.tokens('a')
    const next = await (await world.refresh('a', tokens.refresh_token)).json<Tokens>()
    await world.refresh('a', 'lmn_0forged')
    await world.register('a')
    await world.post('a', 'revoke', { client_id: world.preregisteredId, token: next.refresh_token })
    const rows = await world.sql((sql) =>
      sql.exec<{ event: string }>('SELECT event FROM outbox_copy').toArray(),
    )
    recorded.push(...rows.map((row) => row.event))
    const methods = recorded.map((event) => (JSON.parse(event) as { method: string }).method)
    for (const step of ['authorize', 'consent', 'callback', 'token', 'refresh', 'register', 'revoke']) {
      expect(methods).toContain(step)
    }
    const text = recorded.join('\n')
    for (const secret of [
      tokens.access_token,
      tokens.refresh_token,
      'downstream-',
      'client-state',
      'verifier-',
    ]) {
      expect(text).not.toContain(secret)
    }
  })
})

describe('a step that the edge answers by itself', () => {
  type Step = { action: OAuthAction; method?: string; body?: string; headers?: Record<string, string> }

  /** Asks at attachment `a`, and answers what the Queue had when the answer came. */
  async function ask(world: OAuthWorld, { action, method = 'POST', body, headers }: Step, stores = {}) {
    const events: Partial<LogEvent>[] = []
    const queue = {
      sendBatch: async (messages: Iterable<MessageSendRequest<string>>) => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        for (const message of messages) events.push(...(JSON.parse(message.body) as LogEvent[]))
      },
    } as unknown as Env['LOG_QUEUE']
    const request = new Request(world.surface('a').tokenEndpoint, {
      method,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'cf-connecting-ip': `edge-${world.gatewayId}`,
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    })
    const target = { snapshot: world.snapshot('a'), surface: world.surface('a'), action }
    const response = await handleOAuth(request, { ...env, LOG_QUEUE: queue, ...stores }, target)
    return { status: response.status, requestId: response.headers.get('x-request-id'), events: [...events] }
  }

  const REFUSED: [string, Step, number, Partial<LogEvent>][] = [
    ['a page of a disabled server', { action: 'authorize', method: 'GET' }, 403, { method: 'authorize' }],
    ['a consent at a disabled server', { action: 'authorize', body: 'handle=x' }, 403, { method: 'consent' }],
    [
      'a refresh at a disabled server',
      { action: 'token', body: 'grant_type=refresh_token&refresh_token=x' },
      403,
      { method: 'refresh' },
    ],
    ['a registration at a disabled server', { action: 'register', body: '{}' }, 403, { method: 'register' }],
    ['a repeated parameter', { action: 'token', body: 'code=a&code=b' }, 400, { method: 'token' }],
    [
      'a body that is too large',
      { action: 'register', body: 'x'.repeat(70_000) },
      413,
      { method: 'register' },
    ],
    [
      'a forged refresh token',
      { action: 'token', body: 'grant_type=refresh_token&refresh_token=lmn_0forged' },
      400,
      { method: 'refresh', ruleId: 'invalid_grant' },
    ],
  ]

  it.each(REFUSED)('is in the log before it is answered: %s', async (_name, request, status, event) => {
    const world = await OAuthWorld.create()
    world.snapshot('a').server.enabled = status !== 403
    const answer = await ask(world, request)
    expect(answer.status).toBe(status)
    expect(answer.events).toContainEqual(
      expect.objectContaining({
        kind: 'authorization',
        outcome: 'refused',
        status,
        serverId: world.snapshot('a').server.id,
        ruleId: status === 403 ? 'server_enabled' : 'invalid_request',
        ...event,
      }),
    )
  })

  it('a revocation of what is no token of ours is in the log too', async () => {
    const { status, events } = await ask(await OAuthWorld.create(), {
      action: 'revoke',
      body: 'token=rubbish',
    })
    expect(status).toBe(200)
    expect(events).toContainEqual(expect.objectContaining({ method: 'revoke', outcome: 'ok', status: 200 }))
  })

  it('is stored in D1 where the Queue refuses, and is not answered where D1 does not take it either', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const world = await OAuthWorld.create()
    const refusing = { sendBatch: () => Promise.reject(new Error('Queue is overloaded')) }
    const body = 'grant_type=refresh_token&refresh_token=lmn_0forged'
    const stored = await ask(world, { action: 'token', body }, { LOG_QUEUE: refusing })
    expect(stored.status).toBe(400)
    const find = env.DB.prepare('SELECT rule_id FROM log_events WHERE request_id = ?')
    expect(await find.bind(stored.requestId).first('rule_id')).toBe('invalid_grant')
    const DB = {
      prepare() {
        throw new Error('D1_ERROR: no answer')
      },
    }
    const lost = await ask(world, { action: 'token', body }, { LOG_QUEUE: refusing, DB })
    expect(lost.status).toBe(503)
    log.mockRestore()
  })

  it('is at most 61 lines a minute from one address', async () => {
    const world = await OAuthWorld.create()
    world.snapshot('a').server.enabled = false
    const answers = await Promise.all(
      Array.from({ length: 70 }, () => ask(world, { action: 'register', body: '{}' })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]))
    const events = answers.flatMap((answer) => answer.events).filter(({ method }) => method === 'register')
    expect(events).toHaveLength(61)
  })
})

describe('CORS (O13)', () => {
  it.each(['token', 'register', 'revoke'] as const)(
    '%s answers a preflight and any origin, never with credentials; nothing of it is stored (O11)',
    async (action) => {
      const world = await OAuthWorld.create()
      const url = world.surface('a').tokenEndpoint
      const headers = { origin: 'https://app.test.dev', 'access-control-request-method': 'POST' }
      const preflight = await world.send('a', action, new Request(url, { method: 'OPTIONS', headers }))
      expect(preflight.status).toBe(204)
      expect(preflight.headers.get('access-control-allow-headers')).toContain('MCP-Protocol-Version')
      const refused = await world.send('a', action, new Request(url, { method: 'POST', headers }))
      expect(refused.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate')
      expect(refused.headers.get('cache-control')).toBe('no-store')
      for (const response of [preflight, refused]) {
        expect(response.headers.get('access-control-allow-origin')).toBe('*')
        expect(response.headers.get('access-control-allow-credentials')).toBeNull()
      }
    },
  )
})

describe('the configuration of an object', () => {
  it('a slow earlier read does not bring back what a later one has replaced', async () => {
    const world = await OAuthWorld.create()
    await world.open('a', await world.query('a'))
    await runInDurableObject(world.object(), async (_instance, ctx) => {
      const slow = Promise.withResolvers<void>()
      let reads = 0
      const database = new Proxy(env.DB, {
        get(target, name) {
          if (name !== 'batch') return Reflect.get(target, name).bind(target)
          return async (statements: D1PreparedStatement[]) => {
            reads += 1
            const isFirst = reads === 1
            const result = await target.batch(statements)
            if (isFirst) await slow.promise
            return result
          }
        },
      })
      const source = new ConfigurationSource({
        database,
        storage: ctx.storage,
        gatewayId: () => world.gatewayId,
        restoreBefore: () => undefined,
        isRestoreNoted: async () => false,
        onChange: async () => undefined,
      })
      const early = source.reload()
      await env.DB.prepare('UPDATE gateways SET name = ?, version = version + 1 WHERE id = ?')
        .bind('Renamed', world.gatewayId)
        .run()
      await scheduler.wait(50)
      expect((await source.reload()).gateway.name).toBe('Renamed')
      slow.resolve()
      expect((await early).gateway.name).toBe('Renamed')
      expect((await source.load()).gateway.name).toBe('Renamed')
    })
  })
})

describe('a token answer', () => {
  it('survives an outage of KV that begins after the client was found', async () => {
    const world = await OAuthWorld.create()
    const { client_id } = await (await world.register('a')).json<{ client_id: string }>()
    const code = await world.code('a', { client_id })
    const renew = DynamicClients.prototype.renew
    DynamicClients.prototype.renew = () => Promise.reject(new Error('KV PUT failed'))
    try {
      expect((await world.redeem('a', code, { client_id })).status).toBe(200)
    } finally {
      DynamicClients.prototype.renew = renew
    }
  })
})

describe('a disabled server', () => {
  it('opens no sign-in and issues no token: 403 with the rule', async () => {
    const world = await OAuthWorld.create()
    world.snapshot('a').server.enabled = false
    const page = await world.open('a', await world.query('a'))
    expect([page.status, (await page.text()).includes('server_enabled')]).toEqual([403, true])
    expect((await world.register('a')).status).toBe(403)
  })
})
