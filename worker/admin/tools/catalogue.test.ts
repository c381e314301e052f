// The catalogue through the admin API: discovery, what waits for approval, and what approving it does (product.md §6).
import { beforeEach, describe, expect, it } from 'vitest'
import { rediscoverDue } from '../../catalog/rediscover-due.ts'
import { CATALOGUE_TOOLS_MAX } from '../../policy/tool-offer.ts'
import { readSnapshot } from '../../edge/read-snapshot.ts'
import { admin, testEnv } from '../../testing/admin-client.ts'
import { headerOf, startRun, type Answer, type RuntimeRun } from '../../testing/hostile-runtime.ts'
import { attachmentRow, gatewayRow, insertRows, serverRow } from '../../testing/rows.ts'

const { DB } = testEnv
const JSON_TYPE = { 'content-type': 'application/json' }

const READ = { name: 'read_it', title: 'Read it', annotations: { readOnlyHint: true } }
const WRITE = { name: 'write_it', description: 'Writes', annotations: { destructiveHint: false } }
const DROP = { name: 'drop_it', inputSchema: { type: 'object', properties: { id: { type: 'string' } } } }

const page = (tools: unknown[], nextCursor?: string): Answer => ({
  headers: JSON_TYPE,
  chunks: [
    {
      text: JSON.stringify({
        jsonrpc: '2.0',
        id: 'limen-discovery',
        result: { tools, resultType: 'complete', ...(nextCursor === undefined ? {} : { nextCursor }) },
      }),
    },
  ],
})

interface Tool {
  name: string
  version: number
  enabled: boolean | null
  effective: { enabled: boolean; risk: string; offer: string }
  catalogue: { state: string; hash: string; seenHash: string | null } | null
}

let serial = 0
let id: string
let runtime: RuntimeRun

beforeEach(async () => {
  serial += 1
  id = `srv_catalogue_${serial}`
  runtime = startRun()
  await insertRows(DB, {
    servers: [
      serverRow({
        id,
        slug: `catalogue-${serial}`,
        authMode: 'none',
        open: true,
        runtimeUrl: runtime.url,
        newTools: 'read_only_on',
        changedTools: 'hide',
      }),
    ],
  })
})

