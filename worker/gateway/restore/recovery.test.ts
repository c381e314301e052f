// The order where the platform keeps a history. Local workerd has none, so three methods of the storage are stand-ins
// here, and the test puts the rows back that the platform would; all else, the end of the object too, is real.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { admin } from '../../testing/admin-client.ts'
import { copyStorage, writeStorage, type OldStorage } from '../../testing/old-storage.ts'
import { env, OAuthWorld, type Tokens } from '../../testing/oauth-world.ts'
import { Library } from '../authorization/library.ts'
import { GatewayObject } from '../object.ts'

let world: OAuthWorld
beforeEach(async () => {
  world = await OAuthWorld.create()
})
afterEach(() => void vi.restoreAllMocks())

const UNDO = 'bookmark-of-before'

/** A platform that goes back to `old` with the next start. */
function platformWith(old: OldStorage, schedule: (bookmark: string) => Promise<string> = async () => UNDO) {
  const asked: unknown[] = []
  const log = (what: string) => async (argument: number | string) => {
    asked.push([what, argument])
    return what === 'schedule' ? schedule(String(argument)) : 'bookmark-of-then'
  }
  const prepare = vi.spyOn(GatewayObject.prototype, 'prepareRestore')
  prepare.mockImplementation(async function (this: GatewayObject, request) {
    const { storage } = this['ctx']
    Object.assign(storage, {
      getBookmarkForTime: log('find'),
      getCurrentBookmark: async () => UNDO,
      onNextSessionRestoreBookmark: log('schedule'),
    })
    prepare.mockRestore()
    return GatewayObject.prototype.prepareRestore.call(this, request)
  })
  const restart = vi.spyOn(GatewayObject.prototype, 'restart')
  restart.mockImplementation(async function (this: GatewayObject) {
    const { storage } = this['ctx']
    writeStorage(storage.sql, old)
    await storage.sync()
    restart.mockRestore()
    return GatewayObject.prototype.restart.call(this)
  })
  return asked
}

/** Looks by itself: an object may not wait for a promise of the test. */
async function until(is: () => boolean): Promise<void> {
  for (let look = 0; look < 500 && !is(); look += 1) await scheduler.wait(10)
}

const order = (body: Record<string, unknown>) =>
  admin('POST', `/gateways/${world.gatewayId}/restore`, { body })

async function renew({ refresh_token }: Tokens): Promise<Tokens | undefined> {
  const response = await world.refresh('a', refresh_token)
  return response.ok ? response.json<Tokens>() : undefined
}

it('goes back, makes the older storage safe before it answers, and says how to take it back', async () => {
  const first = await world.tokens('a')
  world.subject = 'grace'
  const untouched = await world.tokens('a')
  const old = await copyStorage(world)
  const second = await renew(first)
  const asked = platformWith(old)
  const { status, body } = await order({ to: old.at })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    storage: 'platform',
    state: 'applied',
    undo: { bookmark: UNDO },
    grants: { unknown: 1, ended: 1 },
  })
  // Whoever lost this answer finds the way back again.
  expect((await admin('GET', `/gateways/${world.gatewayId}/restore`)).body).toEqual(body)
  expect(asked).toEqual([
    ['find', old.at],
    ['schedule', 'bookmark-of-then'],
  ])
  expect(await renew(second ?? first)).toBeUndefined()
  expect(await renew(untouched)).toBeDefined()
  const row = await env.DB.prepare('SELECT undo_bookmark, actor FROM object_restores WHERE id = ?')
    .bind(body['id'])
    .first()
  expect(row).toEqual({ undo_bookmark: UNDO, actor: 'bootstrap' })
})

it('taken back, what the restore itself ended lives again', async () => {
  const first = await world.tokens('a')
  const old = await copyStorage(world)
  const second = await renew(first)
  const present = await copyStorage(world)
  platformWith(old)
  const restored = await order({ to: old.at })
  expect(restored.body).toMatchObject({ grants: { unknown: 0, ended: 1 } })
  expect(await renew(second ?? first)).toBeUndefined()
  await vi.waitFor(async () => {
    const row = await env.DB.prepare(
      "SELECT 1 FROM log_events WHERE gateway_id = ? AND detail = 'restored' AND at >= ?",
    )
      .bind(world.gatewayId, old.at)
      .first()
    if (row === null) throw new Error('the end is not in the log yet')
  })

  const asked = platformWith(present)
  const taken = await order({ ...(restored.body['undo'] as object) })
  expect(taken.body).toMatchObject({ state: 'applied', grants: { unknown: 1, ended: 0 } })
  expect(asked).toEqual([['schedule', UNDO]])
  expect(await renew(second ?? first)).toBeDefined()
})

