// What the hourly run does to a catalogue that clients teach, and to one behind a shared key (product.md §6).
import { beforeEach, describe, expect, it } from 'vitest'
import { admin, testEnv } from '../testing/admin-client.ts'
import { serverBehindDoor } from '../testing/door.ts'
import { headerOf } from '../testing/hostile-runtime.ts'
import { insertRows, serverRow } from '../testing/rows.ts'
import { recordSeen } from './record-seen.ts'
import { rediscoverDue } from './rediscover-due.ts'

const { DB } = testEnv
const HOUR_MS = 3_600_000
const DAYS_2 = 48 * HOUR_MS

const run = (at: number) => rediscoverDue(testEnv, at, async () => [])

beforeEach(async () => {
  await DB.prepare('UPDATE servers SET enabled = 0').run()
})

describe('a tool that passing lists no longer show', () => {
  let id = ''
  let serial = 0
  const start = Date.now()

  beforeEach(async () => {
    serial += 1
    id = `srv_passing_${serial}`
    const row = serverRow({ id, slug: `passing-${serial}`, authMode: 'passthrough', newTools: 'on' })
    await insertRows(DB, { servers: [row] })
    await list(['kept', 'gone'], start)
  })

  /** A complete list that passes. */
  async function list(names: string[], at: number, completeBy: 'passing' | null = 'passing') {
    const definitions = names.map((name) => ({ name, hash: name, risk: 'read', definition: '{}' }) as const)
    await recordSeen(DB, { id, newTools: 'on' }, { definitions, namesSeen: names, completeBy, at })
  }

  async function states(): Promise<Record<string, string>> {
    const { results } = await DB.prepare('SELECT name, state FROM tool_definitions WHERE server_id = ?')
      .bind(id)
      .all<{ name: string; state: string }>()
    return Object.fromEntries(results.map(({ name, state }) => [name, state]))
  }

  it('is gone 48 hours after it was last seen, and not before: each user may see another part', async () => {
    await list(['kept'], start + DAYS_2)
    await run(start + DAYS_2)
    expect(await states()).toEqual({ kept: 'new', gone: 'new' })
    await list(['kept'], start + DAYS_2 + 1)
    await run(start + DAYS_2 + 1)
    expect(await states()).toEqual({ kept: 'new', gone: 'removed' })
  })

  it('keeps a change that waits for approval', async () => {
    const other = { name: 'gone', hash: 'other', risk: 'read', definition: '{"a":1}' } as const
    const seen = { definitions: [other], namesSeen: ['gone'], completeBy: null, at: start }
    await recordSeen(DB, { id, newTools: 'on' }, seen)
    await list(['kept'], start + DAYS_2 + 1)
    await run(start + DAYS_2 + 1)
    expect(await states()).toEqual({ kept: 'new', gone: 'removed' })
    await list(['gone'], start + DAYS_2 + 2, null)
    expect(await states()).toEqual({ kept: 'new', gone: 'changed' })
  })

  it('stays where nobody listed everything since: silence says nothing', async () => {
    await list(['kept'], start + 2 * DAYS_2, null)
    await run(start + 3 * DAYS_2)
    expect(await states()).toEqual({ kept: 'new', gone: 'new' })
  })

  it('is there again with the next list that shows it', async () => {
    await list(['kept'], start + DAYS_2 + 1)
    await run(start + DAYS_2 + 1)
    await list(['gone'], start + DAYS_2 + 2, null)
    expect(await states()).toEqual({ kept: 'new', gone: 'new' })
  })
})

describe('a server behind an upstream key', () => {
  const KEY = 'shared-upstream-key-0123456789'

  it('is asked with the shared key, which goes nowhere else', async () => {
    const server = await serverBehindDoor({ authMode: 'api_key', upstreamKey: KEY })
    await server.runtime.script({
      headers: { 'content-type': 'application/json' },
      chunks: [{ text: '{"jsonrpc":"2.0","id":"limen-discovery","result":{"tools":[{"name":"read_it"}]}}' }],
    })
    const answer = await admin('POST', `/servers/${server.id}/tool-discovery`)
    expect(answer.body).toMatchObject({ source: 'direct', tools: 1 })
    expect(answer.text).not.toContain(KEY)
    const [listed] = await server.runtime.ledger()
    expect(listed && headerOf(listed, 'authorization')).toBe(`Bearer ${KEY}`)
  })

  it('of each user is not asked: Limen has no key of its own for it', async () => {
    const server = await serverBehindDoor({
      authMode: 'api_key',
      upstreamAuth: { keyOwner: 'per_user', placement: 'bearer' },
    })
    const answer = await admin('POST', `/servers/${server.id}/tool-discovery`)
    expect([answer.status, answer.body['detail']]).toEqual([409, expect.stringContaining('shared key')])
    expect(await server.runtime.ledger()).toEqual([])
  })
})
