// Sessions of people: revocable, bounded, and writing only from our own page (S13).
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { SESSION_COOKIE } from '../../identity/session-cookie.ts'
import { pruneIdentity } from '../../identity/prune-identity.ts'
import { SESSION_IDLE_MS } from '../../identity/session-limits.ts'
import { admin, testEnv } from '../../testing/admin-client.ts'
import { forgetPeople, ORIGIN, personOf, type Person } from '../../testing/people.ts'

const { DB } = testEnv

const set = (person: Person, column: 'last_seen_at' | 'expires_at', value: number) =>
  DB.prepare(`UPDATE sessions SET ${column} = ? WHERE id = ?`).bind(value, person.sessionId).run()
const lastSeen = (person: Person) =>
  DB.prepare('SELECT last_seen_at AS n FROM sessions WHERE id = ?').bind(person.sessionId).first<number>('n')

/** The same person in a second browser. */
async function secondBrowser(person: Person): Promise<Person> {
  const other = await personOf(null)
  await DB.prepare('UPDATE sessions SET subject = ? WHERE id = ?').bind(person.subject, other.sessionId).run()
  return { ...other, subject: person.subject }
}

beforeEach(async () => {
  await forgetPeople()
  return () => void vi.useRealTimers()
})

describe('a session', () => {
  it('ends when it idles, and at its absolute end although it is used', async () => {
    const [idle, old, fresh] = [await personOf('owner'), await personOf('owner'), await personOf('owner')]
    await set(idle, 'last_seen_at', Date.now() - SESSION_IDLE_MS - 1)
    await set(old, 'expires_at', Date.now() - 1)
    await set(fresh, 'last_seen_at', Date.now() - SESSION_IDLE_MS + 60_000)
    expect((await idle.ask('GET', '/session')).status).toBe(401)
    expect((await old.ask('GET', '/session')).status).toBe(401)
    expect((await fresh.ask('GET', '/session')).status).toBe(200)
  })

  it('is kept alive by use, which is written once a minute and not with each request', async () => {
    const person = await personOf('viewer')
    const seen = Date.now() - 90_000
    await set(person, 'last_seen_at', seen)
    await person.ask('GET', '/session')
    const renewed = await lastSeen(person)
    expect(renewed).toBeGreaterThan(seen)
    await person.ask('GET', '/session')
    await person.ask('GET', '/gateways')
    expect(await lastSeen(person)).toBe(renewed)
  })

  it('of another token, cookie name or form is none', async () => {
    const person = await personOf('owner')
    const token = person.cookie.slice(SESSION_COOKIE.length + 1)
    for (const cookie of [
      `limen-session=${token}`,
      `${SESSION_COOKIE}=${token}x`,
      `${SESSION_COOKIE}=${token.slice(0, -1)}`,
      `${SESSION_COOKIE}=`,
      `${SESSION_COOKIE}=lmn_ses_${'A'.repeat(43)}`,
    ]) {
      const answer = await admin('GET', '/session', { secret: null, headers: { cookie } })
      expect(answer.status, cookie).toBe(401)
    }
  })

  it('gives no way around a wrong bearer: what is in Authorization decides', async () => {
    const person = await personOf('owner')
    for (const authorization of ['Bearer wrong', 'Basic wrong', 'Bearer', 'wrong']) {
      const headers = { authorization, 'cf-connecting-ip': '192.0.2.200' }
      expect((await person.ask('GET', '/session', { headers })).status, authorization).toBe(401)
    }
  })
})

describe('a write with a session', () => {
  it.each([
    ['the dashboard', ORIGIN, true],
    ['no Origin at all', undefined, false],
    ['another site', 'https://evil.dev', false],
    ['null, as sandboxed pages and redirects send it', 'null', false],
    ['another port of this host', 'http://127.0.0.1:9999', false],
    ['another scheme', 'https://127.0.0.1:8787', false],
    ['another name of this host', 'http://localhost:8787', false],
    ['a host that begins alike', 'http://127.0.0.1:8787.evil.dev', false],
  ])('from %s', async (_name, origin, isAllowed) => {
    const owner = await personOf('owner')
    const headers = { cookie: owner.cookie, ...(origin === undefined ? {} : { origin }) }
    const body = { email: 'x@example.com', role: 'viewer' }
    const write = await admin('POST', '/invitations', { secret: null, headers, body })
    expect(write.status, write.text).toBe(isAllowed ? 201 : 403)
    if (!isAllowed) expect(write.body['detail']).toContain('Origin')
    const removal = await admin('DELETE', '/session', { secret: null, headers })
    expect(removal.status).toBe(isAllowed ? 200 : 403)
    expect((await admin('GET', '/session', { secret: null, headers })).status).toBe(isAllowed ? 401 : 200)
  })

  it('comes from the configured dashboard, and from the public origin only where the API is mounted there', async () => {
    const dashboard = 'https://limen.example.com'
    const apart = { ...testEnv, DASHBOARD_ORIGIN: dashboard, ADMIN_API_ON_PUBLIC_ORIGIN: 'false' }
    const owner = await personOf('owner', { env: apart })
    const invite = (origin: string, env = apart) =>
      owner.ask('POST', '/invitations', {
        env,
        headers: { origin },
        body: { email: `${crypto.randomUUID()}@example.com`, role: 'viewer' },
      })
    expect((await invite(dashboard)).status).toBe(201)
    expect((await invite(ORIGIN)).status).toBe(403)
    expect((await invite(ORIGIN, { ...apart, ADMIN_API_ON_PUBLIC_ORIGIN: 'true' })).status).toBe(201)
  })
})