it('is taken back only to the moment of the bookmark: what ended since then stays ended', async () => {
  const tokens = await world.tokens('a')
  const old = await copyStorage(world)
  platformWith(old)
  const restored = await order({ to: old.at })
  const undo = restored.body['undo'] as { to: number; bookmark: string }
  const present = await copyStorage(world)
  const grant = await world.sql((sql) => sql.exec<{ id: string }>('SELECT id FROM grants').one())
  const body = { gatewayId: world.gatewayId, grantId: grant.id }
  expect((await admin('POST', '/grants/revoke', { body })).status).toBe(200)
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(undo.to + 1))
  const refused = [await order({ ...undo, to: undo.to + 1 }), await order({ ...undo, bookmark: 'of-nobody' })]
  expect(refused.map(({ status, body: { errors } }) => [status, errors])).toMatchObject([
    [422, [{ path: 'to' }]],
    [422, [{ path: 'bookmark' }]],
  ])
  platformWith(present)
  expect(await order(undo)).toMatchObject({ status: 200, body: { restoredTo: undo.to, state: 'applied' } })
  expect(await renew(tokens)).toBeUndefined()
  const audit = await env.DB.prepare(
    "SELECT json_extract(after, '$.bookmark') AS bookmark FROM audit_events WHERE action = 'gateway.restored' AND resource_id = ? ORDER BY rowid",
  )
    .bind(world.gatewayId)
    .all()
  expect(audit.results).toEqual([{ bookmark: null }, { bookmark: undo.bookmark }])
})

it('that the platform refuses at the last moment is unused, and has nothing that takes it back', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const tokens = await world.tokens('a')
  platformWith(await copyStorage(world), () => Promise.reject(new Error('not now')))
  expect(await order({ to: Date.now() - 1 })).toMatchObject({ status: 409 })
  const row = await env.DB.prepare('SELECT undo_bookmark FROM object_restores WHERE gateway_id = ?')
    .bind(world.gatewayId)
    .first()
  expect(row).toEqual({ undo_bookmark: UNDO })
  expect((await admin('GET', `/gateways/${world.gatewayId}/restore`)).body).toMatchObject({
    state: 'unused',
    undo: null,
    grants: null,
  })
  expect(await renew(tokens)).toBeDefined()
})

it('answers nobody between the order and the restart, so that nothing ends that the order does not know', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const tokens = await world.tokens('a')
  const old = await copyStorage(world)
  let meanwhile: number | undefined
  platformWith(old, async () => {
    meanwhile = (await world.refresh('a', tokens.refresh_token)).status
    return UNDO
  })
  expect(await order({ to: old.at })).toMatchObject({ status: 200 })
  expect(meanwhile).toBe(503)
  expect(await renew(tokens)).toBeDefined()
})

it.each(['refresh', 'code'] as const)(
  'does not answer a %s that was under way, so that what the older storage holds is the last word',
  async (kind) => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const tokens = await world.tokens('a')
    const code = await world.code('a')
    const old = await copyStorage(world)
    const issue = Library.prototype.fetch
    let isEntered = false
    let isOpen = false
    const fetch = vi.spyOn(Library.prototype, 'fetch')
    fetch.mockImplementation(async function (this: Library, ...request) {
      isEntered = true
      await until(() => isOpen)
      return issue.apply(this, request)
    })
    const asked = kind === 'refresh' ? world.refresh('a', tokens.refresh_token) : world.redeem('a', code)
    let status = 0
    const answered = asked.then((response) => (status = response.status))
    await until(() => isEntered)
    platformWith(old, async () => {
      isOpen = true
      await until(() => status !== 0)
      return UNDO
    })
    expect(await order({ to: old.at })).toMatchObject({ status: 200 })
    fetch.mockRestore()
    expect(await answered).toBe(503)
    expect(await renew(tokens)).toBeDefined()
  },
)

