import { beforeEach, describe, expect, it, vi } from 'vitest'
import { PERMISSIONS, type Permission } from '../../../schema/api/permissions.ts'
import { sha256Base64url } from '../../crypto/digest.ts'
import { admin, testEnv, type AdminAnswer } from '../../testing/admin-client.ts'
import { forgetPeople, personOf, type Person } from '../../testing/people.ts'

const { DB } = testEnv
let owner: Person
let addresses = 0

interface Made {
  id: string
  key: string
  answer: AdminAnswer
}

async function make(
  permissions: readonly Permission[],
  options: { expiresAt?: number | null; secret?: string } = {},
): Promise<Made> {
  const body = { name: 'pipeline', permissions, expiresAt: options.expiresAt ?? null }
  const answer = options.secret
    ? await admin('POST', '/api-keys', { body, secret: options.secret })
    : await owner.ask('POST', '/api-keys', { body })
  return { id: String(answer.body['id']), key: String(answer.body['key']), answer }
}

const use = (key: string, path = '/gateways') =>
  admin('GET', path, {
    secret: key,
    headers: { 'cf-connecting-ip': `203.0.113.${(addresses += 1)}` },
  })

beforeEach(async () => {
  await forgetPeople()
  owner = await personOf('owner')
  return () => void vi.useRealTimers()
})

describe('an API key', () => {
  it('is shown once and stored as a hash', async () => {
    const { key, id, answer } = await make(['gateways.read'])
    expect(answer.status).toBe(201)
    expect(key).toMatch(/^lmn_key_[\w-]{43}$/)
    const row = await DB.prepare('SELECT * FROM api_keys').first()
    expect(row?.['token_hash']).toBe(await sha256Base64url(key))
    const shown = [
      row,
      (await owner.ask('GET', '/api-keys')).body,
      (await owner.ask('GET', `/api-keys/${id}`)).body,
    ]
    const audit = await owner.ask('GET', `/audit?resourceId=${id}`)
    for (const text of [...shown.map((part) => JSON.stringify(part)), audit.text]) {
      expect(text).not.toContain(key)
      expect(text).not.toContain(key.slice('lmn_key_'.length, -8))
    }
    expect((await owner.ask('GET', `/api-keys/${id}`)).body).toMatchObject({
      hint: key.slice(-4),
      state: 'active',
      lastUsedAt: null,
      createdBy: { kind: 'member', id: owner.memberId, name: owner.email },
    })
    expect(audit.body['events']).toMatchObject([{ action: 'api_key.created', actorName: owner.email }])
  })

  it('opens what it was given and nothing else, and is the actor of what it does', async () => {
    const { key, id } = await make(['gateways.read', 'members.manage', 'servers.read', 'library.request'])
    expect((await use(key)).status).toBe(200)
    const refused = await use(key, '/logs')
    expect([refused.status, refused.body['detail']]).toEqual([403, 'This needs the permission logs.read.'])
    const body = { email: 'n@example.com', role: 'viewer' }
    expect((await admin('POST', '/invitations', { secret: key, body })).status).toBe(201)
    const { body: audit } = await owner.ask('GET', '/audit?action=invitation.created&limit=1')
    expect(audit['events']).toMatchObject([{ actorKind: 'api_key', actorId: id, actorName: 'pipeline' }])
    const { body: own } = await owner.ask('GET', `/audit?actorId=${id}`)
    expect(own['events']).toEqual(audit['events'])
    const [event] = own['events'] as { id: string }[]
    expect((await owner.ask('GET', `/audit/${event?.id}`)).body).toEqual(event)
    expect((await owner.ask('GET', '/audit/aud_none')).status).toBe(404)
    expect((await use(key, '/session')).body).toMatchObject({ kind: 'api_key', name: 'pipeline', user: null })
  })

  it('never has more than its maker: not when it is made, and not later', async () => {
    const narrow = await make(['members.manage', 'gateways.read'])
    const wide = await make(['members.manage', 'logs.read'], { secret: narrow.key })
    expect(wide.answer.status).toBe(403)
    expect(wide.answer.body['errors']).toEqual([
      { path: 'permissions.1', message: expect.stringContaining('logs.read') },
    ])
    const actor = await personOf('admin')
    const { body } = await actor.ask('POST', '/api-keys', {
      body: { name: 'a', permissions: ['gateways.read', 'audit.read'] },
    })
    const key = String(body['key'])
    expect((await use(key, '/audit')).status).toBe(200)
    await owner.ask('PATCH', `/members/${actor.memberId}`, { body: { role: 'viewer' }, ifMatch: 1 })
    expect((await use(key, '/audit')).status).toBe(403)
    expect((await use(key)).status).toBe(200)
  })

  it('ends when it is revoked, at once, with whatever was made with it', async () => {
    const parent = await make(PERMISSIONS)
    const child = await make(['members.manage', 'gateways.read'], { secret: parent.key })
    const grandchild = await make(['gateways.read'], { secret: child.key })
    const other = await make(['gateways.read'])
    expect((await use(grandchild.key)).status).toBe(200)
    expect((await owner.ask('DELETE', `/api-keys/${parent.id}`)).body).toEqual({
      effectiveWithinSeconds: 0,
      revoked: 3,
    })
    for (const { key } of [parent, child, grandchild]) expect((await use(key)).status).toBe(401)
    expect((await use(other.key)).status).toBe(200)
    expect((await owner.ask('DELETE', `/api-keys/${parent.id}`)).body).toMatchObject({ revoked: 0 })
    expect((await owner.ask('DELETE', '/api-keys/key_nothing')).status).toBe(404)
  })

  it('ends at its expiry, which a key made with it does not outlive', async () => {
    const soon = Date.now() + 60_000
    const { key } = await make(['members.manage', 'gateways.read'], { expiresAt: soon })
    expect((await make(['gateways.read'], { secret: key })).answer.status).toBe(422)
    expect((await make(['gateways.read'], { secret: key, expiresAt: soon + 1 })).answer.status).toBe(422)
    expect((await make(['gateways.read'], { secret: key, expiresAt: soon })).answer.status).toBe(201)
    expect((await use(key)).status).toBe(200)
    vi.setSystemTime(soon)
    expect((await use(key)).status).toBe(401)
    const { body } = await owner.ask('GET', '/api-keys?state=all')
    expect(body['apiKeys']).toMatchObject([{ state: 'expired' }, { state: 'expired' }])
    expect((await owner.ask('GET', '/api-keys')).body['apiKeys']).toEqual([])
  })

  it('shows its last use, written at most every five minutes', async () => {
    const { key, id } = await make(['gateways.read'])
    const lastUse = () =>
      DB.prepare('SELECT last_used_at AS n FROM api_keys WHERE id = ?').bind(id).first('n')
    await use(key)
    const first = await lastUse()
    expect(first).not.toBeNull()
    await use(key)
    expect(await lastUse()).toBe(first)
    vi.setSystemTime(Date.now() + 5 * 60_000 + 1_000)
    await use(key)
    expect(await lastUse()).toBeGreaterThan(Number(first))
  })

  it('that is wrong counts as a failed sign-in', async () => {
    const headers = { 'cf-connecting-ip': '203.0.113.250' }
    const secret = `lmn_key_${'x'.repeat(43)}`
    for (let failure = 0; failure < 10; failure += 1)
      expect((await admin('GET', '/gateways', { secret, headers })).status).toBe(401)
    expect((await admin('GET', '/gateways', { secret, headers })).status).toBe(429)
  })

  it.each([
    ['permissions', { name: 'k', permissions: [] }],
    ['permissions.0', { name: 'k', permissions: ['root'] }],
    ['permissions', { name: 'k', permissions: ['logs.read', 'logs.read'] }],
    ['name', { name: ' ', permissions: ['logs.read'] }],
    ['expiresAt', { name: 'k', permissions: ['logs.read'], expiresAt: 1 }],
    ['memberId', { name: 'k', permissions: ['logs.read'], memberId: 'mem_x' }],
  ])('is refused with the name of the wrong field: %s', async (path, body) => {
    const answer = await owner.ask('POST', '/api-keys', { body })
    expect(answer.status).toBe(422)
    expect(answer.body['errors']).toMatchObject([{ path }])
  })
})

