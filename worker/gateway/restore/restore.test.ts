// A storage that went back in time, after the order (security.md §3, last line). The storage is put back by the test, as an
// operator does with files; everything else is real.
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { actorWith, admin } from '../../testing/admin-client.ts'
import { copyStorage, putBackStorage, type OldStorage } from '../../testing/old-storage.ts'
import { env, handleOf, Jar, OAuthWorld, type Tokens } from '../../testing/oauth-world.ts'
import { checkCredential } from '../../oauth/credential/check-credential.ts'
import { forgetAllCredentials } from '../../oauth/credential/credential-cache.ts'
import { commitWrite } from '../../admin/commit-write.ts'
import { loadGateway } from '../../admin/gateways/load.ts'
import { saveGateway } from '../../admin/gateways/save.ts'
import type { GatewayObject } from '../object.ts'
import type { ConfirmationQuestion } from '../confirmations/contract.ts'
import { countGaps } from '../../logs/count-gaps.ts'

let world: OAuthWorld
beforeEach(async () => {
  world = await OAuthWorld.create()
})
afterEach(() => void vi.restoreAllMocks())

const order = (body: Record<string, unknown>) =>
  admin('POST', `/gateways/${world.gatewayId}/restore`, { body })

/** The order as it is given while the present storage lives; then the old one is there. */
async function goBackTo(old: OldStorage): Promise<string> {
  const { status, body } = await order({ to: old.at, storage: 'replaced' })
  expect(body).toMatchObject({ state: 'stopped', grants: null, undo: null })
  expect(status).toBe(200)
  await putBackStorage(world, old)
  return String(body['id'])
}

async function serves({ access_token }: Tokens): Promise<boolean> {
  forgetAllCredentials()
  const request = new Request(world.surface('a').resource, {
    headers: { authorization: `Bearer ${access_token}` },
  })
  const answer = await checkCredential(request, env, world.snapshot('a'), world.surface('a'), {
    maxAgeMs: 10_000,
  })
  return answer.ok
}

/** Whether the client comes through with its refresh token, and the tokens that it gets. */
async function renew({ refresh_token }: Tokens): Promise<Tokens | undefined> {
  const response = await world.refresh('a', refresh_token)
  return response.ok ? response.json<Tokens>() : undefined
}

const grants = () =>
  world.sql((sql) =>
    sql
      .exec(
        'SELECT id, subject, state, end_reason, unknown_since, access_ct, refresh_ct FROM grants ORDER BY created_at, id',
      )
      .toArray(),
  )

const revoke = async (selector: Record<string, unknown>) => {
  const body = { gatewayId: world.gatewayId, ...selector }
  expect((await admin('POST', '/grants/revoke', { body })).status).toBe(200)
}

const revocationsDownstream = () => world.ledger.filter(({ url }) => url.endsWith('/revoke')).length

/** What the object said of itself when the order was given is taken from the order, as if it had been damaged. */
const forgetKept = () =>
  env.DB.prepare(`UPDATE object_restores SET kept = '{"grantIds":[],"assertions":[]}' WHERE gateway_id = ?`)
    .bind(world.gatewayId)
    .run()

const forgetLog = () => env.DB.prepare('DELETE FROM log_events').run()

/** The Queue has brought the steps of this kind to D1. */
const isLogged = (method: string) =>
  vi.waitFor(async () => {
    const row = await env.DB.prepare('SELECT 1 FROM log_events WHERE gateway_id = ? AND method = ?')
      .bind(world.gatewayId, method)
      .first()
    if (row === null) throw new Error(`no ${method} in the log yet`)
  })

/** A call that its user must approve. */
const callOf = (grantId: string): ConfirmationQuestion => ({
  digest: 'd',
  serverId: world.snapshot('a').server.id,
  attachmentId: world.snapshot('a').attachment.id,
  grantId,
  approver: { issuer: 'https://as.test.dev', subject: 'ada', organization: null },
  clientName: 'Client',
  tool: 'delete',
  arguments: '{}',
  holder: 'h',
  isDeclined: false,
  waitMs: 0,
})

