// Agents, groups, access lists, overrides and effective settings through the API (product.md §6).
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { loadSnapshot } from '../edge/load-snapshot.ts'
import { decideAgent, decideUser } from '../policy/decide-access.ts'
import { effectiveTool } from '../policy/effective-tool.ts'
import { PREDEFINED_AGENTS } from '../policy/predefined-agents.ts'
import { recogniseAgent } from '../policy/recognise-agent.ts'
import { attach, createGateway, createServer, pathsOf } from '../testing/admin-builders.ts'
import { admin, testEnv, type AdminAnswer } from '../testing/admin-client.ts'
import { insertRows, serverRow, toolRow } from '../testing/rows.ts'

const { DB } = env as unknown as { DB: D1Database }
const ctx = { waitUntil: () => undefined }
const ANN = { email: 'ann@example.com' }
let serial = 0

async function snapshotOf(server: { slug: string }) {
  const found = await loadSnapshot(testEnv, ctx, { slug: server.slug })
  if (!found) throw new Error('no snapshot')
  return found
}

async function made(
  path: string,
  body: unknown,
): Promise<{ id: string; version: number } & Record<string, unknown>> {
  const answer = await admin('POST', path, { body })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as { id: string; version: number }
}

function createGroup(members: unknown[] = [ANN], name = `Group ${(serial += 1)}`) {
  return made('/groups', { name, members })
}

function user(email: string, overrides: Record<string, unknown> = {}) {
  return {
    level: 'proven' as const,
    issuer: 'https://as.test.dev',
    subject: email,
    organization: null,
    email,
    emailVerified: true,
    ...overrides,
  }
}

function messages(answer: AdminAnswer): string[] {
  return (answer.body['errors'] as { message: string }[]).map(({ message }) => message)
}

async function auditOf(id: string): Promise<string[]> {
  const answer = await admin('GET', `/audit?resourceId=${id}&limit=200`)
  return (answer.body['events'] as { action: string }[]).map(({ action }) => action).toReversed()
}

