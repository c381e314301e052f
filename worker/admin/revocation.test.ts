// Revocation through the API with real grants (P8): at once, late, and with the object away.
import { createScheduledController } from 'cloudflare:test'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { objectTasks } from '../../schema/tables/index.ts'
import type { Env } from '../environment.ts'
import { GatewayObject } from '../gateway/object.ts'
import worker from '../index.ts'
import { checkCredential } from '../oauth/credential/check-credential.ts'
import { forgetAllCredentials } from '../oauth/credential/credential-cache.ts'
import { admin, testEnv } from '../testing/admin-client.ts'
import { handleOf, Jar, leadsTo, OAuthWorld, type Which } from '../testing/oauth-world.ts'
import { deliverWaitingTasks } from './object-tasks/deliver-waiting.ts'

const db = drizzle(testEnv.DB)

/** An object that cannot be reached, the first `times` times it is asked for. */
function away(times = Number.POSITIVE_INFINITY): Env {
  let left = times
  const namespace = new Proxy(testEnv.GATEWAY, {
    get(target, property) {
      if (property === 'getByName' && left > 0) {
        left -= 1
        throw new Error('object away')
      }
      const value: unknown = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { ...testEnv, GATEWAY: namespace }
}

/** What a call with this token is answered, from the cache of this isolate where it has it. */
function call(world: OAuthWorld, which: Which, token: string) {
  const request = new Request(world.surface(which).resource, {
    headers: { authorization: `Bearer ${token}` },
  })
  return checkCredential(request, testEnv, world.snapshot(which), world.surface(which), { maxAgeMs: 10_000 })
}

/** The object's own answer. */
function callAnew(world: OAuthWorld, which: Which, token: string) {
  forgetAllCredentials()
  return call(world, which, token)
}

function waiting(world: OAuthWorld) {
  return db.select().from(objectTasks).where(eq(objectTasks.gatewayId, world.gatewayId))
}

async function signedInAs(world: OAuthWorld, subject: string): Promise<string> {
  world.subject = subject
  return (await world.tokens('a')).access_token
}

/** Attachment → state of its one grant, as the API lists them. */
async function statesOf(world: OAuthWorld): Promise<Record<string, string>> {
  const { body } = await admin('GET', `/grants?gatewayId=${world.gatewayId}`)
  const grants = body['grants'] as { attachmentId: string; state: string }[]
  return Object.fromEntries(grants.map(({ attachmentId, state }) => [attachmentId, state]))
}

describe('a revocation', () => {
  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined))
  afterEach(() => void vi.restoreAllMocks())

  it('holds in the isolate that was asked at once, whatever its cache has', async () => {
    const world = await OAuthWorld.create()
    const kept = await world.tokens('b')
    for (const selector of [
      { userSubject: 'ada', userIssuer: 'https://as.test.dev', gatewayId: world.gatewayId },
      { clientId: world.preregisteredId, gatewayId: world.gatewayId },
      { all: true, gatewayId: world.gatewayId },
      { attachmentId: world.snapshot('a').attachment.id, gatewayId: world.gatewayId },
    ]) {
      const tokens = await world.tokens('a')
      expect(await call(world, 'a', tokens.access_token)).toMatchObject({ ok: true })
      const answer = await admin('POST', '/grants/revoke', { body: selector })
      expect(answer.status, answer.text).toBe(200)
      expect(answer.body['revoked']).toBeGreaterThan(0)
      expect(await call(world, 'a', tokens.access_token)).toMatchObject({ reason: 'invalid_token' })
    }
    expect(await call(world, 'b', kept.access_token)).toMatchObject({ reason: 'invalid_token' })
  })

  it('of a user without a Gateway ends theirs at every Gateway, and they are listed together', async () => {
    const [one, other] = [await OAuthWorld.create(), await OAuthWorld.create()]
    const subject = `everywhere-${crypto.randomUUID()}`
    const tokens = new Map<OAuthWorld, string>()
    // The fake downstream of the younger world answers both.
    other.subject = subject
    for (const world of [one, other]) tokens.set(world, (await world.tokens('a')).access_token)
    const kept = await signedInAs(other, 'somebody-else')
    const page = async (cursor = '') =>
      (await admin('GET', `/grants?userSubject=${subject}&limit=1&cursor=${cursor}`.replace(/&cursor=$/, '')))
        .body as { grants: { gatewayId: string }[]; cursor: string | null }
    const first = await page()
    const second = await page(first.cursor ?? '')
    expect([...first.grants, ...second.grants].map(({ gatewayId }) => gatewayId)).toEqual([
      other.gatewayId,
      one.gatewayId,
    ])
    expect(second.cursor).toBeNull()
    const body = { userSubject: subject, userIssuer: 'https://as.test.dev' }
    expect((await admin('POST', '/grants/revoke', { body })).body).toMatchObject({ revoked: 2 })
    const { events } = (await admin('GET', `/audit?resourceKind=user&resourceId=${subject}`)).body
    const [event] = events as { after: { gatewayIds: string[] } }[]
    expect(event?.after).toMatchObject(body)
    expect(event?.after.gatewayIds).toEqual(expect.arrayContaining([one.gatewayId, other.gatewayId]))
    for (const [world, token] of tokens) {
      expect(await call(world, 'a', token)).toMatchObject({ reason: 'invalid_token' })
    }
    expect(await call(other, 'a', kept)).toMatchObject({ ok: true })
  })

  it('cannot be chosen from the grants of a Gateway that does not answer, which is named', async () => {
    const world = await OAuthWorld.create({ name: 'Night desk' })
    const answer = await admin('GET', `/grants?gatewayId=${world.gatewayId}`, { env: away() })
    expect([answer.status, answer.body['detail']]).toEqual([503, expect.stringContaining('“Night desk”')])
  })

  it('of anything else without a Gateway is refused, and says what is missing', async () => {
    for (const body of [{ all: true }, { grantId: 'grt_x' }, { issuer: 'https://as.test.dev' }]) {
      const answer = await admin('POST', '/grants/revoke', { body })
      expect(answer.status).toBe(422)
      expect(answer.body['errors']).toMatchObject([{ path: 'gatewayId' }])
    }
  })

  it('of an issuer ends what was made there, also in a Gateway that has moved on, and lists by issuer', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    const listed = async (issuer: string) => {
      const query = new URLSearchParams({
        gatewayId: world.gatewayId,
        userSubject: 'ada',
        userIssuer: issuer,
      })
      return (await admin('GET', `/grants?${query}`)).body['grants']
    }
    expect(await listed('https://as.test.dev')).toHaveLength(1)
    expect(await listed('https://other.test.dev')).toEqual([])
    const revoke = (issuer: string) =>
      admin('POST', '/grants/revoke', { body: { gatewayId: world.gatewayId, issuer } })
    expect((await revoke('https://other.test.dev')).body).toMatchObject({ revoked: 0 })
    expect(await call(world, 'a', tokens.access_token)).toMatchObject({ ok: true })
    expect((await revoke('https://as.test.dev')).body).toMatchObject({ revoked: 1 })
    expect(await call(world, 'a', tokens.access_token)).toMatchObject({ reason: 'invalid_token' })
  })

  it('that waited for its object ends no grant that was made after it', async () => {
    const world = await OAuthWorld.create()
    const first = await world.tokens('a')
    const body = {
      gatewayId: world.gatewayId,
      userSubject: 'ada',
      userIssuer: 'https://as.test.dev',
    }
    const queued = await admin('POST', '/grants/revoke', { body, env: away() })
    expect(queued.status).toBe(503)
    expect(await callAnew(world, 'a', first.access_token)).toMatchObject({ ok: true })
    expect((await admin('POST', '/grants/revoke', { body })).body).toMatchObject({ revoked: 1 })
    const second = await world.tokens('a')
    expect(await waiting(world)).toHaveLength(1)
    await deliverWaitingTasks(testEnv, Date.now() + 60_000)
    expect(await waiting(world)).toEqual([])
    expect(await callAnew(world, 'a', second.access_token)).toMatchObject({ ok: true })
  })

  it('whose object was away for a moment is repeated within seconds, without cron', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    const body = { gatewayId: world.gatewayId, all: true }
    expect((await admin('POST', '/grants/revoke', { body, env: away(1) })).status).toBe(503)
    await vi.waitFor(async () => expect(await waiting(world)).toEqual([]), { timeout: 8_000, interval: 200 })
    expect(await callAnew(world, 'a', tokens.access_token)).toMatchObject({ reason: 'invalid_token' })
  })

  it('whose object was away for longer is repeated by the cron of every minute', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    const body = { gatewayId: world.gatewayId, all: true }
    await admin('POST', '/grants/revoke', { body, env: away() })
    const controller = createScheduledController({
      cron: '* * * * *',
      scheduledTime: new Date(Date.now() + 60_000),
    })
    await worker.scheduled(controller, testEnv)
    expect(await waiting(world)).toEqual([])
    expect(await callAnew(world, 'a', tokens.access_token)).toMatchObject({ reason: 'invalid_token' })
  })

  it('counts its answer also where the task could not be taken away, and is repeated harmlessly', async () => {
    const world = await OAuthWorld.create()
    await world.tokens('a')
    await testEnv.DB.exec(
      "CREATE TRIGGER keep_tasks BEFORE DELETE ON object_tasks BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    const body = { gatewayId: world.gatewayId, all: true }
    const answer = await admin('POST', '/grants/revoke', { body })
    await testEnv.DB.exec('DROP TRIGGER keep_tasks')
    expect(answer.body).toMatchObject({ revoked: 1 })
    const after = await world.tokens('a')
    await deliverWaitingTasks(testEnv, Date.now() + 60_000)
    expect(await waiting(world)).toEqual([])
    expect(await callAnew(world, 'a', after.access_token)).toMatchObject({ ok: true })
  })
})

