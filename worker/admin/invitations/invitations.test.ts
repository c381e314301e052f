import { beforeEach, describe, expect, it, vi } from 'vitest'
import { PERMISSIONS } from '../../../schema/api/permissions.ts'
import { sha256Base64url } from '../../crypto/digest.ts'
import { admin, testEnv, type AdminAnswer } from '../../testing/admin-client.ts'
import { forgetPeople, ORIGIN, personOf } from '../../testing/people.ts'

const { DB } = testEnv
const DAY_MS = 24 * 3_600_000
let addresses = 0

/** Failures of one test block no other. */
const elsewhere = () => ({ 'cf-connecting-ip': `100.64.0.${(addresses += 1)}` })

function invite(email: string, role = 'developer'): Promise<AdminAnswer> {
  return admin('POST', '/invitations', { body: { email, role } })
}

const tokenOf = ({ body }: AdminAnswer) => String(body['token'])
const inspect = (token: string) =>
  admin('POST', '/invitations/inspect', { secret: null, body: { token }, headers: elsewhere() })
const countMembers = () => DB.prepare('SELECT count(*) AS n FROM members').first<number>('n')

beforeEach(async () => {
  await forgetPeople()
  return () => void vi.useRealTimers()
})

describe('an invitation', () => {
  it('makes a member of the person who signed in with that e-mail', async () => {
    const invited = await invite('Ada@Example.com')
    expect(invited.status, invited.text).toBe(201)
    const ada = await personOf(null, { email: 'ADA@example.com' })
    const accepted = await ada.ask('POST', '/invitations/accept', { body: { token: tokenOf(invited) } })
    expect(accepted.status, accepted.text).toBe(200)
    expect(accepted.body['member']).toMatchObject({
      issuer: ada.issuer,
      subject: ada.subject,
      email: 'ada@example.com',
      role: 'developer',
    })
    expect((await ada.ask('GET', '/session')).body).toMatchObject({ kind: 'member', role: 'developer' })
    const { body } = await admin('GET', '/audit?action=member.joined&limit=1')
    expect(body['events']).toMatchObject([
      { actorKind: 'user', actorName: 'ADA@example.com', after: { invitationId: invited.body['id'] } },
    ])
  })

  it('makes the first Owner, and with that the bootstrap secret ends', async () => {
    const invited = await invite('ada@example.com', 'owner')
    const ada = await personOf(null, { email: 'ada@example.com' })
    expect((await admin('GET', '/members')).status).toBe(200)
    await ada.ask('POST', '/invitations/accept', { body: { token: tokenOf(invited) } })
    expect((await ada.ask('GET', '/session')).body).toMatchObject({ role: 'owner' })
    expect((await admin('GET', '/members')).status).toBe(401)
    expect((await ada.ask('GET', '/members')).status).toBe(200)
  })

  it('has a link whose token stands in the fragment, is shown once and stored as a hash', async () => {
    const invited = await invite('ada@example.com')
    const token = tokenOf(invited)
    expect(invited.body['link']).toBe(`${ORIGIN}/invitation#${token}`)
    const row = await DB.prepare('SELECT * FROM invitations').first()
    expect(row?.['token_hash']).toBe(await sha256Base64url(token))
    const audit = await admin('GET', '/audit?action=invitation.created&limit=1')
    for (const text of [JSON.stringify(row), (await admin('GET', '/invitations')).text, audit.text])
      expect(text).not.toContain(token)
  })

  it('is not accepted with another e-mail, an unverified one, or without a sign-in', async () => {
    const token = tokenOf(await invite('ada@example.com'))
    const other = await personOf(null, { email: 'grace@example.com' })
    const unverified = await personOf(null, { email: 'ada@example.com', emailVerified: false })
    const accept = { body: { token } }
    const wrong = await other.ask('POST', '/invitations/accept', accept)
    expect([wrong.status, wrong.body['detail']]).toEqual([
      403,
      expect.stringContaining('signed in as grace@example.com; the invitation is for a…@example.com'),
    ])
    const unproven = await unverified.ask('POST', '/invitations/accept', accept)
    expect([unproven.status, unproven.body['detail']]).toEqual([403, expect.stringContaining('verified')])
    expect((await admin('POST', '/invitations/accept', { ...accept, secret: null })).status).toBe(401)
    expect((await admin('POST', '/invitations/accept', accept)).status).toBe(403)
    expect(await countMembers()).toBe(0)
    expect((await inspect(token)).status).toBe(200)
  })

  it('serves once, also for many who accept at the same moment', async () => {
    const token = tokenOf(await invite('ada@example.com'))
    // One e-mail at two issuers is two people (product.md §1).
    const people = await Promise.all([1, 2, 3, 4].map(() => personOf(null, { email: 'ada@example.com' })))
    const answers = await Promise.all(
      people.map((person) =>
        person.ask('POST', '/invitations/accept', { body: { token }, headers: elsewhere() }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404, 404, 404])
    expect(await countMembers()).toBe(1)
    expect((await inspect(token)).status).toBe(404)
  })

  it('is good for seven days', async () => {
    const invited = await invite('ada@example.com')
    const now = Date.now()
    vi.setSystemTime(now + 7 * DAY_MS - 60_000)
    expect((await inspect(tokenOf(invited))).status).toBe(200)
    vi.setSystemTime(now + 7 * DAY_MS + 1_000)
    expect((await inspect(tokenOf(invited))).status).toBe(404)
    expect((await admin('GET', '/invitations')).body['invitations']).toEqual([])
    expect((await admin('GET', '/invitations?state=all')).body['invitations']).toMatchObject([
      { state: 'expired' },
    ])
    // What expired does not stand in the way of a new one.
    expect((await invite('ada@example.com')).status).toBe(201)
  })

  it('ends when it is revoked, and cannot be accepted, resent or revoked into life again', async () => {
    const invited = await invite('ada@example.com')
    const path = `/invitations/${String(invited.body['id'])}`
    expect((await admin('DELETE', path)).body).toMatchObject({ state: 'revoked' })
    const ada = await personOf(null, { email: 'ada@example.com' })
    const late = await ada.ask('POST', '/invitations/accept', { body: { token: tokenOf(invited) } })
    expect(late.status).toBe(404)
    expect((await admin('POST', `${path}/resend`)).status).toBe(409)
    expect((await admin('DELETE', path)).status).toBe(200)
    expect((await admin('DELETE', '/invitations/inv_nothing')).status).toBe(404)
  })

  it('that is resent has a new link and seven new days; the old link ends', async () => {
    const invited = await invite('ada@example.com')
    vi.setSystemTime(Date.now() + 6 * DAY_MS)
    const again = await admin('POST', `/invitations/${String(invited.body['id'])}/resend`)
    expect(again.status, again.text).toBe(200)
    expect((await inspect(tokenOf(invited))).status).toBe(404)
    vi.setSystemTime(Date.now() + 6 * DAY_MS)
    expect((await inspect(tokenOf(again))).status).toBe(200)
  })

  it('ends with the role that gave it, made by hand or by key, and comes not back with it', async () => {
    const [owner, maker] = [await personOf('owner'), await personOf('owner')]
    const setRole = async (role: string) => {
      const { version } = (await owner.ask('GET', `/members/${maker.memberId}`)).body
      const call = { body: { role }, ifMatch: Number(version) }
      expect((await owner.ask('PATCH', `/members/${maker.memberId}`, call)).status).toBe(200)
    }
    const key = await maker.ask('POST', '/api-keys', { body: { name: 'k', permissions: PERMISSIONS } })
    const secret = String(key.body['key'])
    const made = await Promise.all(
      ['owner', 'admin'].flatMap((role) => [
        maker.ask('POST', '/invitations', { body: { email: `${role}-1@example.com`, role } }),
        admin('POST', '/invitations', { secret, body: { email: `${role}-2@example.com`, role } }),
      ]),
    )
    const byOwner = await owner.ask('POST', '/invitations', {
      body: { email: 'o@example.com', role: 'owner' },
    })
    const states = () => Promise.all(made.map(async (one) => (await inspect(tokenOf(one))).status))
    expect(await states()).toEqual([200, 200, 200, 200])
    await setRole('admin')
    expect(await states()).toEqual([404, 404, 200, 200])
    await setRole('viewer')
    expect(await states()).toEqual([404, 404, 404, 404])
    await setRole('owner')
    expect(await states()).toEqual([404, 404, 404, 404])
    expect((await inspect(tokenOf(byOwner))).status).toBe(200)
  })

  it('is not accepted where its maker may not give the role at that moment; who resends it gives it', async () => {
    const [owner, maker] = [await personOf('owner'), await personOf('admin')]
    const key = await maker.ask('POST', '/api-keys', { body: { name: 'k', permissions: PERMISSIONS } })
    const byHand = await maker.ask('POST', '/invitations', {
      body: { email: 'a@example.com', role: 'admin' },
    })
    const call = { secret: String(key.body['key']), body: { email: 'b@example.com', role: 'viewer' } }
    const byKey = await admin('POST', '/invitations', call)
    // As where it was written while the maker was being demoted.
    await DB.prepare("UPDATE members SET role = 'viewer' WHERE id = ?").bind(maker.memberId).run()
    const accept = async (invited: AdminAnswer) => {
      const person = await personOf(null, { email: String(invited.body['email']) })
      const body = { token: tokenOf(invited) }
      return person.ask('POST', '/invitations/accept', { body, headers: elsewhere() })
    }
    expect((await accept(byHand)).status).toBe(404)
    expect((await accept(byKey)).status).toBe(404)
    expect((await owner.ask('GET', '/invitations')).body['invitations']).toEqual([])
    const again = await owner.ask('POST', `/invitations/${String(byHand.body['id'])}/resend`)
    expect(again.body['createdBy']).toMatchObject({ id: owner.memberId })
    expect((await accept(again)).body).toMatchObject({ member: { role: 'admin' } })
  })

  it('is one for each e-mail at a time', async () => {
    await invite('ada@example.com')
    const second = await invite('ADA@example.com', 'viewer')
    expect(second.status).toBe(409)
    expect(second.body['errors']).toMatchObject([{ path: 'email' }])
    const both = await Promise.all([invite('g@example.com'), invite('g@example.com')])
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409])
  })

  it('does not change who is a member already', async () => {
    const token = tokenOf(await invite('ada@example.com', 'owner'))
    const ada = await personOf('viewer', { email: 'ada@example.com' })
    const answer = await ada.ask('POST', '/invitations/accept', { body: { token } })
    expect(answer.status).toBe(409)
    expect((await ada.ask('GET', '/session')).body).toMatchObject({ role: 'viewer' })
  })

  it('shows a stranger who holds the link no address, and nothing where it ended', async () => {
    const { body, text } = await inspect(tokenOf(await invite('ada@example.com')))
    expect(body).toMatchObject({ email: 'a…@example.com', role: 'developer', invitedBy: 'bootstrap secret' })
    expect(text).not.toContain('ada@')
    const [absent, malformed] = [await inspect(`lmn_inv_${'A'.repeat(43)}`), await inspect('x')]
    expect([absent.status, absent.body['detail']]).toEqual([malformed.status, malformed.body['detail']])
    expect(absent.status).toBe(404)
  })

  it('cannot be guessed: ten wrong links close the door to an address', async () => {
    const headers = { 'cf-connecting-ip': '100.64.1.1' }
    const guess = () =>
      admin('POST', '/invitations/inspect', { secret: null, body: { token: 'guess' }, headers })
    for (let failure = 0; failure < 10; failure += 1) expect((await guess()).status).toBe(404)
    expect((await guess()).status).toBe(429)
  })

  it.each([
    ['email', { email: 'nobody', role: 'viewer' }],
    ['role', { email: 'a@example.com', role: 'root' }],
    ['expiresAt', { email: 'a@example.com', role: 'viewer', expiresAt: 1 }],
  ])('is refused with the name of the wrong field: %s', async (path, body) => {
    const answer = await admin('POST', '/invitations', { body })
    expect(answer.status).toBe(422)
    expect(answer.body['errors']).toMatchObject([{ path }])
  })
})