describe('a storage that went back in time', () => {
  it('keeps its grants, and refreshes each to see whether its token is the last one', async () => {
    const tokens = await world.tokens('a')
    const old = await copyStorage(world)
    const before = world.ledger.length
    const answer = world.outside.get('https://as.test.dev/token')
    const held = Promise.withResolvers<void>()
    world.outside.set('https://as.test.dev/token', async (url, init) => {
      await held.promise
      return answer?.(url, init) ?? new Response(null, { status: 500 })
    })
    await goBackTo(old)
    const renewed = await renew(tokens)
    expect(await serves(renewed ?? tokens)).toBe(true)
    expect(await grants()).toMatchObject([{ state: 'refreshing', unknown_since: old.at, end_reason: null }])
    held.resolve()
    // Due at once: where it has not fired by itself yet, it does now.
    await world.runAlarm()
    await vi.waitFor(async () =>
      expect(await grants()).toMatchObject([{ state: 'active', unknown_since: null }]),
    )
    const sent = world.ledger.slice(before).map(({ form }) => form.get('refresh_token'))
    expect(sent).toEqual(['downstream-rt-1'])
    expect(await serves(renewed ?? tokens)).toBe(true)
  })

  describe.each(['the object itself', 'the log'] as const)('known from %s', (source) => {
    const forgetOther = () => (source === 'the log' ? forgetKept() : forgetLog())

    it('a grant that was revoked since stays so, and the downstream is not told twice', async () => {
      const tokens = await world.tokens('a')
      const old = await copyStorage(world)
      const [grant] = await grants()
      await revoke({ grantId: String(grant?.['id']) })
      await isLogged('grant_ended')
      await env.DB.prepare("DELETE FROM audit_events WHERE action = 'grants.revoked'").run()
      const told = revocationsDownstream()
      await goBackTo(old)
      await forgetOther()
      expect(await renew(tokens)).toBeUndefined()
      expect(await serves(tokens)).toBe(false)
      expect(await grants()).toMatchObject([
        { state: 'revoked', end_reason: 'restored', access_ct: null, refresh_ct: null },
      ])
      expect(revocationsDownstream()).toBe(told)
    })

    it('a client that renewed its tokens since signs in again, and its old token is worth nothing', async () => {
      const first = await world.tokens('a')
      const old = await copyStorage(world)
      const second = await renew(first)
      await isLogged('refresh')
      await goBackTo(old)
      await forgetOther()
      expect(await renew(first)).toBeUndefined()
      expect(await renew(second ?? first)).toBeUndefined()
      expect(await grants()).toMatchObject([{ state: 'revoked', end_reason: 'restored' }])
    })
  })

  it('what an earlier restore was told is known to the next one, which goes back beyond it', async () => {
    const first = await world.tokens('a')
    const old = await copyStorage(world)
    await renew(first)
    await goBackTo(old)
    expect(await renew(first)).toBeUndefined()
    await isLogged('restored')
    await goBackTo(old)
    await forgetLog()
    expect(await renew(first)).toBeUndefined()
    expect(await grants()).toMatchObject([{ state: 'revoked', end_reason: 'restored' }])
  })

  it('revocations are known from the audit alone', async () => {
    const tokens = await world.tokens('a')
    const old = await copyStorage(world)
    await revoke({ all: true })
    await goBackTo(old)
    await forgetKept()
    await forgetLog()
    expect(await renew(tokens)).toBeUndefined()
  })

  it.each(['connections.ended', 'service_connection.ended'])(
    'ends of %s are known from the audit',
    async (action) => {
      const tokens = await world.tokens('a')
      const old = await copyStorage(world)
      const [grant] = await grants()
      const target = { grantId: String(grant?.['id']) }
      const isOfService = action === 'service_connection.ended'
      await commitWrite(env, {
        actor: actorWith([]),
        requestId: 'req_end',
        at: old.at,
        action,
        resource: { kind: 'gateway', id: isOfService ? world.snapshot('a').server.id : world.gatewayId },
        before: isOfService ? { ...target, state: 'active' } : null,
        after: isOfService ? null : target,
        guard: sql`TRUE`,
        changes: [],
      })
      await goBackTo(old)
      expect(await renew(tokens)).toBeUndefined()
      expect(await grants()).toMatchObject([{ state: 'revoked', end_reason: 'restored' }])
    },
  )

  it('blocks and unblocks since then hold, in their sequence', async () => {
    const USER = { userIssuer: 'https://as.test.dev', userSubject: 'ada' }
    const block = (what: 'clients' | 'users', how: 'block' | 'unblock', target: Record<string, unknown>) =>
      admin('POST', `/${what}/${how}`, { body: { gatewayId: world.gatewayId, ...target } })
    await block('clients', 'block', { clientId: 'was-blocked' })
    const tokens = await world.tokens('a')
    const old = await copyStorage(world)
    await block('clients', 'unblock', { clientId: 'was-blocked' })
    await block('users', 'block', USER)
    await block('users', 'unblock', USER)
    await block('clients', 'block', { clientId: world.preregisteredId })
    await goBackTo(old)
    await forgetKept()
    await forgetLog()
    expect(await renew(tokens)).toBeUndefined()
    const object = world.object()
    expect((await object.listBlockedClients()).map(({ clientId }) => clientId)).toEqual([
      world.preregisteredId,
    ])
    expect(await object.listBlockedUsers()).toEqual([])
    expect(await grants()).toMatchObject([{ state: 'revoked', end_reason: 'restored' }])
  })

  it('a code that had not been used then is worth nothing, nor is a consent that was open', async () => {
    const code = await world.code('a')
    const jar = new Jar()
    const handle = handleOf(await (await world.open('a', await world.query('a'), jar)).text())
    const old = await copyStorage(world)
    expect((await world.redeem('a', code)).status).toBe(200)
    await goBackTo(old)
    await forgetKept()
    await forgetLog()
    expect((await world.redeem('a', code)).status).toBe(400)
    expect(await grants()).toMatchObject([{ state: 'revoked', end_reason: 'restored' }])
    const page = await (await world.decide('a', handle, jar)).text()
    expect(page).not.toContain('as.test.dev/authorize')
  })

  it('access tokens, approvals, tokens of embedding apps and steps under way are gone', async () => {
    const tokens = await world.tokens('a')
    const [grant] = await grants()
    await world.sql((sql) => {
      const later = Date.now() + 600_000
      sql.exec(
        `INSERT INTO confirmations VALUES ('cnf_1', 'd', 'srv', ?, 'i', 's', NULL, 'c', 'approved', 1, ?)`,
        String(grant?.['id']),
        later,
      )
      sql.exec(`INSERT INTO sealed_steps VALUES ('h', 'service_ticket', 'v', ?)`, later)
      sql.exec(`INSERT INTO consent_answers VALUES ('h', 'allow', 'a', ?)`, later)
      sql.exec(
        `INSERT INTO embedded_tokens VALUES ('exc_1', 'h', 'k', 'r', 'a', 'u', 'p', 'n', 'c', 'i', 's', '{}', '[]', 't', 'd', 1, ?)`,
        later,
      )
    })
    const old = await copyStorage(world)
    await goBackTo(old)
    expect(await serves(tokens)).toBe(false)
    for (const table of ['confirmations', 'sealed_steps', 'consent_answers', 'embedded_tokens'])
      expect(await world.sql((sql) => sql.exec(`SELECT 1 FROM ${table}`).toArray()), table).toEqual([])
  })

  it('a client assertion that was used since is used', async () => {
    await world.tokens('a')
    const old = await copyStorage(world)
    const expiresAt = Date.now() + 600_000
    await world.sql((sql) => {
      sql.exec(`INSERT INTO client_assertions VALUES ('c', 'used', ?), ('c', 'past', 1)`, expiresAt)
    })
    await goBackTo(old)
    await world.object().configurationChanged()
    expect(await world.sql((sql) => sql.exec('SELECT jti_hash FROM client_assertions').toArray())).toEqual([
      { jti_hash: 'used' },
    ])
  })

  it('what is recorded from then on arrives, nothing arrives twice, and no gap is counted', async () => {
    const since = Date.now()
    const tokens = await world.tokens('a')
    world.subject = 'grace'
    await world.tokens('a')
    const grantId = String((await grants()).find(({ subject }) => subject === 'grace')?.['id'])
    // Still unsent at the moment to which the storage goes back.
    await world.sql((sql) => {
      sql.exec(
        'INSERT INTO outbox (event) VALUES (?)',
        JSON.stringify({
          kind: 'authorization',
          at: since,
          requestId: 'req_late',
          gatewayId: world.gatewayId,
          method: 'late',
          outcome: 'ok',
        }),
      )
    })
    const old = await copyStorage(world)
    for (let step = 0; step < 3; step += 1) await world.register('a')
    await goBackTo(old)
    // Recorded before anything asks for the configuration.
    await world.object().revokeGrants({ grantId }, { downstream: false, actor: 'test', askedAt: Date.now() })
    expect(await renew(tokens)).toBeDefined()
    await isLogged('restored')
    await isLogged('refresh')
    // The alarm refreshes too, without a status.
    const count = async (method: string, status: number | null = null) =>
      env.DB.prepare(
        'SELECT count(*) AS n FROM log_events WHERE gateway_id = ? AND method = ? AND status IS ?',
      )
        .bind(world.gatewayId, method, status)
        .first<number>('n')
    expect(await count('late')).toBe(1)
    expect(await count('register', 201)).toBe(3)
    expect(await count('refresh', 200)).toBe(1)
    expect(await count('grant_ended')).toBe(1)
    const { results } = await env.DB.prepare(
      "SELECT DISTINCT isolate FROM log_events WHERE gateway_id = ? AND isolate LIKE 'do:%'",
    )
      .bind(world.gatewayId)
      .all<{ isolate: string }>()
    expect(
      results.map(({ isolate }) => /^do:[0-9a-f]+(\.[\w-]+)?$/.exec(isolate)?.[1] === undefined),
    ).toEqual(expect.arrayContaining([true, false]))
    expect(await countGaps(env.DB, since)).toBe(0)
  })
})