describe('agents', () => {
  it('the predefined ones are there from the start, custom ones follow page by page', async () => {
    for (const n of [1, 2, 3]) await made('/agents', { name: `Paged ${n}`, keywords: [`paged-${n}`] })
    const seen: string[] = []
    let cursor: unknown = ''
    for (let pages = 0; cursor !== null; pages += 1) {
      expect(pages).toBeLessThan(20)
      const answer = await admin('GET', `/agents?limit=2${cursor === '' ? '' : `&cursor=${String(cursor)}`}`)
      expect(answer.status, answer.text).toBe(200)
      seen.push(...(answer.body['agents'] as { id: string }[]).map(({ id }) => id))
      cursor = answer.body['cursor']
    }
    expect(seen.slice(0, PREDEFINED_AGENTS.length)).toEqual(PREDEFINED_AGENTS.map(({ id }) => id))
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThanOrEqual(PREDEFINED_AGENTS.length + 3)
  })

  it('a custom agent is recognised at once, changed with its version, and audited', async () => {
    const server = await createServer()
    const url = 'https://crm.test.dev/agent.json'
    const proof = () =>
      ({
        kind: 'oauth',
        clientId: url,
        clientName: 'x',
        registration: 'cimd',
        hasLoopbackRedirect: false,
      }) as const
    expect(recogniseAgent((await snapshotOf(server)).governance, proof(), null).id).toBeNull()
    const agent = await made('/agents', { name: 'CRM', clientIds: [url] })
    expect(recogniseAgent((await snapshotOf(server)).governance, proof(), null).id).toBe(agent.id)

    expect((await admin('PATCH', `/agents/${agent.id}`, { body: { clientIds: [] } })).status).toBe(428)
    expect(
      (await admin('PATCH', `/agents/${agent.id}`, { body: { clientIds: [] }, ifMatch: 9 })).status,
    ).toBe(412)
    const changed = await admin('PATCH', `/agents/${agent.id}`, { body: { clientIds: [] }, ifMatch: 1 })
    expect(changed.body).toMatchObject({ name: 'CRM', clientIds: [], version: 2, builtIn: null })
    expect(recogniseAgent((await snapshotOf(server)).governance, proof(), null).id).toBeNull()

    expect((await admin('DELETE', `/agents/${agent.id}`, { ifMatch: 2 })).status).toBe(204)
    expect((await admin('GET', `/agents/${agent.id}`)).status).toBe(404)
    expect(await auditOf(agent.id)).toEqual(['agent.created', 'agent.updated', 'agent.deleted'])
  })

  it('a predefined agent takes additions, and keeps its name and its place', async () => {
    const before = (await admin('GET', '/agents/agt_kiro')).body
    expect(before).toMatchObject({
      kind: 'predefined',
      name: 'Kiro',
      version: 1,
      keywords: [],
      builtIn: { keywords: ['kiro'] },
    })
    const added = await admin('PATCH', '/agents/agt_kiro', { body: { clientIds: ['cli_kiro'] }, ifMatch: 1 })
    expect(added.body).toMatchObject({ version: 2, clientIds: ['cli_kiro'], builtIn: { keywords: ['kiro'] } })
    expect(pathsOf(await admin('PATCH', '/agents/agt_kiro', { body: { name: 'Mine' }, ifMatch: 2 }))).toEqual(
      ['name'],
    )
    expect((await admin('DELETE', '/agents/agt_kiro', { ifMatch: 2 })).status).toBe(409)
    const server = await createServer()
    const proof = {
      kind: 'oauth',
      clientId: 'cli_kiro',
      clientName: '',
      registration: 'preregistered',
      hasLoopbackRedirect: false,
    } as const
    expect(recogniseAgent((await snapshotOf(server)).governance, proof, null)).toMatchObject({
      id: 'agt_kiro',
      level: 'proven',
    })
  })

  it('what two agents would match is refused beside the field', async () => {
    await made('/agents', { name: 'First', clientIds: ['cli_twice'], keywords: ['twice-agent'] })
    const both = { name: 'Second', clientIds: ['cli_ok', 'cli_twice'], keywords: ['TWICE-agent', 'cursor'] }
    const refused = await admin('POST', '/agents', { body: both })
    expect(refused.status).toBe(409)
    expect(pathsOf(refused)).toEqual(['clientIds.1', 'keywords.0', 'keywords.1'])
    const sameName = await admin('POST', '/agents', { body: { name: 'First' } })
    expect(pathsOf(sameName)).toEqual(['name'])
  })

  it.each([
    ['clientUrlPrefixes.0', { clientUrlPrefixes: ['http://agent.test.dev/'] }],
    ['clientUrlPrefixes.0', { clientUrlPrefixes: ['https://agent.test.dev/oauth'] }],
    ['clientUrlPrefixes.0', { clientUrlPrefixes: ['https://AGENT.test.dev/'] }],
    ['clientUrlPrefixes.0', { clientUrlPrefixes: ['https://agent.test.dev/a/../'] }],
    ['keywords.0', { keywords: ['ai'] }],
    ['clientIds.0', { clientIds: ['with space'] }],
    ['keywords', { keywords: ['same', 'Same'] }],
    ['secret', { secret: 'x' }],
  ])('%s: %j is refused', async (path, fields) => {
    const answer = await admin('POST', '/agents', { body: { name: 'Bad', ...fields } })
    expect(answer.status).toBe(422)
    expect(pathsOf(answer)).toEqual([path])
  })
})

describe('a preregistered client that agents name', () => {
  async function namedClient() {
    const gateway = await createGateway()
    const client = await made('/clients', {
      gatewayId: gateway.id,
      name: 'Named',
      redirectUris: ['https://named.test.dev/callback'],
    })
    const agent = await made('/agents', { name: `Names ${client.id}`, clientIds: [client.id] })
    return { gateway, client, agent }
  }

  it('is not deleted, so that nobody can make it anew and be that agent; the answer lists them', async () => {
    const { client, agent } = await namedClient()
    const refused = await admin('DELETE', `/clients/${client.id}`, { ifMatch: 1 })
    expect(refused.status).toBe(409)
    expect(pathsOf(refused)).toEqual([`agents.${agent.id}.clientIds`])
    expect(messages(refused)).toEqual([`the agent Names ${client.id} names it`])
    expect((await admin('GET', `/clients/${client.id}`)).status).toBe(200)

    await admin('PATCH', `/agents/${agent.id}`, { body: { clientIds: [] }, ifMatch: 1 })
    expect((await admin('DELETE', `/clients/${client.id}`, { ifMatch: 1 })).status).toBe(200)
  })

  it('is not deleted with its Gateway either', async () => {
    const { gateway, agent } = await namedClient()
    const refused = await admin('DELETE', `/gateways/${gateway.id}`, { ifMatch: 1 })
    expect(refused.status).toBe(409)
    expect(pathsOf(refused)).toEqual([`agents.${agent.id}.clientIds`])
    await admin('PATCH', `/agents/${agent.id}`, { body: { clientIds: [] }, ifMatch: 1 })
    expect((await admin('DELETE', `/gateways/${gateway.id}`, { ifMatch: 1 })).status).toBe(204)
  })

  it('is not deleted either where the agent was saved meanwhile', async () => {
    const { client, agent } = await namedClient()
    await DB.prepare("UPDATE agents SET client_ids = '[]' WHERE id = ?").bind(agent.id).run()
    let isSaved = false
    const database = new Proxy(DB, {
      get(target, name) {
        if (name === 'batch') {
          return async (statements: D1PreparedStatement[]) => {
            if (!isSaved) {
              isSaved = true
              await DB.prepare('UPDATE agents SET client_ids = ? WHERE id = ?')
                .bind(JSON.stringify([client.id]), agent.id)
                .run()
            }
            return target.batch(statements)
          }
        }
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value
      },
    })
    const refused = await admin('DELETE', `/clients/${client.id}`, {
      ifMatch: 1,
      env: { ...testEnv, DB: database },
    })
    expect(isSaved).toBe(true)
    expect(refused.status).toBe(409)
    expect((await admin('GET', `/clients/${client.id}`)).status).toBe(200)
  })
})