describe('one’s own sessions', () => {
  it('are listed with the current one marked, and no token', async () => {
    const person = await personOf(null)
    const other = await secondBrowser(person)
    await personOf(null)
    const [idle, old] = [await secondBrowser(person), await secondBrowser(person)]
    await set(idle, 'last_seen_at', Date.now() - SESSION_IDLE_MS - 1)
    await set(old, 'expires_at', Date.now() - 1)
    const { body, text } = await person.ask('GET', '/session/all')
    const sessions = body['sessions'] as { id: string; isCurrent: boolean }[]
    expect(sessions.map(({ id }) => id).toSorted()).toEqual([person.sessionId, other.sessionId].toSorted())
    expect(sessions.find(({ isCurrent }) => isCurrent)?.id).toBe(person.sessionId)
    expect(text).not.toContain('lmn_ses_')
  })

  it('end one by one: at once, and only one’s own', async () => {
    const person = await personOf(null)
    const [other, stranger] = [await secondBrowser(person), await personOf('owner')]
    expect((await person.ask('DELETE', `/session/all/${other.sessionId}`)).body).toMatchObject({ ended: 1 })
    expect((await other.ask('GET', '/session')).status).toBe(401)
    const [foreign, absent] = [
      await person.ask('DELETE', `/session/all/${stranger.sessionId}`),
      await person.ask('DELETE', '/session/all/ses_nothing'),
    ]
    expect([foreign.status, foreign.body['detail']]).toEqual([absent.status, absent.body['detail']])
    expect(foreign.status).toBe(404)
    expect((await stranger.ask('GET', '/session')).status).toBe(200)
  })

  it('end all together, also where one signs out only here', async () => {
    const person = await personOf('viewer')
    const [second, third] = [await secondBrowser(person), await secondBrowser(person)]
    const out = await second.ask('DELETE', '/session')
    expect(out.body).toMatchObject({ ended: 1 })
    expect(out.headers.get('set-cookie')).toMatch(new RegExp(`^${SESSION_COOKIE}=; Max-Age=0`))
    expect((await second.ask('GET', '/session')).status).toBe(401)
    expect((await third.ask('GET', '/session')).status).toBe(200)
    const everywhere = await third.ask('DELETE', '/session/all')
    expect(everywhere.body).toMatchObject({ ended: 2 })
    expect(everywhere.headers.get('set-cookie')).toMatch(new RegExp(`^${SESSION_COOKIE}=; Max-Age=0`))
    for (const browser of [person, third]) expect((await browser.ask('GET', '/session')).status).toBe(401)
  })

  it('are of one issuer, like the role: the same subject of another issuer is somebody else', async () => {
    const [owner, namesake] = [await personOf('owner'), await personOf(null)]
    await DB.prepare('UPDATE sessions SET issuer = ?, subject = ? WHERE id = ?')
      .bind('https://other.test.dev', owner.subject, namesake.sessionId)
      .run()
    expect((await namesake.ask('GET', '/session')).body).toMatchObject({ kind: 'user', role: null })
    const { body } = await namesake.ask('GET', '/session/all')
    expect(body['sessions']).toMatchObject([{ id: namesake.sessionId }])
    expect((await namesake.ask('DELETE', `/session/all/${owner.sessionId}`)).status).toBe(404)
    expect((await namesake.ask('DELETE', '/session/all')).body).toMatchObject({ ended: 1 })
    expect((await owner.ask('GET', '/session')).body).toMatchObject({ kind: 'member', role: 'owner' })
  })

  it('of a member are ended by who manages members', async () => {
    const [owner, member] = [await personOf('owner'), await personOf('developer')]
    const answer = await owner.ask('DELETE', `/members/${member.memberId}/sessions`)
    expect(answer.body).toEqual({ ended: 1, effectiveWithinSeconds: 0 })
    expect((await member.ask('GET', '/session')).status).toBe(401)
  })

  it('are nothing that a key or the bootstrap secret has', async () => {
    const answer = await admin('GET', '/session/all')
    expect(answer.status).toBe(403)
    expect((await admin('GET', '/session')).body).toMatchObject({
      kind: 'bootstrap',
      user: null,
      sessionId: null,
    })
  })
})

it('what has ended is deleted by the cron, and what lives is not', async () => {
  const [alive, idle, old] = [await personOf(null), await personOf(null), await personOf(null)]
  const now = Date.now()
  await set(idle, 'last_seen_at', now - SESSION_IDLE_MS - 1)
  await set(old, 'expires_at', now - 1)
  await pruneIdentity(testEnv, now)
  const { results } = await DB.prepare('SELECT id FROM sessions').all()
  expect(results).toEqual([{ id: alive.sessionId }])
})