async function discover() {
  const answer = await admin('POST', `/servers/${id}/tool-discovery`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}

async function tools(query = ''): Promise<Map<string, Tool>> {
  const answer = await admin('GET', `/servers/${id}/tools${query}`)
  expect(answer.status, answer.text).toBe(200)
  return new Map((answer.body['tools'] as Tool[]).map((tool) => [tool.name, tool]))
}

async function approve(named: readonly (Tool | undefined)[]) {
  const body = {
    tools: named.map((tool) => ({
      name: tool?.name,
      hash: tool?.catalogue?.seenHash ?? tool?.catalogue?.hash,
    })),
  }
  return admin('POST', `/servers/${id}/tool-approvals`, { body })
}

describe('discovery', () => {
  it('reads every page, in the era that the runtime speaks', async () => {
    await runtime.script(page([READ], 'ü 2'), page([WRITE, DROP]))
    expect(await discover()).toMatchObject({
      source: 'direct',
      tools: 3,
      written: 3,
      removed: 0,
      catalogue: { counts: { new: 3 }, error: null },
    })
    const [first, second] = await runtime.ledger()
    expect(JSON.parse(first?.body ?? '').params).not.toHaveProperty('cursor')
    expect(JSON.parse(second?.body ?? '').params.cursor).toBe('ü 2')
    expect(first && headerOf(first, 'mcp-method')).toBe('tools/list')
    const known = await tools()
    expect([...known].map(([name, { effective }]) => [name, effective.risk, effective.enabled])).toEqual([
      ['drop_it', 'destructive', false],
      ['read_it', 'read', true],
      ['write_it', 'write', false],
    ])
  })

  it('speaks to a legacy runtime with a session, and ends it', async () => {
    const refused: Answer = {
      status: 400,
      headers: JSON_TYPE,
      chunks: [{ text: '{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"x"}}' }],
    }
    const opened: Answer = {
      headers: { ...JSON_TYPE, 'mcp-session-id': 's-1' },
      chunks: [
        { text: '{"jsonrpc":"2.0","id":"limen-discovery","result":{"protocolVersion":"2025-06-18"}}' },
      ],
    }
    await runtime.script(refused, opened, { status: 202 }, page([READ]), { status: 200 })
    expect(await discover()).toMatchObject({ tools: 1 })
    const ledger = await runtime.ledger()
    expect(ledger.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST', 'POST', 'DELETE'])
    const listed = ledger[3]
    expect(listed && headerOf(listed, 'mcp-session-id')).toBe('s-1')
    expect(listed && headerOf(listed, 'mcp-protocol-version')).toBe('2025-06-18')
  })

  it.each([
    ['a list without end', [page([READ], 'a'), page([WRITE], 'a')]],
    ['a refusal', [{ status: 401 }]],
    ['garbage', [{ headers: JSON_TYPE, chunks: [{ text: '{"jsonrpc":"2.0"' }] }]],
    [
      'a tool that two readers would read differently',
      [
        {
          headers: JSON_TYPE,
          chunks: [{ text: '{"id":"limen-discovery","result":{"tools":[{"name":"a","name":"b"}]}}' }],
        },
      ],
    ],
  ] as [string, Answer[]][])(
    'keeps the catalogue as it is after %s, and says why',
    async (_what, answers) => {
      await runtime.script(page([READ]))
      await discover()
      await runtime.script(...answers)
      const failed = await admin('POST', `/servers/${id}/tool-discovery`)
      expect(failed.status).toBe(422)
      const { body } = await admin('GET', `/servers/${id}/tool-catalogue`)
      expect(body).toMatchObject({ counts: { new: 1, removed: 0 } })
      expect(body['error']).toBe(failed.body['detail'])
    },
  )

  it('that failed from the start shows that the runtime does not answer', async () => {
    const statuses = async () => {
      const listed = (await admin('GET', '/servers')).body['servers'] as { id: string; status: string }[]
      const one = await admin('GET', `/servers/${id}`)
      return [one.body['status'], listed.find((server) => server.id === id)?.status]
    }
    expect(await statuses(), 'nobody has looked yet').toEqual(['serving', 'serving'])
    await runtime.script({ status: 503 })
    expect((await admin('POST', `/servers/${id}/tool-discovery`)).status).toBe(422)
    expect(await statuses()).toEqual(['unreachable', 'unreachable'])
    await runtime.script(page([READ]))
    await discover()
    expect(await statuses()).toEqual(['serving', 'serving'])
  })

  it('runs by itself once an hour, and marks what is gone; what comes back is as it was', async () => {
    const now = Date.now()
    const run = (at: number) => rediscoverDue(testEnv, at, async () => [])
    await DB.prepare('UPDATE servers SET enabled = 0 WHERE id <> ?').bind(id).run()
    await runtime.script(page([READ, WRITE]))
    expect(await run(now)).toBe(1)
    expect(await run(now + 60_000)).toBe(0)
    await approve([(await tools()).get('write_it')])
    await runtime.script(page([READ]))
    expect(await run(now + 3_600_000)).toBe(1)
    expect((await tools()).get('write_it')?.catalogue?.state).toBe('removed')
    await runtime.script(page([READ, WRITE]))
    await run(now + 2 * 3_600_000)
    expect((await tools()).get('write_it')?.catalogue?.state).toBe('approved')
  })

  it('has no credential of its own for an oauth server without a service connection', async () => {
    const own = { id: `${id}o`, slug: `catalogue-o-${serial}`, runtimeUrl: runtime.url }
    const gateway = gatewayRow({ id: `gw_catalogue_${serial}` })
    await insertRows(DB, {
      gateways: [gateway],
      servers: [serverRow(own)],
      attachments: [attachmentRow({ id: `att_c${serial}`, gatewayId: gateway.id, serverId: own.id })],
    })
    const answer = await admin('POST', `/servers/${own.id}/tool-discovery`)
    expect(answer.status).toBe(409)
    expect(answer.body['detail']).toContain('service connection')
    expect(await runtime.ledger()).toEqual([])
    // The runtime was not asked, so nothing is known against it.
    expect((await admin('GET', `/servers/${own.id}`)).body['status']).toBe('awaiting_connection')
    // What an earlier try found stays, until a list that passes shows that the runtime answers again.
    const statusAfterTry = async (change: string) => {
      await DB.prepare(`UPDATE tool_catalogs SET ${change} WHERE server_id = ?`).bind(own.id).run()
      await admin('POST', `/servers/${own.id}/tool-discovery`)
      return (await admin('GET', `/servers/${own.id}`)).body['status']
    }
    expect(await statusAfterTry("error = 'away', complete_at = tried_at - 1")).toBe('unreachable')
    expect(await statusAfterTry('complete_at = tried_at + 1')).not.toBe('unreachable')
    const connection = await admin('GET', `/servers/${own.id}/service-connection`)
    expect(connection.body).toEqual({ serverId: own.id, connection: null })
    expect((await admin('POST', `/servers/${id}/service-connection`)).status).toBe(409)
  })
})

describe('a changed definition', () => {
  const changed = { ...DROP, inputSchema: { type: 'object', properties: { path: { type: 'string' } } } }

  async function withChange() {
    await runtime.script(page([READ, DROP]))
    await discover()
    const pinned = await tools()
    await runtime.script(page([READ, changed]))
    await discover()
    return pinned
  }

  it('shows what it was and what it is, place by place', async () => {
    await withChange()
    const { body } = await admin('GET', `/servers/${id}/tools/drop_it`)
    expect(body['definition']).toEqual(DROP)
    expect(body['change']).toEqual({
      before: DROP,
      after: changed,
      differences: [
        { path: '/inputSchema/properties/id', before: { type: 'string' } },
        { path: '/inputSchema/properties/path', after: { type: 'string' } },
      ],
    })
    expect([...(await tools('?state=changed')).keys()]).toEqual(['drop_it'])
  })

  it('is approved by its hash alone: one that was not shown is not approved with it', async () => {
    const pinned = await withChange()
    const stale = await approve([pinned.get('drop_it')])
    expect(stale.status).toBe(409)
    expect((await tools()).get('drop_it')?.catalogue?.state).toBe('changed')
    const shown = await tools()
    expect((await approve([shown.get('read_it'), shown.get('drop_it')])).status).toBe(200)
    const after = await tools()
    expect([...after.values()].map(({ catalogue }) => catalogue?.state)).toEqual(['approved', 'approved'])
    expect(after.get('drop_it')?.catalogue?.hash).toBe(shown.get('drop_it')?.catalogue?.seenHash)
    const { body } = await admin('GET', `/servers/${id}/tools/drop_it`)
    expect(body).toMatchObject({ definition: changed, change: null })
  })

  it('is not approved by a list that leaves it out, nor by one that shows the pinned definition again', async () => {
    await withChange()
    await runtime.script(page([READ]))
    await discover()
    const gone = (await tools()).get('drop_it')
    expect(gone?.catalogue).toMatchObject({ state: 'removed', seenHash: expect.any(String) })
    await admin('PUT', `/servers/${id}/tools/drop_it`, { body: { enabled: true } })
    expect((await tools()).get('drop_it')?.effective.offer).toBe('hidden')
    await runtime.script(page([READ, DROP]))
    expect(await discover()).toMatchObject({ written: 1, catalogue: { counts: { changed: 1 } } })
    const again = (await tools()).get('drop_it')
    expect(again).toMatchObject({ effective: { offer: 'hidden' }, catalogue: { state: 'changed' } })
    expect(again?.catalogue?.seenHash).toBe(again?.catalogue?.hash)
    expect((await admin('GET', `/servers/${id}/tools/drop_it`)).body['change']).toBeNull()
    expect((await approve([again])).status).toBe(200)
    expect((await tools()).get('drop_it')).toMatchObject({
      effective: { offer: 'offered' },
      catalogue: { state: 'approved', seenHash: null },
    })
  })

  it('is hidden until then, where the server says so', async () => {
    await withChange()
    await admin('PUT', `/servers/${id}/tools/drop_it`, { body: { enabled: true } })
    expect((await tools()).get('drop_it')?.effective).toMatchObject({ enabled: true, offer: 'hidden' })
    await approve([(await tools()).get('drop_it')])
    expect((await tools()).get('drop_it')?.effective.offer).toBe('offered')
  })
})

it('a full catalogue learns only what has a policy of its own, and an alert names its server', async () => {
  const alerts = async () => {
    const found = (await admin('GET', '/alerts')).body['alerts'] as {
      kind: string
      serverId: string | null
    }[]
    return found.filter(({ kind, serverId }) => kind === 'catalogue_full' && serverId === id)
  }
  const junk = Array.from({ length: CATALOGUE_TOOLS_MAX }, (_tool, index) => ({ name: `junk_${index}` }))
  await runtime.script(page(junk.slice(1)))
  await discover()
  expect(await alerts()).toEqual([])
  await runtime.script(page(junk))
  await discover()
  expect(await alerts()).toMatchObject([{ count: CATALOGUE_TOOLS_MAX }])
  await admin('PUT', `/servers/${id}/tools/write_it`, { body: { enabled: true } })
  await runtime.script(page([READ, WRITE]))
  expect(await discover()).toMatchObject({ tools: 2, written: 1 })
  expect([...(await tools('?state=new')).keys()]).toEqual(['write_it'])
})

it('what the runtime no longer has leaves the catalogue when an admin says so, and comes back as new', async () => {
  await runtime.script(page([READ, DROP]))
  await discover()
  await approve([(await tools()).get('read_it')])
  await admin('PUT', `/servers/${id}/tools/read_it`, { body: { confirmation: true } })
  await runtime.script(page([DROP]))
  expect(await discover()).toMatchObject({ catalogue: { counts: { removed: 1 } } })
  const forget = () => admin('DELETE', `/servers/${id}/removed-tools`)
  expect(await forget()).toMatchObject({ status: 200, body: { forgotten: 1 } })
  expect((await tools()).get('read_it')).toMatchObject({ confirmation: true, catalogue: null })
  expect((await tools()).get('drop_it')?.catalogue?.state).toBe('new')
  const { events } = (await admin('GET', `/audit?resourceId=${id}&limit=1`)).body as { events: unknown[] }
  expect(events).toMatchObject([{ action: 'tools.forgotten', before: { removed: 1, names: ['read_it'] } }])
  // Nothing to forget is no write.
  expect((await forget()).body).toEqual({ forgotten: 0 })
  await runtime.script(page([READ, DROP]))
  await discover()
  expect((await tools()).get('read_it')?.catalogue).toMatchObject({ state: 'new', approvedAt: null })
})

describe('the policy of a tool', () => {
  it('follows newTools where it says nothing, and learning never makes an edit stale', async () => {
    const path = `/servers/${id}/tools/read_it`
    const set = await admin('PUT', path, { body: { confirmation: true, cost: 5, risk: 'destructive' } })
    expect(set.body).toMatchObject({ enabled: null, confirmation: true, cost: 5, version: 1 })
    await runtime.script(page([READ]))
    await discover()
    const known = (await tools()).get('read_it')
    expect(known).toMatchObject({
      enabled: null,
      version: 1,
      effective: { enabled: true, risk: 'destructive' },
    })
    const edit = await admin('PUT', path, { body: { enabled: false }, ifMatch: 1 })
    expect(edit.body).toMatchObject({
      enabled: false,
      risk: null,
      effective: { enabled: false, risk: 'read' },
    })
    const snapshot = await readSnapshot(DB, { slug: `catalogue-${serial}` })
    expect(snapshot?.tools.get('read_it')).toMatchObject({ enabled: false, state: 'new', cost: 1 })
  })

  it.each([
    [{ cost: -1 }, 'cost'],
    [{ cost: 1.5 }, 'cost'],
    [{ risk: 'harmless' }, 'risk'],
    [{ confirm: true }, 'confirm'],
  ])('refuses %j', async (body, path) => {
    const answer = await admin('PUT', `/servers/${id}/tools/read_it`, { body })
    expect(answer.status).toBe(422)
    expect((answer.body['errors'] as { path: string }[])[0]?.path).toBe(path)
  })

  it('is listed page by page', async () => {
    await runtime.script(page([READ, WRITE, DROP]))
    await discover()
    const first = await admin('GET', `/servers/${id}/tools?limit=2`)
    const rest = await admin('GET', `/servers/${id}/tools?limit=2&cursor=${String(first.body['cursor'])}`)
    const names = [first, rest].flatMap(({ body }) => (body['tools'] as Tool[]).map(({ name }) => name))
    expect(names).toEqual(['drop_it', 'read_it', 'write_it'])
    expect(rest.body['cursor']).toBeNull()
    await admin('PUT', `/servers/${id}/tools/other`, { body: {} })
    expect([...(await tools('?configured=true')).keys()]).toEqual(['other'])
  })
})