it('carries out no end between the order and the restart: whoever gave it is told so, or it is told again', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const tokens = await world.tokens('a')
  const old = await copyStorage(world)
  const options = { downstream: false, actor: 'test', askedAt: Date.now() }
  const user = { userIssuer: 'https://as.test.dev', userSubject: 'ada' }
  const told: boolean[] = []
  platformWith(old, async () => {
    const object = world.object()
    for (const order of [
      () => object.revokeGrants({ all: true }, options),
      () => object.blockClient('c', options),
      () => object.unblockClient('c', options),
      () => object.blockUser(user, options),
      () => object.unblockUser(user, options),
    ])
      told.push(
        await order().then(
          () => true,
          () => false,
        ),
      )
    return UNDO
  })
  expect(await order({ to: old.at })).toMatchObject({ status: 200 })
  expect(told).toEqual([false, false, false, false, false])
  expect(await renew(tokens)).toBeDefined()
})

it('does not go back while the log takes nothing of what was recorded last', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const tokens = await world.tokens('a')
  const old = await copyStorage(world)
  const asked = platformWith(old)
  const schedule = vi.spyOn(GatewayObject.prototype, 'standStill')
  const queue = vi.spyOn(env.LOG_QUEUE, 'sendBatch')
  schedule.mockImplementation(async function (this: GatewayObject, ...request) {
    schedule.mockRestore()
    queue.mockRejectedValue(new Error('Queue is overloaded'))
    await world.sql((sql) => void sql.exec('INSERT INTO outbox (event) VALUES (?)', '{"at":1}'))
    return GatewayObject.prototype.standStill.apply(this, request)
  })
  const answer = await order({ to: old.at })
  queue.mockRestore()
  expect(answer.status).toBe(409)
  expect(answer.body['detail']).toContain('The log of this Gateway')
  expect(asked).toEqual([['find', old.at]])
  expect(await renew(tokens)).toBeDefined()
})

it('does not go back where another order came in between: that one decides', async () => {
  const tokens = await world.tokens('a')
  const old = await copyStorage(world)
  const asked = platformWith(old)
  const stand = vi.spyOn(GatewayObject.prototype, 'standStill')
  stand.mockImplementation(async function (this: GatewayObject, request) {
    stand.mockRestore()
    const stood = await this.standStill(request)
    await this.prepareRestore({ ...request, restoreId: 'rst_another', storage: 'replaced' })
    return stood
  })
  const answer = await order({ to: old.at })
  expect(answer.status).toBe(409)
  expect(answer.body['detail']).toContain('another order')
  expect(asked).toEqual([['find', old.at]])
  expect(await renew(tokens)).toBeDefined()
})

it('does not go back before D1 knows what happened last, and what leads back', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await world.tokens('a')
  const old = await copyStorage(world)
  const asked = platformWith(old)
  const stand = vi.spyOn(GatewayObject.prototype, 'standStill')
  stand.mockImplementation(async function (this: GatewayObject, request) {
    stand.mockRestore()
    const stood = await this.standStill(request)
    await env.DB.prepare('ALTER TABLE object_restores RENAME TO away').run()
    return stood
  })
  const answer = await order({ to: old.at })
  await env.DB.prepare('ALTER TABLE away RENAME TO object_restores').run()
  expect(answer.status).toBe(500)
  expect(asked).toEqual([['find', old.at]])
})

it('goes on where the platform refuses, with the same tokens', async () => {
  const tokens = await world.tokens('a')
  const old = await copyStorage(world)
  platformWith(old, async () => Promise.reject(new Error('The bookmark is of another database.')))
  const answer = await order({ to: old.at })
  expect(answer.status).toBe(409)
  expect(answer.body['detail']).toContain('The bookmark is of another database.')
  const before = await world.stateSnapshot()
  await world.object().configurationChanged()
  expect(await world.stateSnapshot()).toBe(before)
  expect(await renew(tokens)).toBeDefined()
})

it('is not given while the log takes nothing: what waits there would be lost', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await world.tokens('a')
  const old = await copyStorage(world)
  const flush = vi.spyOn(env.LOG_QUEUE, 'sendBatch').mockRejectedValue(new Error('Queue is overloaded'))
  await world.register('a')
  platformWith(old)
  const answer = await order({ to: old.at })
  flush.mockRestore()
  expect(answer.status).toBe(503)
  expect(answer.body['detail']).toContain('The log of this Gateway')
  const row = await env.DB.prepare('SELECT restore_id FROM gateways WHERE id = ?')
    .bind(world.gatewayId)
    .first()
  expect(row).toEqual({ restore_id: null })
})