describe('a blocked client', () => {
  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined))
  afterEach(() => void vi.restoreAllMocks())

  const post = (world: OAuthWorld, word: 'block' | 'unblock', env: Env = testEnv) =>
    admin('POST', `/clients/${word}`, {
      body: { gatewayId: world.gatewayId, clientId: world.preregisteredId },
      env,
    })
  const opens = async (world: OAuthWorld) => (await world.open('a', await world.query('a'))).status

  it('loses its grants at once, is refused at sign-in and listed, until it is unblocked', async () => {
    const world = await OAuthWorld.create()
    const tokens = await world.tokens('a')
    expect(await call(world, 'a', tokens.access_token)).toMatchObject({ ok: true })
    const blocked = await post(world, 'block')
    expect(blocked.body).toEqual({ revoked: 1, revokedDownstream: 0, effectiveWithinSeconds: 10 })
    expect(await call(world, 'a', tokens.access_token)).toMatchObject({ ok: false })
    expect(await opens(world)).toBe(403)
    const list = async () =>
      (await admin('GET', `/blocked-clients?gatewayId=${world.gatewayId}`)).body['clients']
    expect(await list()).toEqual([
      { clientId: world.preregisteredId, blockedAt: expect.any(Number), actor: 'bootstrap' },
    ])
    expect((await post(world, 'unblock')).status).toBe(200)
    expect(await opens(world)).toBe(200)
    expect(await list()).toEqual([])
    const audit = await admin('GET', `/audit?resourceId=${world.preregisteredId}`)
    expect((audit.body['events'] as { action: string }[]).map(({ action }) => action)).toEqual([
      'client.unblocked',
      'client.blocked',
    ])
  })

  it('is blocked although the object was away, and stays unblocked where that was said later', async () => {
    const world = await OAuthWorld.create()
    expect((await post(world, 'block', away())).status).toBe(503)
    await deliverWaitingTasks(testEnv, Date.now() + 60_000)
    expect(await opens(world)).toBe(403)
    expect((await post(world, 'block', away())).status).toBe(503)
    expect((await post(world, 'unblock')).status).toBe(200)
    expect(await waiting(world)).toEqual([])
    await deliverWaitingTasks(testEnv, Date.now() + 60_000)
    expect(await opens(world)).toBe(200)
  })
})

