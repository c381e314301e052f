// Budgets and rate limits through the admin API, and how they reach the edge (product.md §8).
import { describe, expect, it } from 'vitest'
import { readSnapshot } from '../../edge/read-snapshot.ts'
import { meterObject } from '../../meter/address.ts'
import type { BudgetRule, MeterRule } from '../../meter/contract.ts'
import { attach, createGateway, createServer, pathsOf } from '../../testing/admin-builders.ts'
import { admin, testEnv } from '../../testing/admin-client.ts'

async function createBudget(overrides: Record<string, unknown> = {}) {
  const body = {
    name: 'Everybody',
    scope: { kind: 'default_user' },
    amount: 100,
    window: 'month',
    ...overrides,
  }
  const answer = await admin('POST', '/budgets', { body })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as { id: string; version: number }
}

async function metersOf(slug: string) {
  const snapshot = await readSnapshot(testEnv.DB, { slug })
  if (!snapshot) throw new Error('no such server')
  return snapshot
}

/** What an isolate does with a call. */
async function charge(rule: MeterRule | undefined, units = 1, subject = ''): Promise<boolean> {
  if (!rule) throw new Error('the rule has not reached the edge')
  const line = { rule, subject, units, wanted: 0 }
  return (await meterObject(testEnv).charge({ lines: [line], settlements: [], holdMs: null })).ok
}

describe('budgets', () => {
  it('are made, changed with their version, audited and deleted', async () => {
    const { id } = await createBudget({ name: 'Support', amount: 10 })
    const read = await admin('GET', `/budgets/${id}`)
    expect(read.body).toMatchObject({
      name: 'Support',
      scope: { kind: 'default_user' },
      unit: 'calls',
      enforcement: 'block',
      enabled: true,
      version: 1,
    })
    expect((await admin('PATCH', `/budgets/${id}`, { body: { amount: 20 } })).status).toBe(428)
    const changed = await admin('PATCH', `/budgets/${id}`, { body: { amount: 20 }, ifMatch: 1 })
    expect(changed.body).toMatchObject({ amount: 20, version: 2 })
    expect((await admin('PATCH', `/budgets/${id}`, { body: { amount: 30 }, ifMatch: 1 })).status).toBe(412)
    expect((await admin('DELETE', `/budgets/${id}`, { ifMatch: 1 })).status).toBe(412)
    expect((await admin('DELETE', `/budgets/${id}`, { ifMatch: 2 })).status).toBe(204)
    expect((await admin('GET', `/budgets/${id}`)).status).toBe(404)
    const audit = await admin('GET', `/audit?resourceId=${id}`)
    const events = audit.body['events'] as { action: string; before: unknown; after: unknown }[]
    expect(events.map(({ action }) => action)).toEqual(['budget.deleted', 'budget.updated', 'budget.created'])
    expect(events[1]).toMatchObject({ before: { amount: 10 }, after: { amount: 20 } })
  })

  it('of every scope come back as they were entered', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    const scopes = [
      { kind: 'gateway', gatewayId: gateway.id },
      { kind: 'server', serverId: server.id },
      { kind: 'tool', serverId: server.id, tool: 'add_todo' },
      { kind: 'agent', agentId: 'agt_claude', gatewayId: gateway.id },
      { kind: 'agent', agentId: 'unrecognised' },
      { kind: 'user', user: { issuer: 'https://as.test.dev', subject: 'alice' }, serverId: server.id },
      { kind: 'user', user: { email: 'alice@example.com' } },
      { kind: 'default_user', gatewayId: gateway.id },
      { kind: 'anonymous' },
    ]
    for (const scope of scopes) {
      const { id } = await createBudget({ scope })
      expect((await admin('GET', `/budgets/${id}`)).body['scope']).toEqual(scope)
      const rate = { name: 'Slowly', scope, calls: 5, per: 'second' }
      const made = await admin('POST', '/rate-limits', { body: rate })
      expect(made.body).toMatchObject({ scope, burst: 5 })
    }
  })

  it('that name what is not there, or leave something out, are refused with the field and the fix', async () => {
    const passthrough = await createServer()
    await testEnv.DB.prepare(`UPDATE servers SET auth_mode = 'passthrough' WHERE id = ?`)
      .bind(passthrough.id)
      .run()
    const server = await createServer()
    const gateway = await createGateway()
    const cases: [Record<string, unknown>, string][] = [
      [{ scope: { kind: 'server', serverId: 'srv_none' } }, 'scope.serverId'],
      [{ scope: { kind: 'gateway', gatewayId: 'gw_none' } }, 'scope.gatewayId'],
      [{ scope: { kind: 'agent', agentId: 'agt_none' } }, 'scope.agentId'],
      [{ scope: { kind: 'anonymous', serverId: server.id, gatewayId: gateway.id } }, 'scope.gatewayId'],
      [{ scope: { kind: 'default_user', serverId: passthrough.id } }, 'scope.serverId'],
      [{ scope: { kind: 'tool', serverId: server.id } }, 'scope.tool'],
      [{ scope: { kind: 'team' } }, 'scope.kind'],
      [{ amount: -1 }, 'amount'],
      [{ amount: 1.5 }, 'amount'],
      [{ window: 'year' }, 'window'],
      [{ spent: 3 }, 'spent'],
    ]
    for (const [overrides, path] of cases) {
      const body = { name: 'x', scope: { kind: 'default_user' }, amount: 1, window: 'day', ...overrides }
      const answer = await admin('POST', '/budgets', { body })
      expect([answer.status, pathsOf(answer)], answer.text).toEqual([422, [path]])
    }
  })

  it('are paged, newest first, and filtered by scope and place', async () => {
    const server = await createServer()
    const made = []
    for (let i = 0; i < 5; i += 1)
      made.push((await createBudget({ scope: { kind: 'server', serverId: server.id } })).id)
    await createBudget({ scope: { kind: 'tool', serverId: server.id, tool: 'x' } })
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await admin('GET', `/budgets?serverId=${server.id}&scope=server&limit=2${cursor}`)
      const { budgets, cursor: next } = page.body as { budgets: { id: string }[]; cursor: string | null }
      seen.push(...budgets.map(({ id }) => id))
      cursor = next === null ? '' : `&cursor=${next}`
    } while (cursor !== '')
    expect(seen).toEqual(made.toReversed())
  })

  it('ask for budgets.configure to be written and for logs.read to be read', async () => {
    const { id } = await createBudget()
    const body = { name: 'x', scope: { kind: 'anonymous' }, amount: 1, window: 'day' }
    expect((await admin('POST', '/budgets', { body, permissions: ['logs.read'] })).status).toBe(403)
    expect((await admin('GET', `/budgets/${id}/snapshot`, { permissions: ['servers.read'] })).status).toBe(
      403,
    )
    expect((await admin('POST', '/budgets', { body, permissions: ['budgets.configure'] })).status).toBe(201)
    expect((await admin('GET', `/budgets/${id}/snapshot`, { permissions: ['logs.read'] })).status).toBe(200)
  })
})