describe('which agents may use which servers', () => {
  it('a new server admits every agent and unrecognised clients, and both can be switched', async () => {
    const server = await createServer()
    const fresh = await admin('GET', `/servers/${server.id}/agents`)
    expect(fresh.body).toMatchObject({ otherAgents: true, unrecognised: true, version: 0, ruleId: null })
    expect((fresh.body['agents'] as { allowed: boolean }[]).every(({ allowed }) => allowed)).toBe(true)

    const set = await admin('PATCH', `/servers/${server.id}/agents`, {
      body: { otherAgents: false, unrecognised: false },
    })
    expect(set.body).toMatchObject({
      otherAgents: false,
      unrecognised: false,
      version: 1,
      effectiveWithinSeconds: 10,
    })
    const { governance } = await snapshotOf(server)
    const claude = { id: 'agt_claude', level: 'proven', recognisedBy: 'client' } as const
    expect(decideAgent(governance, claude)).toMatchObject({ allow: false, rule: set.body['ruleId'] })
    expect(decideAgent(governance, { ...claude, id: null }).allow).toBe(false)
    expect(await auditOf(server.id)).toContain('server.agents_changed')
  })

  it('one mapping, two views: what is set at the server is seen at the agent, and the other way round', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    await attach(gateway.id, server.id)
    const agent = await made('/agents', { name: `Views ${(serial += 1)}`, keywords: [`views-${serial}`] })
    const ofAgent = async () => {
      const answer = await admin('GET', `/agents/${agent.id}/servers?limit=200`)
      return (answer.body['servers'] as { serverId: string }[]).find(({ serverId }) => serverId === server.id)
    }
    expect(await ofAgent()).toMatchObject({
      allowed: true,
      ofServer: true,
      isSet: false,
      gatewayId: gateway.id,
      ofGateway: true,
    })
    await admin('PATCH', `/servers/${server.id}/agents`, { body: { agents: { [agent.id]: false } } })
    expect(await ofAgent()).toMatchObject({ allowed: false, ofServer: false, isSet: true })

    expect(
      (await admin('PUT', `/agents/${agent.id}/servers/${server.id}`, { body: { allowed: true } })).status,
    ).toBe(200)
    const ofServer = await admin('GET', `/servers/${server.id}/agents`)
    expect(ofServer.body['agents']).toContainEqual(
      expect.objectContaining({ id: agent.id, allowed: true, isSet: true }),
    )
    // Whoever looked at the server before must look again.
    const stale = await admin('PATCH', `/servers/${server.id}/agents`, {
      body: { unrecognised: false },
      ifMatch: 1,
    })
    expect(stale.status).toBe(412)

    await admin('PUT', `/agents/${agent.id}/gateways/${gateway.id}`, { body: { allowed: false } })
    expect(await ofAgent()).toMatchObject({ allowed: false, ofServer: true, ofGateway: false })
    const known = { id: agent.id, level: 'proven', recognisedBy: 'client' } as const
    expect(decideAgent((await snapshotOf(server)).governance, known)).toMatchObject({
      allow: false,
      target: 'gateway',
    })

    // In use: refused with the list; free again when it is set back.
    const refused = await admin('DELETE', `/agents/${agent.id}`, { ifMatch: 1 })
    expect(refused.status).toBe(409)
    expect(pathsOf(refused).toSorted()).toEqual([
      `gateways.${gateway.id}.agents`,
      `servers.${server.id}.agents`,
    ])
    await admin('PUT', `/agents/${agent.id}/gateways/${gateway.id}`, { body: { allowed: null } })
    await admin('PUT', `/agents/${agent.id}/servers/${server.id}`, { body: { allowed: null } })
    expect((await admin('DELETE', `/agents/${agent.id}`, { ifMatch: 1 })).status).toBe(204)
  })

  it('many switches at once all hold', async () => {
    const server = await createServer()
    const ids = PREDEFINED_AGENTS.slice(0, 3).map(({ id }) => id)
    const answers = await Promise.all(
      ids.map((id) => admin('PUT', `/agents/${id}/servers/${server.id}`, { body: { allowed: false } })),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const view = await admin('GET', `/servers/${server.id}/agents`)
    const denied = (view.body['agents'] as { id: string; allowed: boolean }[]).filter(
      ({ allowed }) => !allowed,
    )
    expect(denied.map(({ id }) => id)).toEqual(ids)
  })

  it('an agent, server or Gateway that does not exist cannot be named', async () => {
    const server = await createServer()
    const unknown = await admin('PATCH', `/servers/${server.id}/agents`, {
      body: { agents: { agt_none: true } },
    })
    expect(unknown.status).toBe(422)
    expect(pathsOf(unknown)).toEqual(['agents.agt_none'])
    for (const path of ['/servers/srv_none/agents', '/gateways/gw_none/agents', '/agents/agt_none/servers']) {
      expect((await admin('GET', path)).status, path).toBe(404)
    }
    expect(
      (await admin('PUT', `/agents/agt_none/servers/${server.id}`, { body: { allowed: true } })).status,
    ).toBe(404)
  })
})