describe('a blocked user', () => {
  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined))
  afterEach(() => void vi.restoreAllMocks())

  const ADA = { userIssuer: 'https://as.test.dev', userSubject: 'ada' }
  const post = (world: OAuthWorld, word: 'block' | 'unblock', env: Env = testEnv, user = ADA) =>
    admin('POST', `/users/${word}`, { body: { gatewayId: world.gatewayId, ...user }, env })
  /** What the client is told of a sign-in as `subject`: a code or an error. */
  const signsIn = async (world: OAuthWorld, subject: string) => {
    world.subject = subject
    const jar = new Jar()
    const page = await world.open('a', await world.query('a'), jar)
    const posted = await world.decide('a', handleOf(await page.text()), jar)
    const back = await world.callback(leadsTo(await posted.text()), jar)
    const { searchParams } = new URL(back.headers.get('location') ?? '')
    return searchParams.get('error') ?? (searchParams.has('code') ? 'code' : 'neither')
  }

  it('loses every grant at once and is refused at sign-in until unblocked; others go on', async () => {
    const elsewhere = await OAuthWorld.create()
    const foreign = await elsewhere.tokens('a')
    const world = await OAuthWorld.create()
    const [a, b] = [await world.tokens('a'), await world.tokens('b')]
    world.subject = 'grace'
    const grace = await world.tokens('a')
    for (const token of [a, grace])
      expect(await call(world, 'a', token.access_token)).toMatchObject({ ok: true })
    expect(await call(world, 'b', b.access_token)).toMatchObject({ ok: true })

    const blocked = await post(world, 'block')
    expect(blocked.body).toEqual({ revoked: 2, revokedDownstream: 0, effectiveWithinSeconds: 10 })
    expect(await call(world, 'a', a.access_token)).toMatchObject({ ok: false })
    expect(await call(world, 'b', b.access_token)).toMatchObject({ ok: false })
    expect(await signsIn(world, 'ada')).toBe('access_denied')
    expect(await call(world, 'a', grace.access_token)).toMatchObject({ ok: true })
    expect(await signsIn(world, 'grace')).toBe('code')
    expect(await call(elsewhere, 'a', foreign.access_token)).toMatchObject({ ok: true })
    const list = async () => (await admin('GET', `/blocked-users?gatewayId=${world.gatewayId}`)).body['users']
    expect(await list()).toEqual([{ ...ADA, blockedAt: expect.any(Number), actor: 'bootstrap' }])

    const unblocked = await post(world, 'unblock')
    expect(unblocked.body).toEqual({ effectiveWithinSeconds: 0 })
    expect(await call(world, 'a', a.access_token)).toMatchObject({ ok: false })
    expect(await signsIn(world, 'ada')).toBe('code')
    expect(await list()).toEqual([])
    const audit = await admin('GET', '/audit?resourceKind=user&resourceId=ada')
    expect(audit.body['events']).toMatchObject(
      ['user.unblocked', 'user.blocked'].map((action) => ({
        action,
        after: { gatewayId: world.gatewayId, ...ADA },
      })),
    )
  })

  it('of another issuer is another user', async () => {
    const world = await OAuthWorld.create()
    const other = { ...ADA, userIssuer: 'https://other.test.dev' }
    expect((await post(world, 'block', testEnv, other)).body).toMatchObject({ revoked: 0 })
    expect(await signsIn(world, 'ada')).toBe('code')
  })

  it('is told of to the authorization server, as when their grants are revoked', async () => {
    const world = await OAuthWorld.create()
    await world.tokens('a')
    const blockUser = vi.spyOn(GatewayObject.prototype, 'blockUser')
    await post(world, 'block')
    expect(blockUser).toHaveBeenCalledWith(ADA, {
      actor: 'bootstrap',
      downstream: true,
      askedAt: expect.any(Number),
    })
  })

  it('is blocked although the object was away, and stays unblocked where that was said later', async () => {
    const world = await OAuthWorld.create()
    const grace = { ...ADA, userSubject: 'grace' }
    expect((await post(world, 'block', away())).status).toBe(503)
    expect((await post(world, 'block', away(), grace)).status).toBe(503)
    expect((await post(world, 'unblock', testEnv, grace)).status).toBe(200)
    expect(await waiting(world)).toMatchObject([{ kind: 'block_user', target: ADA }])
    await deliverWaitingTasks(testEnv, Date.now() + 60_000)
    expect(await waiting(world)).toEqual([])
    expect(await signsIn(world, 'ada')).toBe('access_denied')
    expect(await signsIn(world, 'grace')).toBe('code')
  })
})

