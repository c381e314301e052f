import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { env, OAuthWorld, type Tokens } from '../testing/oauth-world.ts'

async function deleteFromDatabase(world: OAuthWorld): Promise<void> {
  for (const table of ['attachments', 'clients']) {
    await env.DB.prepare(`DELETE FROM ${table} WHERE gateway_id = ?`).bind(world.gatewayId).run()
  }
  await env.DB.prepare('DELETE FROM gateways WHERE id = ?').bind(world.gatewayId).run()
}

function revokeAll(world: OAuthWorld) {
  return world.object().revokeGrants({ all: true }, { downstream: false, actor: 'test', askedAt: Date.now() })
}

/** Names of the object's own tables, and when its alarm is set. */
function remains(world: OAuthWorld) {
  return runInDurableObject(world.object(), async (_instance, { storage }) => ({
    tables: storage.sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
      .toArray()
      .map((row) => row.name)
      .filter((name) => !/^(sqlite_|_cf_)/.test(name)),
    alarm: await storage.getAlarm(),
  }))
}

describe('the object of a deleted Gateway', () => {
  it('leaves nothing and wakes no more once nobody has to be told anything', async () => {
    const world = await OAuthWorld.create()
    const { refresh_token } = await world.tokens('a')
    await world.refresh('a', refresh_token)
    await revokeAll(world)
    await deleteFromDatabase(world)
    await evictDurableObject(world.object())
    expect(await world.runAlarm()).toBe(true)
    expect(await remains(world)).toEqual({ tables: [], alarm: null })
  })

  it('that never had a grant is found as well', async () => {
    const world = await OAuthWorld.create()
    await world.object().configurationChanged()
    await deleteFromDatabase(world)
    await world.object().configurationChanged()
    await evictDurableObject(world.object())
    expect(await world.runAlarm()).toBe(true)
    expect(await remains(world)).toEqual({ tables: [], alarm: null })
  })

  it('P1: keeps its grants while they live, as where D1 was changed for another', async () => {
    const world = await OAuthWorld.create()
    await world.tokens('a')
    await deleteFromDatabase(world)
    await evictDurableObject(world.object())
    await world.sql((sql) => sql.exec('UPDATE timers SET due_at = 0').toArray())
    await world.runAlarm()
    expect(await world.sql((sql) => sql.exec('SELECT state FROM grants').toArray())).toEqual([
      { state: 'active' },
    ])
    // Expiry ran to its end although there is no configuration: no timer is left waiting for its repetition.
    const due = await world.sql((sql) =>
      sql.exec<{ due_at: number }>("SELECT due_at FROM timers WHERE name = 'expiry'").toArray(),
    )
    expect(due).toHaveLength(1)
    expect(due[0]?.due_at).toBeGreaterThan(Date.now() + 60_000)
  })

  it('keeps everything while D1 does not answer', async () => {
    const world = await OAuthWorld.create()
    await world.tokens('a')
    await revokeAll(world)
    await env.DB.exec('ALTER TABLE gateways RENAME TO gateways_away')
    try {
      await evictDurableObject(world.object())
      await world.runAlarm()
      expect((await remains(world)).tables).toContain('grants')
    } finally {
      await env.DB.exec('ALTER TABLE gateways_away RENAME TO gateways')
    }
  })
})

describe('a change of the configuration', () => {
  it('that the object could not read is told again: the call fails', async () => {
    const world = await OAuthWorld.create()
    await world.object().configurationChanged()
    await env.DB.exec('ALTER TABLE gateways RENAME TO gateways_away')
    try {
      await runInDurableObject(world.object(), (instance) =>
        expect(instance.configurationChanged()).rejects.toThrow('does not answer'),
      )
    } finally {
      await env.DB.exec('ALTER TABLE gateways_away RENAME TO gateways')
    }
    await world.object().configurationChanged()
  })

  it.each([
    ['taken away', null],
    ['another one', 'other.example.com'],
  ])(
    'custom host %s: what was signed in there ends, what was signed in by path lives',
    async (_how, host) => {
      const world = await OAuthWorld.create()
      await world.tokens('host')
      await world.tokens('a')
      await env.DB.prepare('UPDATE attachments SET custom_host = ?, version = version + 1 WHERE id = ?')
        .bind(host, world.snapshot('a').attachment.id)
        .run()
      await world.object().configurationChanged()
      const grants = await world.sql((sql) =>
        sql.exec('SELECT issuer_key, state, end_reason FROM grants ORDER BY issuer_key').toArray(),
      )
      const { id } = world.snapshot('a').attachment
      expect(grants).toEqual([
        { issuer_key: `${id}:h`, state: 'revoked', end_reason: 'host_removed' },
        { issuer_key: `${id}:p`, state: 'active', end_reason: null },
      ])
    },
  )
})

describe('the answer kept for a repeated refresh (O10)', () => {
  const answers = (world: OAuthWorld) =>
    world.sql((sql) =>
      sql
        .exec<{ answer: string | null }>(
          "SELECT answer FROM refresh_tokens WHERE state = 'used' ORDER BY presented_at",
        )
        .toArray()
        .map((row) => row.answer !== null),
    )
  const age = (world: OAuthWorld, ms: number) =>
    world.sql((sql) => sql.exec('UPDATE refresh_tokens SET presented_at = presented_at - ?', ms).toArray())

  it('is gone after a minute, by the next refresh', async () => {
    const world = await OAuthWorld.create()
    const first = await world.tokens('a')
    const second = await (await world.refresh('a', first.refresh_token)).json<Tokens>()
    await age(world, 30_000)
    const third = await (await world.refresh('a', second.refresh_token)).json<Tokens>()
    expect(await answers(world)).toEqual([true, true])
    await age(world, 40_000)
    await world.refresh('a', third.refresh_token)
    expect(await answers(world)).toEqual([false, true, true])
  })

  it('is gone after a minute although nobody comes back', async () => {
    const world = await OAuthWorld.create()
    const { refresh_token } = await world.tokens('a')
    await world.refresh('a', refresh_token)
    const [expiry] = await world.sql((sql) =>
      sql.exec<{ due_at: number }>("SELECT due_at FROM timers WHERE name = 'expiry'").toArray(),
    )
    expect(expiry?.due_at).toBeLessThanOrEqual(Date.now() + 62_000)
    await age(world, 61_000)
    await world.sql((sql) => sql.exec('UPDATE timers SET due_at = 0').toArray())
    await world.runAlarm()
    expect(await answers(world)).toEqual([false])
  })
})