describe('groups', () => {
  it('keep members by e-mail, subject and domain, without case', async () => {
    const members = [
      { email: ' Ann@Example.COM ' },
      { issuer: 'https://as.test.dev', subject: 'u 1' },
      { domain: 'Example.org' },
    ]
    const group = await createGroup(members)
    const expected = [ANN, { issuer: 'https://as.test.dev', subject: 'u 1' }, { domain: 'example.org' }]
    expect((await admin('GET', `/groups/${group.id}`)).body).toMatchObject({
      members: expected,
      memberCount: 3,
      version: 1,
    })
    const changed = await admin('PATCH', `/groups/${group.id}`, { body: { members: [ANN] }, ifMatch: 1 })
    expect(changed.body).toMatchObject({ members: [ANN], version: 2, effectiveWithinSeconds: 10 })
    expect((await admin('PATCH', `/groups/${group.id}`, { body: {}, ifMatch: 1 })).status).toBe(412)
    expect((await admin('DELETE', `/groups/${group.id}`, { ifMatch: 2 })).status).toBe(204)
    expect(await auditOf(group.id)).toEqual(['group.created', 'group.updated', 'group.deleted'])
  })

  it.each([
    ['members.0', [{ email: 'no-at' }]],
    ['members.0', [{ email: 'a@b.c', domain: 'b.c' }]],
    ['members.0', [{ subject: 'alone' }]],
    ['members.0', [{ domain: '@example.com' }]],
    ['members', [ANN, { email: 'ANN@example.com' }]],
  ])('%s: %j is refused', async (path, members) => {
    const answer = await admin('POST', '/groups', { body: { name: 'Bad', members } })
    expect(answer.status, answer.text).toBe(422)
    expect(pathsOf(answer)[0]).toMatch(new RegExp(`^${path}`))
  })

  it('are listed page by page, without their members', async () => {
    for (const n of [1, 2, 3]) await createGroup([ANN], `Listed ${n}`)
    const first = await admin('GET', '/groups?limit=2')
    const groups = first.body['groups'] as Record<string, unknown>[]
    expect(groups.map(({ name }) => name)).toEqual(['Listed 3', 'Listed 2'])
    expect(groups[0]).toMatchObject({ memberCount: 1 })
    expect(groups[0]).not.toHaveProperty('members')
    const next = await admin('GET', `/groups?limit=2&cursor=${String(first.body['cursor'])}`)
    expect((next.body['groups'] as { name: string }[])[0]?.name).toBe('Listed 1')
    expect((await admin('GET', '/groups?cursor=nonsense')).status).toBe(400)
  })

  it('in use are not deleted, and the answer lists where', async () => {
    const server = await createServer()
    const gateway = await createGateway()
    const group = await createGroup()
    await admin('PUT', `/servers/${server.id}/access`, { body: { deniedGroups: [group.id] } })
    await admin('PUT', `/gateways/${gateway.id}/access`, { body: { allowedGroups: [group.id] } })
    const rule = await made('/rules', { serverId: server.id, groupId: group.id, toolEnabled: false })
    const refused = await admin('DELETE', `/groups/${group.id}`, { ifMatch: 1 })
    expect(refused.status).toBe(409)
    expect(pathsOf(refused).toSorted()).toEqual([
      `gateways.${gateway.id}.access`,
      `rules.${rule.id}`,
      `servers.${server.id}.access`,
    ])
    await admin('PUT', `/servers/${server.id}/access`, { body: {}, ifMatch: 1 })
    await admin('PUT', `/gateways/${gateway.id}/access`, { body: {}, ifMatch: 1 })
    await admin('DELETE', `/rules/${rule.id}`, { ifMatch: 1 })
    expect((await admin('DELETE', `/groups/${group.id}`, { ifMatch: 1 })).status).toBe(204)
  })
})

