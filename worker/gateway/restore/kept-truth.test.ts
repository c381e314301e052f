// What is known of the lost time when the sources fail each other, and a storage that has begun to work before it was made
// safe. The storage is put back by the test; everything else is real.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { admin } from '../../testing/admin-client.ts'
import { copyStorage, putBackStorage, type OldStorage } from '../../testing/old-storage.ts'
import { env, OAuthWorld, type Tokens } from '../../testing/oauth-world.ts'

let world: OAuthWorld
beforeEach(async () => {
  world = await OAuthWorld.create()
})
afterEach(() => void vi.restoreAllMocks())

async function goBackTo(old: OldStorage, to = old.at): Promise<void> {
  const answer = await admin('POST', `/gateways/${world.gatewayId}/restore`, {
    body: { to, storage: 'replaced' },
  })
  expect(answer.status).toBe(200)
  await putBackStorage(world, old)
}

/** Whether the client comes through with its refresh token. */
const renews = async ({ refresh_token }: Tokens) => (await world.refresh('a', refresh_token)).ok

const grants = () =>
  world.sql((sql) =>
    sql
      .exec<{ id: string; state: string; version: number; end_reason: string | null }>(
        'SELECT id, state, version, end_reason FROM grants ORDER BY created_at, id',
      )
      .toArray(),
  )

async function revokeAll(): Promise<void> {
  const body = { gatewayId: world.gatewayId, all: true }
  expect((await admin('POST', '/grants/revoke', { body })).status).toBe(200)
}

/** What comes now came later than what was there. */
async function nextMillisecond(): Promise<void> {
  const at = Date.now()
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(at), { interval: 1 })
}

/** The log and the audit of the lost time. */
async function forgetWritten(): Promise<void> {
  await env.DB.prepare('DELETE FROM log_events').run()
  await env.DB.prepare("DELETE FROM audit_events WHERE action = 'grants.revoked'").run()
}

it('what an earlier order kept holds for a later one that goes back behind it', async () => {
  const tokens = await world.tokens('a')
  const old = await copyStorage(world)
  await revokeAll()
  await goBackTo(old)
  expect(await renews(tokens)).toBe(false)
  expect(await grants()).toMatchObject([{ end_reason: 'restored' }])
  await goBackTo(old)
  await forgetWritten()
  expect(await renews(tokens)).toBe(false)
})

it('what ended shortly before the time named counts as lost: the platform finds a moment only about then', async () => {
  const tokens = await world.tokens('a')
  const old = await copyStorage(world)
  await revokeAll()
  await nextMillisecond()
  const named = Date.now()
  await nextMillisecond()
  await goBackTo(old, named)
  expect(await renews(tokens)).toBe(false)
})

it('an order to revoke that is carried out again ends nothing that was made after it', async () => {
  const before = await world.tokens('a')
  await revokeAll()
  await nextMillisecond()
  const after = await world.tokens('a')
  await goBackTo(await copyStorage(world))
  expect([await renews(before), await renews(after)]).toEqual([false, true])
})

it('a grant that waited after failures is asked for at once', async () => {
  await world.tokens('a')
  await world.sql((sql) =>
    sql.exec('UPDATE grants SET failures = 9, backoff_until = ?', Date.now() + 3_600_000).toArray(),
  )
  await goBackTo(await copyStorage(world))
  await world.object().configurationChanged()
  await world.runAlarm()
  await vi.waitFor(async () => expect(await grants()).toMatchObject([{ state: 'active', version: 2 }]))
})

/** D1 answers nothing of the configuration, while `work` is done. */
async function withoutConfiguration(work: () => Promise<void>): Promise<void> {
  await env.DB.prepare('ALTER TABLE embedding_apps RENAME TO away').run()
  try {
    await work()
  } finally {
    await env.DB.prepare('ALTER TABLE away RENAME TO embedding_apps').run()
  }
}

it('where neither D1 nor KV answers, no copy of an object that has just awoken serves (P6)', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const tokens = await world.tokens('a')
  await putBackStorage(world, await copyStorage(world))
  const get = vi.spyOn(env.KV, 'get').mockRejectedValue(new Error('KV is away'))
  await withoutConfiguration(async () => {
    expect((await world.refresh('a', tokens.refresh_token)).status).toBe(503)
    get.mockRestore()
    expect(await renews(tokens)).toBe(true)
  })
})

it('a refresh under way when the storage is made safe stores what it brings (P3)', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await world.tokens('a')
  await world.sql((sql) =>
    sql.exec('UPDATE grants SET access_expires_at = 1, refresh_early_at = 1, timer_at = 1').toArray(),
  )
  await goBackTo(await copyStorage(world))
  // An older storage that serves, because nothing tells it: D1 is away, and KV does not know of the order yet.
  await env.KV.delete(`restore/${world.gatewayId}`)
  const answer = world.outside.get('https://as.test.dev/token')
  const sent = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  world.outside.set('https://as.test.dev/token', async (url, init) => {
    sent.resolve()
    await held.promise
    return answer?.(url, init) ?? new Response(null, { status: 500 })
  })
  let alarm = Promise.resolve(false)
  await withoutConfiguration(async () => {
    alarm = world.runAlarm()
    await sent.promise
  })
  await world.object().configurationChanged()
  held.resolve()
  await alarm
  await vi.waitFor(async () => expect(await grants()).toMatchObject([{ state: 'active', version: 2 }]))
})
