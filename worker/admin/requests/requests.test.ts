// Requests through the admin API: who asked, who decided, and what each of them sees.
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Permission } from '../../../schema/api/permissions.ts'
import { createGateway, pathsOf } from '../../testing/admin-builders.ts'
import { actorWith, admin } from '../../testing/admin-client.ts'
import type { Actor } from '../context.ts'

const { DB } = env as unknown as { DB: D1Database }

function member(name: string, permissions: readonly Permission[]): Actor {
  return {
    ...actorWith(permissions),
    kind: 'member',
    id: `mem_${name}`,
    memberId: `mem_${name}`,
    name: `${name}@test.dev`,
  }
}
const VIEWER = ['servers.read', 'library.request'] as const
const ann = member('ann', VIEWER)
const bob = member('bob', VIEWER)
const boss = member('boss', ['library.install', 'gateways.attach'])

const ask = (actor: Actor, entryId: string, note = '') =>
  admin('POST', '/requests', { actor, body: { entryId, note } })
const own = async (actor: Actor, query = '') =>
  (await admin('GET', `/requests/mine${query}`, { actor })).body as {
    requests: unknown[]
    cursor: string | null
  }
const all = async (query = '') =>
  (await admin('GET', `/requests${query}`, { actor: boss })).body as {
    requests: { id: string }[]
    openCount: number
    cursor: string | null
  }

beforeEach(async () => {
  await DB.batch([DB.prepare('DELETE FROM library_requests'), DB.prepare('DELETE FROM library_requesters')])
})

describe('asking', () => {
  it('is told to admins with who, when and what for, and to the others who asked for nothing', async () => {
    const before = Date.now()
    const asked = await ask(ann, 'lib_asana', 'Planning')
    expect(asked.status).toBe(201)
    const { requests, openCount } = await all()
    expect(openCount).toBe(1)
    expect(requests).toMatchObject([
      {
        entryId: 'lib_asana',
        entryName: 'Asana',
        state: 'open',
        requesters: [{ kind: 'member', id: 'mem_ann', name: 'ann@test.dev', note: 'Planning' }],
      },
    ])
    const [first] = requests as unknown as { requesters: { askedAt: number }[] }[]
    expect(first?.requesters[0]?.askedAt).toBeGreaterThanOrEqual(before)
    expect((await own(bob)).requests).toEqual([])
    expect((await admin('GET', '/requests', { actor: ann })).status).toBe(403)
  })

  it('twice by one person is one request, and by another joins it', async () => {
    const first = await ask(ann, 'lib_asana', 'one')
    const again = await ask(ann, 'lib_asana', 'two')
    expect(again.status).toBe(200)
    expect(again.body).toEqual(first.body)
    const joined = await ask(bob, 'lib_asana', 'me too')
    expect(joined.status).toBe(201)
    expect(joined.body['id']).toBe(first.body['id'])
    expect(JSON.stringify(joined.body)).not.toContain('ann')
    const { requests } = await all()
    expect(requests).toMatchObject([{ requesters: [{ note: 'one' }, { note: 'me too' }] }])
    const audit = await admin('GET', `/audit?resourceId=${String(first.body['id'])}`)
    expect(audit.body['events']).toMatchObject([
      { action: 'request.joined', actorId: 'mem_bob' },
      { action: 'request.created', actorId: 'mem_ann', after: { entryId: 'lib_asana', note: 'one' } },
    ])
  })

  it('by several at the same moment is one open request with each of them once', async () => {
    const people = ['a', 'b', 'c', 'a', 'b'].map((name) => member(name, VIEWER))
    const answers = await Promise.all(people.map((person) => ask(person, 'lib_box')))
    for (const { status, text } of answers) expect([200, 201], text).toContain(status)
    const { requests } = await all('?state=open')
    expect(requests.length).toBe(1)
    const [only] = requests as unknown as { requesters: { id: string }[] }[]
    expect(only?.requesters.map(({ id }) => id).toSorted()).toEqual(['mem_a', 'mem_b', 'mem_c'])
  })

  it('shows in the library', async () => {
    await ask(ann, 'lib_stripe')
    const seenBy = async (actor: Actor) => (await admin('GET', '/library/lib_stripe', { actor })).body
    expect(await seenBy(ann)).toMatchObject({ requested: true, requestedByMe: true })
    expect(await seenBy(bob)).toMatchObject({ requested: true, requestedByMe: false })
  })

  it('is refused for what the library has not, or the deployment has already', async () => {
    expect(pathsOf(await ask(ann, 'lib_nothing'))).toEqual(['entryId'])
    const gateway = await createGateway({ resource: 'https://mcp.neon.tech/mcp' })
    await admin('POST', '/library/lib_neon/install', { body: { gatewayId: gateway.id } })
    const refused = await ask(ann, 'lib_neon')
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('/s/neon/mcp')
    expect(pathsOf(await ask(ann, 'lib_box', 'x'.repeat(501)))).toEqual(['note'])
  })
})