describe('access lists', () => {
  it('hold at once in the isolate that wrote them, for a server and for a whole Gateway', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    await attach(gateway.id, server.id)
    const group = await createGroup()
    expect(decideUser((await snapshotOf(server)).governance, user('bob@example.com')).allow).toBe(true)
    const set = await admin('PUT', `/gateways/${gateway.id}/access`, { body: { allowedGroups: [group.id] } })
    expect(set.body).toMatchObject({
      allowedGroups: [group.id],
      deniedUsers: [],
      version: 1,
      effectiveWithinSeconds: 10,
    })
    const { governance } = await snapshotOf(server)
    expect(decideUser(governance, user('ANN@example.com')).allow).toBe(true)
    expect(decideUser(governance, user('bob@example.com'))).toMatchObject({
      allow: false,
      rule: set.body['ruleId'],
    })

    await admin('PATCH', `/groups/${group.id}`, {
      body: { members: [{ email: 'bob@example.com' }] },
      ifMatch: 1,
    })
    const after = await snapshotOf(server)
    expect(decideUser(after.governance, user('bob@example.com')).allow).toBe(true)
    expect(decideUser(after.governance, user('ann@example.com')).allow).toBe(false)

    await admin('PUT', `/servers/${server.id}/access`, {
      body: { deniedUsers: [{ email: 'Bob@example.com' }] },
    })
    expect(decideUser((await snapshotOf(server)).governance, user('bob@example.com'))).toMatchObject({
      allow: false,
      target: 'server',
      step: 'denied_users',
    })
    expect(await auditOf(server.id)).toContain('server.access_changed')
  })

  it('ask for the version from the second write on, which agents and lists share', async () => {
    const server = await createServer()
    const path = `/servers/${server.id}/access`
    expect((await admin('PUT', path, { body: {}, ifMatch: 3 })).status).toBe(412)
    expect((await admin('PUT', path, { body: {} })).status).toBe(200)
    expect((await admin('PUT', path, { body: {} })).status).toBe(428)
    await admin('PATCH', `/servers/${server.id}/agents`, { body: { unrecognised: false }, ifMatch: 1 })
    const stale = await admin('PUT', path, { body: {}, ifMatch: 1 })
    expect(stale.status).toBe(412)
    expect(stale.body['currentVersion']).toBe(2)
    expect((await admin('PUT', path, { body: {}, ifMatch: 2 })).status).toBe(200)
    // The agents stay as they were.
    expect((await admin('GET', `/servers/${server.id}/agents`)).body).toMatchObject({
      unrecognised: false,
      version: 3,
    })
  })

  it('name only groups that exist', async () => {
    const server = await createServer()
    const group = await createGroup()
    const body = { deniedGroups: [group.id, 'grp_none'], allowedGroups: ['grp_gone'] }
    const answer = await admin('PUT', `/servers/${server.id}/access`, { body })
    expect(answer.status).toBe(422)
    expect(pathsOf(answer)).toEqual(['deniedGroups.1', 'allowedGroups.0'])
  })

  it('an unchanged configuration is the same snapshot, so that what was compiled is kept', async () => {
    const server = await createServer()
    await admin('PUT', `/servers/${server.id}/access`, { body: { deniedUsers: [ANN] } })
    const first = await snapshotOf(server)
    const again = await loadSnapshot(testEnv, ctx, { slug: server.slug }, 0)
    expect(again).toBe(first)
    await admin('PUT', `/servers/${server.id}/access`, { body: {}, ifMatch: 1 })
    expect((await snapshotOf(server)).revision).not.toBe(first.revision)
  })
})

