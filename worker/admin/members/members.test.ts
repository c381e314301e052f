import { beforeEach, describe, expect, it } from 'vitest'
import { PERMISSIONS } from '../../../schema/api/permissions.ts'
import { admin, testEnv } from '../../testing/admin-client.ts'
import { forgetPeople, personOf, type Person } from '../../testing/people.ts'

const { DB } = testEnv

async function versionOf(id: string | null): Promise<number> {
  return Number(await DB.prepare('SELECT version FROM members WHERE id = ?').bind(id).first('version'))
}

async function roleOf({ memberId }: Person): Promise<unknown> {
  return DB.prepare('SELECT role FROM members WHERE id = ?').bind(memberId).first('role')
}

async function giveRole(actor: Person, target: Person, role: string) {
  return actor.ask('PATCH', `/members/${target.memberId}`, {
    body: { role },
    ifMatch: await versionOf(target.memberId),
  })
}

async function remove(actor: Person, target: Person) {
  return actor.ask('DELETE', `/members/${target.memberId}`, { ifMatch: await versionOf(target.memberId) })
}

beforeEach(() => forgetPeople())

describe('the last Owner', () => {
  it('cannot be demoted and cannot be removed, also not by themself', async () => {
    const owner = await personOf('owner')
    await personOf('admin')
    for (const answer of [await giveRole(owner, owner, 'admin'), await remove(owner, owner)]) {
      expect(answer.status).toBe(409)
      expect(answer.body['detail']).toContain('last Owner')
    }
    expect(await roleOf(owner)).toBe('owner')
  })

  it('can go once there is another one', async () => {
    const [first, second] = [await personOf('owner'), await personOf('viewer')]
    expect((await giveRole(first, second, 'owner')).status).toBe(200)
    expect((await giveRole(second, first, 'viewer')).status).toBe(200)
    expect(await roleOf(first)).toBe('viewer')
    expect((await remove(second, second)).status).toBe(409)
  })

  it('is left when two Owners remove or demote each other at the same moment', async () => {
    for (const change of [
      (actor: Person, target: Person) => remove(actor, target),
      (actor: Person, target: Person) => giveRole(actor, target, 'viewer'),
    ]) {
      await forgetPeople()
      const owners = await Promise.all([1, 2, 3, 4].map(() => personOf('owner')))
      await Promise.all(owners.map((owner, index) => change(owner, owners[(index + 1) % 4] ?? owner)))
      const left = await DB.prepare("SELECT count(*) AS n FROM members WHERE role = 'owner'").first<number>(
        'n',
      )
      expect(left).toBeGreaterThan(0)
    }
  })

  it('is protected by the write itself, not by a look before it', async () => {
    const [one, two] = [await personOf('owner'), await personOf('owner')]
    const versions = [await versionOf(one.memberId), await versionOf(two.memberId)]
    // Both have read that there are two Owners; only one of the writes may find another Owner still there.
    const answers = await Promise.all([
      one.ask('PATCH', `/members/${one.memberId}`, { body: { role: 'viewer' }, ifMatch: versions[0] ?? 0 }),
      two.ask('PATCH', `/members/${two.memberId}`, { body: { role: 'viewer' }, ifMatch: versions[1] ?? 0 }),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })
})

describe('an Admin', () => {
  it('changes everybody but Owners', async () => {
    const [owner, other, actor] = [await personOf('owner'), await personOf('owner'), await personOf('admin')]
    const viewer = await personOf('viewer')
    expect((await giveRole(actor, viewer, 'admin')).status).toBe(200)
    for (const answer of [
      await giveRole(actor, other, 'admin'),
      await giveRole(actor, viewer, 'owner'),
      await giveRole(actor, actor, 'owner'),
      await remove(actor, owner),
      await actor.ask('DELETE', `/members/${owner.memberId}/sessions`),
      await actor.ask('POST', '/invitations', { body: { email: 'new@example.com', role: 'owner' } }),
    ]) {
      expect(answer.status, answer.text).toBe(403)
      expect(answer.body['detail']).toContain('Only an Owner')
    }
    expect(await roleOf(other)).toBe('owner')
    expect((await remove(actor, viewer)).status).toBe(200)
  })

  it('cannot reach an Owner’s rights through a key or somebody else’s invitation', async () => {
    const [owner, actor] = [await personOf('owner'), await personOf('admin')]
    const invited = await owner.ask('POST', '/invitations', {
      body: { email: 'o@example.com', role: 'owner' },
    })
    const id = String(invited.body['id'])
    expect((await actor.ask('POST', `/invitations/${id}/resend`)).status).toBe(403)
    expect((await actor.ask('DELETE', `/invitations/${id}`)).status).toBe(403)
    const made = await actor.ask('POST', '/api-keys', { body: { name: 'all', permissions: PERMISSIONS } })
    const secret = String(made.body['key'])
    const raised = await admin('PATCH', `/members/${actor.memberId}`, {
      secret,
      ifMatch: 1,
      body: { role: 'owner' },
    })
    expect(raised.status).toBe(403)
  })
})

describe('a key with members.manage', () => {
  it('gives and takes no role that has more than itself', async () => {
    const [owner, viewer] = [await personOf('owner'), await personOf('viewer')]
    const make = async (permissions: readonly string[]) => {
      const made = await owner.ask('POST', '/api-keys', { body: { name: 'k', permissions } })
      return String(made.body['key'])
    }
    const narrow = await make(['members.manage', 'gateways.read', 'servers.read', 'library.request'])
    const patch = (secret: string, role: string, ifMatch: number) =>
      admin('PATCH', `/members/${viewer.memberId}`, { secret, ifMatch, body: { role } })
    for (const role of ['owner', 'admin', 'developer', 'analyst'])
      expect((await patch(narrow, role, 1)).status, role).toBe(403)
    const invited = await admin('POST', '/invitations', {
      secret: narrow,
      body: { email: 'x@example.com', role: 'admin' },
    })
    expect(invited.status).toBe(403)
    expect((await admin('DELETE', `/members/${owner.memberId}`, { secret: narrow, ifMatch: 1 })).status).toBe(
      403,
    )
    expect((await patch(narrow, 'viewer', 1)).status).toBe(200)
    expect((await patch(await make(PERMISSIONS), 'owner', 2)).status).toBe(200)
  })
})

describe('a member', () => {
  it('has the new role with the next request', async () => {
    const [owner, developer] = [await personOf('owner'), await personOf('developer')]
    expect((await developer.ask('GET', '/logs')).status).toBe(200)
    await giveRole(owner, developer, 'viewer')
    expect((await developer.ask('GET', '/logs')).status).toBe(403)
  })

  it('who is removed leaves no session, no key and no open invitation', async () => {
    const [owner, leaver] = [await personOf('owner'), await personOf('admin')]
    const made = await leaver.ask('POST', '/api-keys', { body: { name: 'k', permissions: PERMISSIONS } })
    const secret = String(made.body['key'])
    // Made with the key, and so in the member's name too.
    const child = await admin('POST', '/api-keys', {
      secret,
      body: { name: 'child', permissions: ['logs.read'] },
    })
    const invite = async (ask: Person['ask'], email: string) => {
      const { body } = await ask('POST', '/invitations', { body: { email, role: 'viewer' } })
      return String(body['token'])
    }
    const token = await invite(leaver.ask, 'friend@example.com')
    const other = await admin('POST', '/invitations', {
      secret,
      body: { email: 'b@example.com', role: 'viewer' },
    })
    expect((await admin('GET', '/logs', { secret: String(child.body['key']) })).status).toBe(200)

    const removed = await remove(owner, leaver)
    expect(removed.body).toEqual({ effectiveWithinSeconds: 0, apiKeysRevoked: 2 })
    expect((await leaver.ask('GET', '/session')).status).toBe(401)
    expect((await admin('GET', '/gateways', { secret })).status).toBe(401)
    expect((await admin('GET', '/logs', { secret: String(child.body['key']) })).status).toBe(401)
    for (const link of [token, String(other.body['token'])])
      expect((await admin('POST', '/invitations/inspect', { body: { token: link } })).status).toBe(404)
  })

  it('is changed only from the version that was read', async () => {
    const [owner, viewer] = [await personOf('owner'), await personOf('viewer')]
    const path = `/members/${viewer.memberId}`
    expect((await owner.ask('PATCH', path, { body: { role: 'analyst' } })).status).toBe(428)
    expect((await owner.ask('PATCH', path, { body: { role: 'analyst' }, ifMatch: 1 })).status).toBe(200)
    const late = await owner.ask('PATCH', path, { body: { role: 'developer' }, ifMatch: 1 })
    expect(late.status).toBe(412)
    expect(late.body['currentVersion']).toBe(2)
  })

  it('has no other field to set, and no other role than there is', async () => {
    const owner = await personOf('owner')
    const path = `/members/${owner.memberId}`
    const mass = await owner.ask('PATCH', path, { body: { role: 'owner', email: 'a@b.c' }, ifMatch: 1 })
    expect(mass.status).toBe(422)
    expect(mass.text).toContain('known fields: role')
    const unknown = await owner.ask('PATCH', path, { body: { role: 'root' }, ifMatch: 1 })
    expect(unknown.body['errors']).toMatchObject([{ path: 'role' }])
  })

  it('is audited with the actor’s id and e-mail', async () => {
    const [owner, viewer] = [await personOf('owner'), await personOf('viewer')]
    await giveRole(owner, viewer, 'analyst')
    const { body } = await owner.ask('GET', `/audit?resourceKind=member&resourceId=${viewer.memberId}`)
    expect(body['events']).toMatchObject([
      {
        action: 'member.updated',
        actorKind: 'member',
        actorId: owner.memberId,
        actorName: owner.email,
        before: { role: 'viewer' },
        after: { role: 'analyst' },
      },
    ])
  })

  it('is listed in pages, each once', async () => {
    const owner = await personOf('owner')
    for (let more = 0; more < 4; more += 1) await personOf('viewer')
    const seen: unknown[] = []
    for (let cursor: unknown = ''; cursor !== null;) {
      const { body } = await owner.ask('GET', `/members?limit=2${cursor ? `&cursor=${String(cursor)}` : ''}`)
      seen.push(...(body['members'] as { id: string }[]).map(({ id }) => id))
      cursor = body['cursor']
    }
    expect(seen).toHaveLength(5)
    expect(new Set(seen).size).toBe(5)
    const { body } = await owner.ask('GET', '/members?role=owner')
    expect(body['members']).toMatchObject([{ id: owner.memberId, email: owner.email }])
  })
})