describe('a decision', () => {
  it('to dismiss needs a reason, which everybody who asked reads, and lets them ask again', async () => {
    const { body } = await ask(ann, 'lib_slack')
    await ask(bob, 'lib_slack')
    const path = `/requests/${String(body['id'])}/dismiss`
    expect(pathsOf(await admin('POST', path, { actor: boss, body: {} }))).toEqual(['reason'])
    expect(pathsOf(await admin('POST', path, { actor: boss, body: { reason: '  ' } }))).toEqual(['reason'])
    expect((await admin('POST', path, { actor: ann, body: { reason: 'no' } })).status).toBe(403)
    const dismissed = await admin('POST', path, { actor: boss, body: { reason: 'Not this year' } })
    expect(dismissed.body).toMatchObject({ state: 'dismissed', decidedBy: { id: 'mem_boss' } })
    for (const actor of [ann, bob]) {
      const { requests } = await own(actor)
      expect(requests).toMatchObject([{ state: 'dismissed', reason: 'Not this year' }])
      expect(JSON.stringify(requests)).not.toContain('boss')
    }
    const again = await admin('POST', path, { actor: boss, body: { reason: 'no' } })
    expect(again.status).toBe(409)
    expect(again.text).toContain('dismissed already by boss@test.dev')
    const anew = await ask(ann, 'lib_slack')
    expect(anew.status).toBe(201)
    expect(anew.body['id']).not.toBe(body['id'])
    const audit = await admin('GET', `/audit?resourceId=${String(body['id'])}&action=request.dismissed`)
    expect(audit.body['events']).toMatchObject([{ after: { reason: 'Not this year' }, actorId: 'mem_boss' }])
  })

  it('to approve answers the forms while something is missing, and then installs for everybody who asked', async () => {
    const { body } = await ask(ann, 'lib_supabase')
    await ask(bob, 'lib_supabase')
    const path = `/requests/${String(body['id'])}/approve`
    expect((await admin('POST', path, { actor: ann, body: {} })).status).toBe(403)
    const setup = await admin('POST', path, { actor: boss, body: { lookUp: false } })
    expect(setup.status).toBe(200)
    expect(setup.body).toMatchObject({
      state: 'needs_setup',
      request: { state: 'open' },
      serverDraft: { slug: 'supabase' },
    })
    expect((await own(ann)).requests).toMatchObject([{ state: 'open', serverId: null }])
    const gateway = await createGateway({ resource: 'https://mcp.supabase.com/mcp' })
    const done = await admin('POST', path, { actor: boss, body: { gatewayId: gateway.id } })
    expect(done.status, done.text).toBe(201)
    const { id: serverId } = done.body['server'] as { id: string }
    expect(done.body).toMatchObject({ state: 'installed', request: { state: 'installed', serverId } })
    for (const actor of [ann, bob]) {
      expect((await own(actor)).requests).toMatchObject([{ state: 'installed', serverId }])
    }
    const audit = await admin('GET', `/audit?resourceId=${String(body['id'])}&action=request.installed`)
    expect(audit.body['events']).toMatchObject([{ after: { serverId }, actorId: 'mem_boss' }])
    expect((await admin('POST', path, { actor: boss, body: { gatewayId: gateway.id } })).status).toBe(409)
  })

  it('of two admins at once makes one server', async () => {
    const { body } = await ask(ann, 'lib_prisma')
    const gateway = await createGateway({ resource: 'https://mcp.prisma.io/mcp' })
    const path = `/requests/${String(body['id'])}/approve`
    const answers = await Promise.all(
      [1, 2, 3].map(() => admin('POST', path, { actor: boss, body: { gatewayId: gateway.id } })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409])
    const made = await DB.prepare(
      "SELECT count(*) AS n FROM servers WHERE runtime_url LIKE '%mcp.prisma.io%'",
    ).first('n')
    expect(made).toBe(1)
  })
})

describe('the lists', () => {
  it('page through everything once, newest first, and filter by state', async () => {
    const entries = ['lib_asana', 'lib_box', 'lib_buildkite', 'lib_close', 'lib_figma']
    for (const entryId of entries) await ask(ann, entryId)
    const [newest] = (await all()).requests
    await admin('POST', `/requests/${newest?.id}/dismiss`, { actor: boss, body: { reason: 'no' } })
    for (const [list, size] of [
      [all, 5],
      [(query: string) => own(ann, query), 5],
    ] as const) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<typeof list>> = await list(
          `?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`,
        )
        seen.push(...(page.requests as { entryId: string }[]).map(({ entryId }) => entryId))
        cursor = page.cursor
      } while (cursor !== null)
      expect(seen.length).toBe(size)
      expect(seen).toEqual(entries.toReversed())
    }
    expect((await all('?state=dismissed')).requests).toMatchObject([{ entryId: 'lib_figma' }])
    expect((await all('?state=dismissed')).openCount).toBe(4)
    expect((await own(ann, '?state=open')).requests.length).toBe(4)
  })
})