describe('the bootstrap secret', () => {
  it('serves until there is an Owner, and a key that it made serves on with every permission', async () => {
    await forgetPeople()
    const body = { name: 'demo', permissions: PERMISSIONS }
    const made = await admin('POST', '/api-keys', { body })
    expect(made.status, made.text).toBe(201)
    const key = String(made.body['key'])
    await personOf('admin')
    expect((await admin('GET', '/gateways')).status).toBe(200)
    const first = await personOf('owner')
    const ended = await admin('GET', '/gateways')
    expect(ended.status).toBe(401)
    expect(ended.body['detail']).toContain('ended when the first Owner joined')
    expect((await use(key)).status).toBe(200)
    // With every permission it may also change Owners.
    await personOf('owner')
    const changed = await admin('PATCH', `/members/${first.memberId}`, {
      secret: key,
      ifMatch: 1,
      body: { role: 'viewer' },
    })
    expect(changed.status).toBe(200)
  })

  it('after its time is no guess: nobody is locked out for it, and the audit says so', async () => {
    const headers = { 'cf-connecting-ip': '203.0.113.251' }
    for (let attempt = 0; attempt < 12; attempt += 1)
      expect((await admin('GET', '/gateways', { headers })).status).toBe(401)
    const { n } = (await DB.prepare(
      "SELECT count(*) AS n FROM audit_events WHERE action = 'sign_in.refused' AND after LIKE '%203.0.113.251%'",
    ).first<{ n: number }>()) ?? { n: 0 }
    expect(n).toBe(12)
  })

  it('may be taken away once there is an Owner', async () => {
    const { ADMIN_SECRET: _unset, ...without } = testEnv
    const { key } = await make(['gateways.read'])
    expect((await admin('GET', '/gateways', { secret: key, env: without })).status).toBe(200)
    expect((await admin('GET', '/gateways', { secret: 'x'.repeat(40), env: without })).status).toBe(401)
  })
})