describe('the order', () => {
  it('changes nothing of the storage that it was given to', async () => {
    const tokens = await world.tokens('a')
    const rows = async () => JSON.stringify((JSON.parse(await world.stateSnapshot()) as unknown[])[0])
    const before = await rows()
    await order({ to: Date.now() - 1_000, storage: 'replaced' })
    await world.object().configurationChanged()
    expect(await rows()).toBe(before)
    // Ten minutes later.
    await world.sql(
      (sql) => void sql.exec("UPDATE object_facts SET value = '1' WHERE name = 'stopped_until'"),
    )
    await evictDurableObject(world.object())
    expect(await serves(tokens)).toBe(true)
  })

  it('for a replaced storage stops the object, also one that is evicted, so that nothing more ends unseen', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const tokens = await world.tokens('a')
    const old = await copyStorage(world)
    await order({ to: old.at, storage: 'replaced' })
    await evictDurableObject(world.object())
    const form = { client_id: world.preregisteredId, token: tokens.refresh_token }
    expect((await world.post('a', 'revoke', form)).status).toBe(503)
    const all = { downstream: false, actor: 'test', askedAt: Date.now() }
    await runInDurableObject(world.object(), (object: GatewayObject) =>
      expect(object.revokeGrants({ all: true }, all)).rejects.toThrow('about to be put back'),
    )
    const { body } = await order({ to: old.at, storage: 'replaced' })
    await putBackStorage(world, old)
    expect(await renew(tokens)).toBeDefined()
    expect(await world.object().restoreOutcome(String(body['id']))).toMatchObject({
      state: 'applied',
      result: { unknown: 1, ended: 0 },
    })
  })

  it('waits for an earlier one that is not carried out yet, and names it', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    await world.tokens('a')
    const old = await copyStorage(world)
    const id = await goBackTo(old)
    await env.DB.prepare('ALTER TABLE audit_events RENAME TO away').run()
    try {
      const answer = await order({ to: old.at, storage: 'replaced' })
      expect(answer.status).toBe(503)
      expect(answer.body['detail']).toContain(id)
    } finally {
      await env.DB.prepare('ALTER TABLE away RENAME TO audit_events').run()
    }
  })

  it('is found again with how far it is', async () => {
    await world.tokens('a')
    const last = () => admin('GET', `/gateways/${world.gatewayId}/restore`)
    expect(await last()).toMatchObject({ status: 404, body: { detail: expect.stringContaining('never') } })
    const old = await copyStorage(world)
    const given = await order({ to: old.at, storage: 'replaced' })
    const { orderedAt, stoppedUntil } = given.body as { orderedAt: number; stoppedUntil: number }
    expect(given.body).toMatchObject({ state: 'stopped', grants: null })
    expect(stoppedUntil - orderedAt).toBeGreaterThanOrEqual(10 * 60_000)
    expect(await last()).toMatchObject({ status: 200, body: given.body })
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 11 * 60_000)
    expect(await last()).toMatchObject({ status: 200, body: { state: 'unused', grants: null } })
    vi.restoreAllMocks()
    await putBackStorage(world, old)
    const applied = {
      ...given.body,
      state: 'applied',
      stoppedUntil: null,
      grants: { unknown: 1, ended: 0 },
    }
    expect((await last()).body).toEqual(applied)
  })

  it('is carried out once', async () => {
    const tokens = await world.tokens('a')
    await goBackTo(await copyStorage(world))
    const object = world.object()
    await runInDurableObject(object, (instance: GatewayObject) =>
      Promise.all([instance.configurationChanged(), instance.configurationChanged()]),
    )
    await world.runAlarm()
    await vi.waitFor(async () => expect(await grants()).toMatchObject([{ state: 'active' }]))
    await object.configurationChanged()
    expect(await grants()).toMatchObject([{ state: 'active' }])
    const renewed = await renew(tokens)
    expect(await serves(renewed ?? tokens)).toBe(true)
    await isLogged('restored')
    await isLogged('refresh')
    const { results } = await env.DB.prepare(
      "SELECT 1 FROM log_events WHERE gateway_id = ? AND method = 'restored'",
    )
      .bind(world.gatewayId)
      .all()
    expect(results).toHaveLength(1)
  })

  it('is outlived by no save of the Gateway that was begun before', async () => {
    await world.tokens('a')
    const old = await copyStorage(world)
    const before = await loadGateway(env, world.gatewayId)
    const { body } = await order({ to: old.at, storage: 'replaced' })
    await saveGateway(env, {
      actor: actorWith([]),
      requestId: 'req_save',
      at: Date.now(),
      action: 'gateway.updated',
      before,
      after: { ...before, description: 'x' },
    })
    const row = await env.DB.prepare('SELECT restore_id FROM gateways WHERE id = ?')
      .bind(world.gatewayId)
      .first()
    expect(row).toEqual({ restore_id: body['id'] })
  })

  it('that cannot be read stops everything: no old copy of the configuration serves', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const tokens = await world.tokens('a')
    const id = await goBackTo(await copyStorage(world))
    await env.KV.delete(`restore/${world.gatewayId}`)
    await env.DB.prepare('ALTER TABLE object_restores RENAME TO away').run()
    try {
      expect((await world.refresh('a', tokens.refresh_token)).status).toBe(503)
      expect(await serves(tokens)).toBe(false)
      const [grant] = await grants()
      const report = { grantId: String(grant?.['id']), accessTokenDigest: 'of-a-newer-one' }
      await runInDurableObject(world.object(), async (object: GatewayObject) => {
        for (const asked of [
          object.serviceToken(world.snapshot('a').attachment.id),
          object.connectionsSession('lmn_con_x'),
          object.confirmCall(callOf(report.grantId)),
        ])
          await expect(asked).rejects.toThrow('being put back')
        expect(await object.reportRefusedToken(report)).toMatchObject({ action: 'unavailable' })
      })
      const before = world.ledger.length
      await world.runAlarm()
      expect(world.ledger.length).toBe(before)
      expect(await grants()).toMatchObject([{ state: 'active' }])
    } finally {
      await env.DB.prepare('ALTER TABLE away RENAME TO object_restores').run()
    }
    expect(await renew(tokens)).toBeDefined()
    expect(await world.object().restoreOutcome(id)).toMatchObject({
      state: 'applied',
      result: { unknown: 1, ended: 0 },
    })
  })

  it.each([
    ['noted in KV: no old copy serves while D1 is away', true],
    ['of another Gateway: the copy serves while D1 is away', false],
  ])('%s', async (_what, isOwn) => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const tokens = await world.tokens('a')
    const id = await goBackTo(await copyStorage(world))
    if (!isOwn) await env.KV.delete(`restore/${world.gatewayId}`)
    await env.DB.prepare('ALTER TABLE embedding_apps RENAME TO away').run()
    try {
      expect(await serves(tokens)).toBe(!isOwn)
    } finally {
      await env.DB.prepare('ALTER TABLE away RENAME TO embedding_apps').run()
    }
    await world.object().configurationChanged()
    expect(await world.object().restoreOutcome(id)).toMatchObject({
      state: 'applied',
      result: { unknown: 1, ended: 0 },
    })
  })
})