describe('what is taken out of the configuration', () => {
  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined))
  afterEach(() => void vi.restoreAllMocks())

  it('ends its grants although the object was away: an attachment', async () => {
    const world = await OAuthWorld.create()
    const [mine, other] = [await world.tokens('a'), await world.tokens('b')]
    const path = `/attachments/${world.snapshot('a').attachment.id}`
    const removed = await admin('DELETE', path, { env: away(), ifMatch: 1 })
    expect(removed.body).toEqual({ grantsEnded: null, effectiveWithinSeconds: 20 })
    expect((await waiting(world)).map(({ kind }) => kind).toSorted()).toEqual([
      'configuration_changed',
      'revoke',
    ])
    expect(await deliverWaitingTasks(testEnv, Date.now() + 60_000)).toBe(0)
    expect(await waiting(world)).toEqual([])
    expect(await callAnew(world, 'a', mine.access_token)).toMatchObject({ ok: false })
    expect(await statesOf(world)).toEqual({
      [world.snapshot('a').attachment.id]: 'revoked',
      [world.snapshot('b').attachment.id]: 'active',
    })
    expect(await callAnew(world, 'b', other.access_token)).toMatchObject({ ok: true })
  })

  const REMOVALS: readonly ((world: OAuthWorld) => string)[] = [
    (world) => `/attachments/${world.snapshot('a').attachment.id}`,
    (world) => {
      const { id, name } = world.snapshot('a').server
      return `/servers/${id}?confirm=${encodeURIComponent(name)}`
    },
    (world) => `/clients/${world.preregisteredId}`,
  ]

  /** Ledger of a downstream that has a revocation endpoint. */
  async function withRevocation(): Promise<{ world: OAuthWorld; revoked: () => (string | null)[] }> {
    const world = await OAuthWorld.create()
    const url = 'https://as.test.dev/revoke'
    world.outside.set(url, () => new Response(null, { status: 200 }))
    await testEnv.DB.prepare(
      "UPDATE gateways SET endpoints = json_set(endpoints, '$.revocation_endpoint', ?) WHERE id = ?",
    )
      .bind(url, world.gatewayId)
      .run()
    return {
      world,
      revoked: () => world.ledger.filter((entry) => entry.url === url).map(({ form }) => form.get('token')),
    }
  }

  it.each([
    ['nothing in the way', 0],
    ['the order to revoke lost on its way', 1],
    ['the object away', Number.POSITIVE_INFINITY],
  ])('is told to the downstream, once, with %s', async (_name, misses) => {
    for (const path of REMOVALS) {
      const { world, revoked } = await withRevocation()
      await world.tokens('a')
      const answer = await admin('DELETE', path(world), { env: away(misses), ifMatch: 1 })
      expect(answer.status, answer.text).toBe(200)
      // The object's own reading of D1 finds the removal before the order that waits.
      await world.object().configurationChanged()
      await vi.waitFor(() => expect(revoked()).toEqual(['downstream-rt-1']), { timeout: 5_000 })
      await deliverWaitingTasks(testEnv, Date.now() + 60_000)
      expect(await waiting(world)).toEqual([])
      expect(revoked()).toHaveLength(1)
      expect(Object.values(await statesOf(world))).toEqual(['revoked'])
    }
  })

  it('is said to one object in order: first what ends, then what is in force', async () => {
    const world = await OAuthWorld.create()
    await world.tokens('a')
    const heard: string[] = []
    const { revokeGrants, configurationChanged } = GatewayObject.prototype
    vi.spyOn(GatewayObject.prototype, 'revokeGrants').mockImplementation(async function (
      this: GatewayObject,
      ...order
    ) {
      await scheduler.wait(50)
      const answer = await revokeGrants.apply(this, order)
      heard.push('revoked')
      return answer
    })
    vi.spyOn(GatewayObject.prototype, 'configurationChanged').mockImplementation(async function (
      this: GatewayObject,
    ) {
      heard.push('changed')
      await configurationChanged.apply(this)
    })
    const path = `/attachments/${world.snapshot('a').attachment.id}`
    expect((await admin('DELETE', path, { ifMatch: 1 })).body).toMatchObject({ grantsEnded: 1 })
    expect(heard).toEqual(['revoked', 'changed'])
  })

  it('ends its grants at once where the object answers: an attachment, a server, a client', async () => {
    for (const path of REMOVALS) {
      const world = await OAuthWorld.create()
      const tokens = await world.tokens('a')
      expect(await call(world, 'a', tokens.access_token)).toMatchObject({ ok: true })
      const answer = await admin('DELETE', path(world), { ifMatch: 1 })
      expect(answer.body, answer.text).toEqual({ grantsEnded: 1, effectiveWithinSeconds: 10 })
      expect(await call(world, 'a', tokens.access_token)).toMatchObject({ ok: false })
      expect(Object.values(await statesOf(world))).toEqual(['revoked'])
    }
  })
})