describe('at the edge', () => {
  it('a budget of a Gateway holds for every attachment of it, and for no other server', async () => {
    const gateway = await createGateway()
    const [one, other, stranger] = [await createServer(), await createServer(), await createServer()]
    await attach(gateway.id, one.id)
    await attach(gateway.id, other.id)
    const { id } = await createBudget({ scope: { kind: 'gateway', gatewayId: gateway.id }, amount: 3 })
    const rules = []
    for (const { slug } of [one, other]) {
      const { meters } = await metersOf(slug)
      rules.push(meters?.always.find((rule) => rule.id === id))
    }
    expect([await charge(rules[0], 2), await charge(rules[1], 2), await charge(rules[1], 1)]).toEqual([
      true,
      false,
      true,
    ])
    expect((await metersOf(stranger.slug)).meters?.always.some((rule) => rule.id === id) ?? false).toBe(false)
  })

  it('an unchanged configuration keeps its revision, a changed budget does not, a disabled one is not counted', async () => {
    const server = await createServer()
    const { id } = await createBudget({ scope: { kind: 'server', serverId: server.id } })
    const before = await metersOf(server.slug)
    expect((await metersOf(server.slug)).revision).toBe(before.revision)
    await admin('PATCH', `/budgets/${id}`, { body: { enabled: false }, ifMatch: 1 })
    const after = await metersOf(server.slug)
    expect(after.revision).not.toBe(before.revision)
    expect(after.meters?.always.some((rule) => rule.id === id) ?? false).toBe(false)
  })

  it('deleting a server or a Gateway takes its budgets and rate limits along', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    const kept = await createBudget()
    const gone = [
      (await createBudget({ scope: { kind: 'tool', serverId: server.id, tool: 'x' } })).id,
      (await createBudget({ scope: { kind: 'default_user', gatewayId: gateway.id } })).id,
    ]
    const confirm = encodeURIComponent(server.name)
    const removed = await admin('DELETE', `/servers/${server.id}?confirm=${confirm}`, {
      ifMatch: server.version,
    })
    expect(removed.status, removed.text).toBe(200)
    expect((await admin('DELETE', `/gateways/${gateway.id}`, { ifMatch: gateway.version })).status).toBe(204)
    for (const id of gone) expect((await admin('GET', `/budgets/${id}`)).status).toBe(404)
    expect((await admin('GET', `/budgets/${kept.id}`)).status).toBe(200)
  })
})

