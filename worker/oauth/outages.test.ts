import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../logs/event.ts'
import { DynamicClients } from '../gateway/authorization/clients/dynamic-clients.ts'
import { ConfigurationSource } from '../gateway/configuration/load-configuration.ts'
import { Outbox } from '../gateway/outbox/outbox.ts'
import { parseMasterKeys } from '../crypto/master-keys.ts'
import { env, OAuthWorld, type Tokens } from '../testing/oauth-world.ts'
import { checkCredential } from './credential/check-credential.ts'
import { forgetToken } from './credential/credential-cache.ts'
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
        isolate: 'do:test',
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

describe('CORS (O13)', () => {
  it.each(['token', 'register', 'revoke'] as const)(
    '%s answers a preflight and any origin, never with credentials',
    async (action) => {
      const world = await OAuthWorld.create()
      const url = world.surface('a').tokenEndpoint
      const headers = { origin: 'https://app.test.dev', 'access-control-request-method': 'POST' }
      const preflight = await world.send('a', action, new Request(url, { method: 'OPTIONS', headers }))
      expect(preflight.status).toBe(204)
      for (const response of [
        preflight,
        await world.send('a', action, new Request(url, { method: 'POST', headers })),
      ]) {
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