describe('overrides', () => {
  it('change tools for a group, can be switched off, and go with a version', async () => {
    const server = await createServer()
    await admin('PUT', `/servers/${server.id}/tools/send`, { body: { enabled: true } })
    const group = await createGroup()
    const rule = await made('/rules', {
      serverId: server.id,
      groupId: group.id,
      tool: 'send',
      toolEnabled: false,
      note: 'not yet',
    })
    const enabled = async () => {
      const { governance } = await snapshotOf(server)
      return effectiveTool(governance, user('ann@example.com'), 'send', {
        enabled: true,
        confirmation: false,
      }).enabled
    }
    expect(await enabled()).toEqual({ value: false, source: 'group', rule: rule.id, target: 'server' })
    const off = await admin('PATCH', `/rules/${rule.id}`, { body: { active: false }, ifMatch: 1 })
    expect(off.body).toMatchObject({
      active: false,
      toolEnabled: false,
      note: 'not yet',
      version: 2,
      serverId: server.id,
      gatewayId: null,
    })
    expect((await enabled()).source).toBe('base')
    expect((await admin('PATCH', `/rules/${rule.id}`, { body: { active: true }, ifMatch: 1 })).status).toBe(
      412,
    )
    await admin('PATCH', `/rules/${rule.id}`, { body: { active: true }, ifMatch: 2 })
    expect((await enabled()).rule).toBe(rule.id)
    expect((await admin('DELETE', `/rules/${rule.id}`, { ifMatch: 3 })).status).toBe(204)
    expect((await enabled()).source).toBe('base')
    expect(await auditOf(rule.id)).toEqual(['rule.created', 'rule.updated', 'rule.updated', 'rule.deleted'])
  })

  it('are refused where they say nothing, too much, or name what does not exist', async () => {
    const server = await createServer()
    const group = await createGroup()
    const good = { serverId: server.id, groupId: group.id, toolEnabled: false }
    const bad: [Record<string, unknown>, number, string[]][] = [
      [{ ...good, gatewayId: 'gw_x' }, 422, ['gatewayId']],
      [{ groupId: group.id, toolEnabled: false }, 422, ['serverId']],
      [{ ...good, user: ANN }, 422, ['user']],
      [{ serverId: server.id, toolEnabled: false }, 422, ['groupId']],
      [{ serverId: server.id, groupId: group.id }, 422, ['toolEnabled']],
      [{ ...good, groupId: 'grp_none' }, 422, ['groupId']],
      [{ ...good, tool: 'a\u0000b' }, 422, ['tool']],
      [{ ...good, serverId: 'srv_none' }, 404, []],
      [{ ...good, guardrailAction: 'block' }, 422, ['guardrailAction']],
    ]
    for (const [body, status, paths] of bad) {
      const answer = await admin('POST', '/rules', { body })
      expect([answer.status, pathsOf(answer)], answer.text).toEqual([status, paths])
    }
  })

  it('are listed with filters, page by page', async () => {
    const server = await createServer()
    const group = await createGroup()
    const ids: string[] = []
    for (const tool of ['a', 'b', 'c'])
      ids.push(
        (await made('/rules', { serverId: server.id, groupId: group.id, tool, toolEnabled: false })).id,
      )
    ids.push(
      (await made('/rules', { serverId: server.id, user: { email: 'ANN@example.com' }, confirmation: true }))
        .id,
    )
    const list = async (query: string) => {
      const answer = await admin('GET', `/rules?${query}`)
      expect(answer.status, answer.text).toBe(200)
      return {
        ids: (answer.body['rules'] as { id: string }[]).map(({ id }) => id),
        cursor: answer.body['cursor'],
      }
    }
    const first = await list(`serverId=${server.id}&limit=3`)
    expect(first.ids).toEqual(ids.toReversed().slice(0, 3))
    expect((await list(`serverId=${server.id}&limit=3&cursor=${String(first.cursor)}`)).ids).toEqual(
      ids.slice(0, 1),
    )
    expect((await list(`groupId=${group.id}&tool=b`)).ids).toEqual([ids[1]])
    expect((await list(`serverId=${server.id}&email=Ann@Example.com`)).ids).toEqual([ids[3]])
  })

  it('and everything else about a server ends with it', async () => {
    const server = await createServer()
    const group = await createGroup()
    await made('/rules', { serverId: server.id, groupId: group.id, toolEnabled: false })
    await admin('PUT', `/servers/${server.id}/access`, { body: { deniedGroups: [group.id] } })
    const path = `/servers/${server.id}?confirm=${encodeURIComponent(server.name)}`
    expect((await admin('DELETE', path, { ifMatch: server.version })).status).toBe(200)
    for (const table of ['rules', 'access_policies']) {
      const left = await DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE target_id = ?`)
        .bind(server.id)
        .first('n')
      expect(left, table).toBe(0)
    }
    expect((await admin('DELETE', `/groups/${group.id}`, { ifMatch: 1 })).status).toBe(204)
  })
})

describe('a passthrough server that verifies nothing knows no users (M13)', () => {
  const unverified = { authorizationServers: ['https://as.test.dev'], scopes: [], verification: null }
  const verification = { issuer: 'https://as.test.dev', jwksUri: 'https://as.test.dev/jwks', audience: null }

  it('refuses lists and rules about users when they are saved, and takes those about agents', async () => {
    const row = serverRow({ id: 'srv_pass', slug: 'pass', authMode: 'passthrough', passthrough: unverified })
    await insertRows(DB, { servers: [row] })
    const group = await createGroup()
    for (const [body, path] of [
      [{ deniedUsers: [ANN] }, 'deniedUsers'],
      [{ allowedUsers: [ANN] }, 'allowedUsers'],
      [{ deniedGroups: [group.id] }, 'deniedGroups'],
      [{ allowedGroups: [] }, 'allowedGroups'],
    ] as const) {
      const refused = await admin('PUT', '/servers/srv_pass/access', { body })
      expect([refused.status, pathsOf(refused)], refused.text).toEqual([409, [path]])
      expect(messages(refused)[0]).toContain('passthrough.verification')
    }
    for (const subject of [{ groupId: group.id }, { user: ANN }]) {
      const refused = await admin('POST', '/rules', {
        body: { serverId: 'srv_pass', ...subject, toolEnabled: false },
      })
      expect([refused.status, pathsOf(refused)]).toEqual([409, [Object.keys(subject)[0]]])
    }
    expect((await admin('PATCH', '/servers/srv_pass/agents', { body: { unrecognised: false } })).status).toBe(
      200,
    )
    expect((await admin('PUT', '/servers/srv_pass/access', { body: {}, ifMatch: 1 })).status).toBe(200)

    await insertRows(DB, { servers: [{ ...row, passthrough: { ...unverified, verification } }] })
    expect(
      (await admin('PUT', '/servers/srv_pass/access', { body: { deniedUsers: [ANN] }, ifMatch: 2 })).status,
    ).toBe(200)
    expect((await made('/rules', { serverId: 'srv_pass', user: ANN, toolEnabled: false })).id).toMatch(
      /^rul_/,
    )
  })

  it('and a server with such rules does not become one', async () => {
    const passthrough = { ...unverified, verification }
    const row = serverRow({ id: 'srv_turn', slug: 'turn', authMode: 'passthrough', passthrough })
    await insertRows(DB, { servers: [row] })
    await admin('PUT', '/servers/srv_turn/access', { body: { deniedUsers: [ANN] } })
    const rule = await made('/rules', { serverId: 'srv_turn', user: ANN, toolEnabled: false })
    const turn = () =>
      admin('PATCH', '/servers/srv_turn', {
        body: { passthrough: { authorizationServers: ['https://as.test.dev'] } },
        ifMatch: 1,
      })
    const refused = await turn()
    expect(refused.status, refused.text).toBe(409)
    expect(pathsOf(refused)).toEqual(['authMode', 'authMode'])
    await admin('DELETE', `/rules/${rule.id}`, { ifMatch: 1 })
    await admin('PUT', '/servers/srv_turn/access', { body: {}, ifMatch: 1 })
    const turned = await turn()
    expect(turned.status, turned.text).toBe(200)
  })
})

describe('effective settings', () => {
  it('explain each value by the rule that set it', async () => {
    const gateway = await createGateway()
    const server = await createServer()
    await attach(gateway.id, server.id)
    for (const name of ['read', 'send', 'wipe']) {
      const extra = name === 'send' ? { requiredScopes: ['mail.send'], cost: 5 } : {}
      await insertRows(DB, {
        tools: [toolRow({ serverId: server.id, name, confirmation: name === 'wipe', ...extra })],
      })
    }
    const group = await createGroup([ANN], 'Explained')
    const access = await admin('PUT', `/servers/${server.id}/access`, { body: { allowedGroups: [group.id] } })
    const agents = await admin('PATCH', `/gateways/${gateway.id}/agents`, {
      body: { agents: { agt_claude: false } },
    })
    const ofGroup = await made('/rules', {
      serverId: server.id,
      groupId: group.id,
      tool: 'send',
      toolEnabled: false,
    })
    const ofUser = await made('/rules', { serverId: server.id, user: ANN, tool: 'send', toolEnabled: true })
    const ofGateway = await made('/rules', { gatewayId: gateway.id, groupId: group.id, confirmation: true })

    const answer = await admin(
      'GET',
      `/effective-settings?serverId=${server.id}&email=ANN@example.com&agentId=agt_claude`,
    )
    expect(answer.body).toEqual({
      serverId: server.id,
      gatewayId: gateway.id,
      groups: [{ id: group.id, name: 'Explained', isTrusted: true }],
      agent: { allow: false, ruleId: agents.body['ruleId'], target: 'gateway', step: 'agent' },
      access: { allow: true, ruleId: access.body['ruleId'], target: 'server', step: 'default' },
      acceptClaimed: { value: false, source: 'server' },
      tools: [
        {
          name: 'read',
          enabled: { value: true, source: 'base', ruleId: null, target: null },
          confirmation: { value: true, source: 'group', ruleId: ofGateway.id, target: 'gateway' },
          requiredScopes: { value: [], source: 'tool' },
          cost: { value: 1, source: 'tool' },
          offer: 'offered',
          offerReason: { by: 'enabled', ruleId: null, target: null },
        },
        {
          name: 'send',
          enabled: { value: true, source: 'user', ruleId: ofUser.id, target: 'server' },
          confirmation: { value: true, source: 'group', ruleId: ofGateway.id, target: 'gateway' },
          requiredScopes: { value: ['mail.send'], source: 'tool' },
          cost: { value: 5, source: 'tool' },
          offer: 'offered',
          offerReason: { by: 'rule', ruleId: ofUser.id, target: 'server' },
        },
        {
          name: 'wipe',
          enabled: { value: true, source: 'base', ruleId: null, target: null },
          confirmation: { value: true, source: 'base', ruleId: null, target: null },
          requiredScopes: { value: [], source: 'tool' },
          cost: { value: 1, source: 'tool' },
          offer: 'offered',
          offerReason: { by: 'enabled', ruleId: null, target: null },
        },
      ],
      cursor: null,
    })

    // The same person by an e-mail that nobody vouches for: not admitted, and only restricted.
    const weak = await admin(
      'GET',
      `/effective-settings?serverId=${server.id}&email=ann@example.com&emailVerified=false&tool=send`,
    )
    expect(weak.body).toMatchObject({
      groups: [{ id: group.id, isTrusted: false }],
      agent: null,
      access: { allow: false, ruleId: access.body['ruleId'], step: 'allowed_groups' },
      tools: [
        {
          name: 'send',
          enabled: { value: false, source: 'group', ruleId: ofGroup.id, target: 'server' },
          offer: 'hidden',
          offerReason: { by: 'rule', ruleId: ofGroup.id, target: 'server' },
        },
      ],
    })

    const nobody = await admin('GET', `/effective-settings?serverId=${server.id}&agentId=unrecognised`)
    expect(nobody.body).toMatchObject({
      groups: [],
      agent: { allow: true, step: 'default' },
      access: { allow: false },
    })
  })

  it('say of a tool that has no policy, or only one that follows the server, that the server decided', async () => {
    const server = await createServer({ newTools: 'off', acceptClaimed: true })
    await insertRows(DB, {
      tools: [
        toolRow({ serverId: server.id, name: 'follows', followsNewTools: true, cost: 3 }),
        toolRow({ serverId: server.id, name: 'switched', enabled: false }),
      ],
    })
    const of = async (tool: string) => {
      const answer = await admin('GET', `/effective-settings?serverId=${server.id}&tool=${tool}`)
      expect(answer.body['acceptClaimed']).toEqual({ value: true, source: 'server' })
      return (answer.body['tools'] as unknown[])[0]
    }
    const byServer = { offer: 'hidden', offerReason: { by: 'newTools', ruleId: null, target: null } }
    expect(await of('never-seen')).toMatchObject({
      ...byServer,
      requiredScopes: { value: [], source: 'default' },
      cost: { value: 1, source: 'default' },
    })
    expect(await of('follows')).toMatchObject({ ...byServer, cost: { value: 3, source: 'tool' } })
    expect(await of('switched')).toMatchObject({ offer: 'hidden', offerReason: { by: 'disabled' } })
  })

  it('page through the tools, and refuse half a subject', async () => {
    const server = await createServer()
    for (const name of ['a', 'b', 'ü'])
      await insertRows(DB, { tools: [toolRow({ serverId: server.id, name })] })
    const base = `/effective-settings?serverId=${server.id}&limit=1`
    const names: string[] = []
    let cursor: unknown = ''
    while (cursor !== null && names.length < 10) {
      const page = await admin('GET', `${base}${cursor === '' ? '' : `&cursor=${String(cursor)}`}`)
      names.push(...(page.body['tools'] as { name: string }[]).map(({ name }) => name))
      cursor = page.body['cursor']
    }
    expect(names).toEqual(['a', 'b', 'ü'])
    for (const query of [
      '&issuer=https://as.test.dev',
      '&subject=ann',
      '&cursor=nonsense',
      '&agentLevel=certain',
    ]) {
      expect((await admin('GET', `${base}${query}`)).status, query).toBe(400)
    }
    expect((await admin('GET', '/effective-settings?serverId=srv_none')).status).toBe(404)
  })
})