describe('the snapshot', () => {
  const ruleOf = (id: string, overrides: Partial<BudgetRule> = {}): BudgetRule => ({
    kind: 'budget',
    id,
    version: 1,
    amount: 100,
    unit: 'calls',
    window: 'month',
    enforcement: 'block',
    ...overrides,
  })

  it('says what is spent and left, in which window, and whether it is healthy, warning or blocked', async () => {
    const { id } = await createBudget({ scope: { kind: 'anonymous' } })
    const snapshot = async () => (await admin('GET', `/budgets/${id}/snapshot`)).body
    const now = new Date()
    const window = {
      kind: 'month',
      startsAt: Date.UTC(now.getUTCFullYear(), now.getUTCMonth()),
      endsAt: Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1),
    }
    expect(await snapshot()).toMatchObject({
      window,
      spent: 0,
      remaining: 100,
      status: 'healthy',
      counters: [],
    })
    await charge(ruleOf(id), 79)
    expect(await snapshot()).toMatchObject({ spent: 79, remaining: 21, status: 'healthy' })
    await charge(ruleOf(id))
    expect(await snapshot()).toMatchObject({ spent: 80, remaining: 20, status: 'warning' })
    await charge(ruleOf(id), 20)
    expect(await snapshot()).toMatchObject({
      spent: 100,
      remaining: 0,
      status: 'blocked',
      counters: [{ subject: { kind: 'shared' }, spent: 100 }],
      counterCount: 1,
    })
  })

  it('of a default budget has a counter for each user, and answers about one of them', async () => {
    const { id } = await createBudget()
    await charge(ruleOf(id), 90, 'user https://as.test.dev alice')
    await charge(ruleOf(id), 5, 'user https://as.test.dev bob')
    const all = await admin('GET', `/budgets/${id}/snapshot`)
    expect(all.body).toMatchObject({
      spent: 90,
      status: 'warning',
      counterCount: 2,
      counters: [
        { subject: { kind: 'user', issuer: 'https://as.test.dev', subject: 'alice' }, remaining: 10 },
        { subject: { kind: 'user', subject: 'bob' }, remaining: 95, status: 'healthy' },
      ],
    })
    const user = 'userIssuer=https%3A%2F%2Fas.test.dev&userSubject='
    expect((await admin('GET', `/budgets/${id}/snapshot?${user}bob`)).body).toMatchObject({ spent: 5 })
    expect((await admin('GET', `/budgets/${id}/snapshot?${user}carol`)).body).toMatchObject({ spent: 0 })
    const half = await admin('GET', `/budgets/${id}/snapshot?userSubject=bob`)
    expect([half.status, pathsOf(half)]).toEqual([422, ['userIssuer']])
  })

  it('lists many budgets in the order of their list', async () => {
    const server = await createServer()
    const scope = { kind: 'server', serverId: server.id }
    const ids = [(await createBudget({ scope })).id, (await createBudget({ scope, amount: 7 })).id]
    await charge(ruleOf(ids[1] ?? '', { amount: 7 }), 3)
    const { body } = await admin('GET', `/budget-snapshots?serverId=${server.id}`)
    expect(body).toMatchObject({
      snapshots: [
        { budgetId: ids[1], spent: 3, remaining: 4 },
        { budgetId: ids[0], spent: 0 },
      ],
      cursor: null,
    })
  })

  it('of an object out of reach is 503, and an alert', async () => {
    const { id } = await createBudget()
    const METER = {
      getByName: () => ({
        readBudgets: () => Promise.reject(new Error('away')),
        listReached: () => Promise.reject(new Error('away')),
      }),
    } as unknown as (typeof testEnv)['METER']
    const env = { ...testEnv, METER }
    expect((await admin('GET', `/budgets/${id}/snapshot`, { env })).status).toBe(503)
    const alerts = await admin('GET', '/alerts', { env })
    expect(alerts.body['alerts']).toMatchObject([{ kind: 'meter_unreachable' }])
  })

  it('a budget that is spent is an alert that names it, also one that only warns', async () => {
    const blocks = await createBudget({ name: 'Strict', amount: 2 })
    const warns = await createBudget({ name: 'Lenient', amount: 2, enforcement: 'warn' })
    await charge(ruleOf(blocks.id, { amount: 2 }), 2)
    await charge(ruleOf(warns.id, { amount: 2, enforcement: 'warn' }), 5)
    const { body } = await admin('GET', '/alerts')
    const alerts = body['alerts'] as { kind: string; message: string }[]
    const about = (id: string) => alerts.find(({ message }) => message.includes(id))
    expect(about(blocks.id)).toMatchObject({ kind: 'budget_exhausted', count: 1 })
    expect(about(warns.id)).toMatchObject({ kind: 'budget_exceeded', count: 1 })
    expect(about(warns.id)?.message).toContain('Lenient')
  })
})

describe('rate limits', () => {
  it('are made, listed, changed with their version and deleted', async () => {
    const body = { name: 'Each user', scope: { kind: 'default_user' }, calls: 60, per: 'minute', burst: 20 }
    const made = await admin('POST', '/rate-limits', { body })
    expect(made.body).toMatchObject({ ...body, version: 1, enabled: true })
    const id = String(made.body['id'])
    const listed = await admin('GET', '/rate-limits?scope=default_user&limit=1')
    expect(listed.body['rateLimits']).toMatchObject([{ id }])
    const changed = await admin('PATCH', `/rate-limits/${id}`, { body: { burst: 5 }, ifMatch: 1 })
    expect(changed.body).toMatchObject({ burst: 5, version: 2 })
    expect((await admin('DELETE', `/rate-limits/${id}`, { ifMatch: 2 })).status).toBe(204)
    expect((await admin('GET', `/rate-limits/${id}`)).status).toBe(404)
  })
})
