import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Env } from '../environment.ts'
import { attachmentRow, clientRow, gatewayRow, insertRows, serverRow, toolRow } from '../testing/rows.ts'
import {
  forgetAllSnapshots,
  forgetSnapshot,
  isUnconfirmed,
  loadSnapshot,
  SnapshotUnavailableError,
} from './load-snapshot.ts'
import type { Snapshot } from './snapshot.ts'

const { DB } = env as unknown as Env

/** The real database behind a switch, with a ledger of the batches that reached it, and of the statements in each. */
function switchableDatabase() {
  const state = {
    down: false,
    hangs: false,
    /** D1 has done it, and the answer is late. */
    answersLate: false,
    batches: 0,
    statements: [] as number[],
    held: [] as (() => void)[],
  }
  const database = new Proxy(DB, {
    get(target, property) {
      if (property === 'batch') {
        return async (statements: D1PreparedStatement[]) => {
          state.batches += 1
          state.statements.push(statements.length)
          if (state.down) throw new Error('D1_ERROR: down')
          if (state.hangs) await new Promise<void>((resolve) => state.held.push(resolve))
          const answer = await target.batch(statements)
          if (state.answersLate) await new Promise<void>((resolve) => state.held.push(resolve))
          return answer
        }
      }
      const value: unknown = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { state, env: { DB: database } }
}

/** Answers every statement with no rows, at once. */
const emptyDatabase = new Proxy(DB, {
  get(target, property) {
    if (property === 'batch') {
      return (statements: D1PreparedStatement[]) =>
        Promise.resolve(statements.map(() => ({ results: [], success: true, meta: {} })))
    }
    const value: unknown = Reflect.get(target, property)
    return typeof value === 'function' ? value.bind(target) : value
  },
})

function context() {
  const pending: Promise<unknown>[] = []
  return {
    ctx: { waitUntil: (promise: Promise<unknown>) => void pending.push(promise) },
    settled: () => Promise.all(pending),
  }
}

const key = { slug: 'support-assistant' }

describe('configuration snapshots (architecture §3.5)', () => {
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 })
    forgetAllSnapshots()
    await insertRows(DB, {
      gateways: [gatewayRow()],
      servers: [serverRow()],
      attachments: [attachmentRow({ customHost: 'mcp.customer.dev' })],
      tools: [toolRow({ name: 'add_todo', requiredScopes: ['tickets.write'] })],
      clients: [clientRow()],
    })
  })
  afterEach(() => void vi.useRealTimers())

  it('holds server, attachment, Gateway, tools and clients, by slug and by custom host', async () => {
    const { env: database } = switchableDatabase()
    const bySlug = await loadSnapshot(database, context().ctx, key)
    const byHost = await loadSnapshot(database, context().ctx, { host: 'mcp.customer.dev' })
    expect(bySlug?.server.id).toBe('srv_test')
    expect(bySlug?.gateway?.id).toBe('gw_test')
    expect(bySlug?.scopes).toEqual(['tickets.read', 'accounts.read'])
    expect(bySlug?.tools.get('add_todo')?.requiredScopes).toEqual(['tickets.write'])
    expect(bySlug?.preregisteredClients.map((client) => client.id)).toEqual(['cli_test'])
    expect(byHost?.revision).toBe(bySlug?.revision)
  })

  it('an attachment without a subset has the full set of its Gateway', async () => {
    await insertRows(DB, { attachments: [attachmentRow({ scopes: null, version: 2 })] })
    const snapshot = await loadSnapshot({ DB }, context().ctx, key)
    expect(snapshot?.scopes).toEqual(gatewayRow().scopes)
  })

  it('is read once for many requests, again in the background after 5 s, and anew after 10 s', async () => {
    const { env: database, state } = switchableDatabase()
    const { ctx, settled } = context()
    const first = await loadSnapshot(database, ctx, key)
    await loadSnapshot(database, ctx, key)
    expect(state.batches).toBe(1)

    await insertRows(DB, { servers: [serverRow({ enabled: false, version: 2 })] })
    vi.setSystemTime(Date.now() + 6_000)
    expect(await loadSnapshot(database, ctx, key)).toBe(first)
    await settled()
    expect(state.batches, 'asked for its revision, then read').toBe(3)
    expect((await loadSnapshot(database, ctx, key))?.server.enabled).toBe(false)

    await insertRows(DB, { servers: [serverRow({ enabled: true, version: 3 })] })
    vi.setSystemTime(Date.now() + 11_000)
    expect((await loadSnapshot(database, ctx, key))?.server.enabled).toBe(true)
  })

  it('asks for the revision alone while nothing is written', async () => {
    const { env: database, state } = switchableDatabase()
    const { ctx, settled } = context()
    const first = await loadSnapshot(database, ctx, key)
    expect(await loadSnapshot(database, ctx, { slug: 'nobody' })).toBeUndefined()
    const [whole = 0] = state.statements.splice(0)
    expect(whole).toBeGreaterThan(10)

    vi.setSystemTime(Date.now() + 6_000)
    await loadSnapshot(database, ctx, key)
    await settled()
    expect(state.statements.splice(0), 'in the background').toEqual([1])
    vi.setSystemTime(Date.now() + 4_900)
    expect(await loadSnapshot(database, ctx, key)).toBe(first)
    expect(state.statements.splice(0), 'confirmed: fresh again').toEqual([])
    vi.setSystemTime(Date.now() + 11_000)
    expect(await loadSnapshot(database, ctx, key)).toBe(first)
    expect(await loadSnapshot(database, ctx, { slug: 'nobody' })).toBeUndefined()
    expect(state.statements.splice(0), 'a copy too old to serve, and a name without a server').toEqual([1, 1])
    expect(await loadSnapshot(database, ctx, key, 0)).toBe(first)
    expect(state.statements).toEqual([])
    vi.setSystemTime(Date.now() + 1)
    expect(await loadSnapshot(database, ctx, key, 0)).toBe(first)
    expect(state.statements).toEqual([1])
  })

  it.each<[what: string, write: string, sees: (snapshot: Snapshot) => unknown]>([
    [
      'a tool',
      'UPDATE tools SET enabled = 0, version = 2',
      ({ tools }) => tools.get('add_todo')?.enabled === false,
    ],
    ['a tool that is gone', 'DELETE FROM tools', ({ tools }) => tools.size === 0],
    [
      'a tool that was seen',
      `INSERT INTO tool_definitions (server_id, name, state, enabled, definition, hash, risk, first_seen_at, last_seen_at)
       VALUES ('srv_test', 'seen', 'new', 1, '{}', 'h', 'read', 1, 1)`,
      ({ tools }) => tools.has('seen'),
    ],
    ['a Gateway', 'UPDATE gateways SET version = 2', ({ gateway }) => gateway?.version === 2],
    ['no attachment', 'DELETE FROM attachments', ({ attachment }) => attachment === null],
    ['a client', 'DELETE FROM clients', (snapshot) => snapshot.preregisteredClients.length === 0],
    [
      'a budget',
      `INSERT INTO budgets (id, name, scope, server_id, amount, unit, window, enforcement, created_at, updated_at)
       VALUES ('bud_test', 'b', 'server', 'srv_test', 1, 'calls', 'day', 'block', 1, 1)`,
      ({ meters }) => meters !== null,
    ],
    [
      'a rule',
      `INSERT INTO rules (id, target_kind, target_id, user, tool_enabled, created_at, updated_at)
       VALUES ('rul_test', 'server', 'srv_test', '{"email":"a@b.dev"}', 0, 1, 1)`,
      ({ governance }) => governance.rules.length === 1,
    ],
  ])('sees %s within the same 10 s', async (_what, write, sees) => {
    const { env: database } = switchableDatabase()
    const first = await loadSnapshot(database, context().ctx, key)
    expect(first && sees(first)).toBe(false)
    await DB.prepare(write).run()
    vi.setSystemTime(Date.now() + 10_001)
    const second = await loadSnapshot(database, context().ctx, key)
    expect(second && sees(second)).toBe(true)
  })

  it('a server that was made is found by a name that had none', async () => {
    expect(await loadSnapshot({ DB }, context().ctx, { slug: 'later' })).toBeUndefined()
    await insertRows(DB, { servers: [serverRow({ id: 'srv_later', slug: 'later' })] })
    vi.setSystemTime(Date.now() + 10_001)
    expect((await loadSnapshot({ DB }, context().ctx, { slug: 'later' }))?.server.id).toBe('srv_later')
  })

  it('a copy that D1 could not confirm is confirmed by its revision', async () => {
    const { env: database, state } = switchableDatabase()
    await loadSnapshot(database, context().ctx, key)
    state.down = true
    vi.setSystemTime(Date.now() + 11_000)
    const copy = await loadSnapshot(database, context().ctx, key)
    expect(copy && isUnconfirmed(copy)).toBe(true)
    state.down = false
    vi.setSystemTime(Date.now() + 1_100)
    expect(await loadSnapshot(database, context().ctx, key)).toBe(copy)
    expect(copy && isUnconfirmed(copy)).toBe(false)
    expect(state.statements.at(-1)).toBe(1)
  })

  it('an answer from before a write does not confirm what was read after it', async () => {
    const { env: database, state } = switchableDatabase()
    await loadSnapshot(database, context().ctx, key)
    vi.setSystemTime(Date.now() + 10_001)
    state.answersLate = true
    const early = loadSnapshot(database, context().ctx, key)
    await vi.waitFor(() => expect(state.held).toHaveLength(1))
    state.answersLate = false
    await insertRows(DB, { servers: [serverRow({ name: 'Renamed', version: 2 })] })
    vi.setSystemTime(Date.now() + 1)
    expect((await loadSnapshot(database, context().ctx, key))?.server.name).toBe('Renamed')
    for (const release of state.held) release()
    expect((await early)?.server.name).toBe('Renamed')
    expect((await loadSnapshot(database, context().ctx, key))?.server.name).toBe('Renamed')
  })

  it('a copy is confirmed for the moment of the question, not of the answer', async () => {
    const { env: database, state } = switchableDatabase()
    const { ctx, settled } = context()
    await loadSnapshot(database, ctx, key)
    vi.setSystemTime(Date.now() + 6_000)
    state.answersLate = true
    await loadSnapshot(database, ctx, key)
    await vi.waitFor(() => expect(state.held).toHaveLength(1))
    state.answersLate = false
    await DB.prepare('UPDATE servers SET enabled = 0, version = 2').run()
    vi.setSystemTime(Date.now() + 4_000)
    for (const release of state.held) release()
    await settled()
    vi.setSystemTime(Date.now() + 6_001)
    expect((await loadSnapshot(database, context().ctx, key))?.server.enabled).toBe(false)
  })

  it('a request that comes during a refresh waits for D1, and takes nothing for an outage', async () => {
    const { env: database, state } = switchableDatabase()
    const { ctx, settled } = context()
    await loadSnapshot(database, ctx, key)
    vi.setSystemTime(Date.now() + 9_900)
    state.hangs = true
    await loadSnapshot(database, ctx, key)
    await vi.waitFor(() => expect(state.held).toHaveLength(1))
    state.hangs = false
    vi.setSystemTime(Date.now() + 150)
    const snapshot = await loadSnapshot(database, context().ctx, key)
    expect(snapshot && isUnconfirmed(snapshot)).toBe(false)
    for (const release of state.held) release()
    await settled()
  })

  it('a refresh that failed in the background does not make a copy serve for longer than 10 s', async () => {
    const { env: database, state } = switchableDatabase()
    const { ctx, settled } = context()
    await loadSnapshot(database, ctx, key)
    await DB.prepare('UPDATE servers SET enabled = 0, version = 2').run()
    vi.setSystemTime(Date.now() + 9_900)
    state.down = true
    await loadSnapshot(database, ctx, key)
    await loadSnapshot(database, ctx, key)
    await settled()
    expect(state.batches, 'one read, one refresh').toBe(2)
    state.down = false
    vi.setSystemTime(Date.now() + 150)
    expect((await loadSnapshot(database, context().ctx, key))?.server.enabled).toBe(false)
  })

  it('forgetting one server does not throw away what was read of another', async () => {
    const { env: database, state } = switchableDatabase()
    const { ctx, settled } = context()
    await loadSnapshot(database, ctx, key)
    await DB.prepare('UPDATE servers SET enabled = 0, version = 2').run()
    vi.setSystemTime(Date.now() + 6_000)
    state.answersLate = true
    await loadSnapshot(database, ctx, key)
    await vi.waitFor(() => expect(state.held).toHaveLength(1))
    forgetSnapshot({ slug: 'another' })
    state.answersLate = false
    for (const release of state.held.splice(0)) release()
    await settled()
    const before = state.batches
    expect((await loadSnapshot(database, context().ctx, key))?.server.enabled).toBe(false)
    expect(state.batches).toBe(before)
  })

  it('a trigger that was lost delays a change by a minute at most', async () => {
    const { env: database } = switchableDatabase()
    await loadSnapshot(database, context().ctx, key)
    const revision = await DB.prepare('SELECT revision FROM configuration_revisions').first<number>(
      'revision',
    )
    await DB.prepare('UPDATE servers SET enabled = 0, version = 2').run()
    await DB.prepare('UPDATE configuration_revisions SET revision = ?').bind(revision).run()
    vi.setSystemTime(Date.now() + 30_000)
    expect((await loadSnapshot(database, context().ctx, key))?.server.enabled, 'as nobody said so').toBe(true)
    vi.setSystemTime(Date.now() + 30_001)
    expect((await loadSnapshot(database, context().ctx, key))?.server.enabled).toBe(false)
  })

  it('a database that was set back and reached the same version anew is seen', async () => {
    const { env: database } = switchableDatabase()
    await loadSnapshot(database, context().ctx, key)
    await DB.prepare('UPDATE servers SET enabled = 0, updated_at = updated_at + 1').run()
    vi.setSystemTime(Date.now() + 10_001)
    expect((await loadSnapshot(database, context().ctx, key))?.server.enabled).toBe(false)
  })

  it('is read as ever where there is no revision', async () => {
    const { env: database, state } = switchableDatabase()
    await DB.prepare('DELETE FROM configuration_revisions').run()
    await loadSnapshot(database, context().ctx, key)
    vi.setSystemTime(Date.now() + 10_001)
    const [whole] = state.statements.splice(0)
    await loadSnapshot(database, context().ctx, key)
    expect(state.statements).toEqual([1, whole])
    await DB.prepare('INSERT INTO configuration_revisions (id, revision) VALUES (1, 1)').run()
  })

  it('an unchanged revision stays the same object, so that caches may hang on it', async () => {
    const first = await loadSnapshot({ DB }, context().ctx, key)
    vi.setSystemTime(Date.now() + 11_000)
    expect(await loadSnapshot({ DB }, context().ctx, key)).toBe(first)
  })

  it('the last copy serves for 15 minutes while D1 is down, then nothing does', async () => {
    const { env: database, state } = switchableDatabase()
    await loadSnapshot(database, context().ctx, key)
    state.down = true
    vi.setSystemTime(Date.now() + 14 * 60_000)
    expect((await loadSnapshot(database, context().ctx, key))?.server.id).toBe('srv_test')
    vi.setSystemTime(Date.now() + 2 * 60_000)
    await expect(loadSnapshot(database, context().ctx, key)).rejects.toThrow(SnapshotUnavailableError)
  })

  it('a D1 that hangs does not hold up calls while a copy can serve', async () => {
    const { env: database, state } = switchableDatabase()
    const first = await loadSnapshot(database, context().ctx, key)
    state.hangs = true
    vi.setSystemTime(Date.now() + 11_000)
    const { ctx, settled } = context()
    expect(await loadSnapshot(database, ctx, key)).toBe(first)
    const asked = state.batches
    expect(await loadSnapshot(database, ctx, key)).toBe(first)
    expect(state.batches, 'D1 is left alone for a moment').toBe(asked)
    state.hangs = false
    for (const release of state.held) release()
    await settled()
  })

  it('a failing D1 is not asked by every request', async () => {
    const { env: database, state } = switchableDatabase()
    await loadSnapshot(database, context().ctx, key)
    state.down = true
    vi.setSystemTime(Date.now() + 11_000)
    for (let call = 0; call < 20; call += 1) await loadSnapshot(database, context().ctx, key)
    expect(state.batches).toBe(2)
    state.down = false
    await insertRows(DB, { servers: [serverRow({ name: 'After the outage', version: 9 })] })
    vi.setSystemTime(Date.now() + 1_100)
    expect((await loadSnapshot(database, context().ctx, key))?.server.name).toBe('After the outage')
  })

  it('what was forgotten is not brought back by a read that began before', async () => {
    const { env: database, state } = switchableDatabase()
    state.hangs = true
    const early = loadSnapshot(database, context().ctx, key)
    await vi.waitFor(() => expect(state.held).toHaveLength(1))
    forgetSnapshot({ slug: key.slug })
    state.hangs = false
    for (const release of state.held) release()
    await early
    await loadSnapshot(database, context().ctx, key)
    expect(state.batches).toBe(2)
  })

  it('invented names do not push out the copy of a server', async () => {
    const { env: database, state } = switchableDatabase()
    await loadSnapshot(database, context().ctx, key)
    for (let n = 0; n < 1_100; n += 1)
      await loadSnapshot({ DB: emptyDatabase }, context().ctx, { slug: `x${n}` })
    const before = state.batches
    await loadSnapshot(database, context().ctx, key)
    expect(state.batches).toBe(before)
  })

  it('an unknown server is no server, and is asked for once', async () => {
    const { env: database, state } = switchableDatabase()
    expect(await loadSnapshot(database, context().ctx, { slug: 'nobody' })).toBeUndefined()
    expect(await loadSnapshot(database, context().ctx, { slug: 'nobody' })).toBeUndefined()
    expect(state.batches).toBe(1)
  })
})