describe('POST /gateways/{id}/restore', () => {
  it.each([
    ['the future', { to: Date.now() + 60_000 }, 'to'],
    ['more than 30 days ago', { to: Date.now() - 31 * 24 * 3_600_000 }, 'to'],
    [
      'a bookmark beside replaced',
      { to: Date.now() - 1_000, storage: 'replaced', bookmark: '0000-0000' },
      'bookmark',
    ],
    ['an unknown field', { to: Date.now() - 1_000, force: true }, 'force'],
    ['no time', {}, 'to'],
  ])('refuses %s', async (_what, body, path) => {
    const answer = await order(body)
    expect(answer.status).toBe(422)
    expect(answer.body['errors']).toMatchObject([{ path }])
  })

  it('refuses a time before the Gateway was there', async () => {
    world = await OAuthWorld.create({ createdAt: Date.now() - 60_000 })
    const answer = await order({ to: Date.now() - 120_000, storage: 'replaced' })
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'to' }] } })
  })

  it('says what to do where the platform keeps no history, and changes nothing', async () => {
    await world.tokens('a')
    const before = await world.stateSnapshot()
    const answer = await order({ to: Date.now() - 1_000 })
    expect(answer.status).toBe(409)
    expect(answer.body['detail']).toContain('"storage": "replaced"')
    expect(await world.stateSnapshot()).toBe(before)
    const row = await env.DB.prepare('SELECT restore_id FROM gateways WHERE id = ?')
      .bind(world.gatewayId)
      .first()
    expect(row).toEqual({ restore_id: null })
  })

  it('refuses what is too much to keep', async () => {
    await world.sql((sql) => {
      sql.exec(
        `INSERT INTO client_assertions SELECT 'c', value, ? FROM (
           WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 20001)
           SELECT value FROM n)`,
        Date.now() + 600_000,
      )
    })
    const answer = await order({ to: Date.now() - 1_000, storage: 'replaced' })
    expect(answer.status).toBe(409)
    expect(answer.body['detail']).toContain('Choose a later time')
  })
})
