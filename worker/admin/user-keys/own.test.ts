// People's own keys of upstreams, from the sign-in of a browser to the runtime (product.md §3, §5; S13, P8).
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { serverObject } from '../../gateway/address.ts'
import { forgetAllCredentials } from '../../oauth/credential/credential-cache.ts'
import { admin, testEnv } from '../../testing/admin-client.ts'
import { knock, serverBehindDoor, tokenFor, type DoorServer } from '../../testing/door.ts'
import { headerOf } from '../../testing/hostile-runtime.ts'
import { forgetPeople, personOf, type Person } from '../../testing/people.ts'

const ownPath = ({ id }: Pick<DoorServer, 'id'>) => `/session/keys/${id}`
const behindKeys = () => serverBehindDoor({ authMode: 'api_key', upstreamAuth: { keyOwner: 'per_user' } })
const tokenOf = async (server: DoorServer, { issuer, subject }: Person) =>
  (await tokenFor(server.id, { user: { issuer, subject } })).token

async function keySent(server: DoorServer) {
  const entry = (await server.runtime.ledger()).at(-1)
  return entry && headerOf(entry, 'authorization')
}

vi.setConfig({ testTimeout: 30_000 })
beforeEach(async () => {
  await forgetPeople()
  forgetAllCredentials()
})
afterEach(() => void vi.restoreAllMocks())

describe('a key that somebody entered for themselves', () => {
  it('goes to the runtime with the calls of their own token, and is nowhere answered', async () => {
    const [server, ada, grace] = [await behindKeys(), await personOf(null), await personOf('admin')]
    for (const [person, key] of [
      [ada, 'key-of-ada'],
      [grace, 'key-of-grace'],
    ] as const) {
      const saved = await person.ask('PUT', ownPath(server), { body: { key } })
      expect(saved.body).toMatchObject({ issuer: person.issuer, subject: person.subject })
      expect(saved.text).not.toContain(key)
    }
    for (const [person, key] of [
      [ada, 'key-of-ada'],
      [grace, 'key-of-grace'],
    ] as const) {
      expect((await knock(server, { token: await tokenOf(server, person) })).status).toBe(200)
      expect(await keySent(server)).toBe(`Bearer ${key}`)
      expect((await person.ask('GET', '/session/keys')).text).not.toContain('key-of-')
    }
  })

  it('is neither seen, replaced nor removed by somebody else', async () => {
    const [server, ada, eve] = [await behindKeys(), await personOf(null), await personOf('admin')]
    await ada.ask('PUT', ownPath(server), { body: { key: 'key-of-ada' } })
    const keySet = async (person: Person) => {
      const listed = (await person.ask('GET', '/session/keys')).body['servers'] as { serverId: string }[]
      return listed.find(({ serverId }) => serverId === server.id)
    }
    expect(await keySet(ada)).toMatchObject({ keySet: true })
    expect(await keySet(eve)).toMatchObject({ keySet: false, createdAt: null })
    const inAdasName = { key: 'key-of-eve', issuer: ada.issuer, subject: ada.subject }
    expect((await eve.ask('PUT', ownPath(server), { body: inAdasName })).status).toBe(422)
    await eve.ask('PUT', ownPath(server), { body: { key: 'key-of-eve' } })
    expect((await eve.ask('DELETE', ownPath(server))).status).toBe(200)
    await knock(server, { token: await tokenOf(server, ada) })
    expect(await keySent(server)).toBe('Bearer key-of-ada')
  })

  it('is gone at once where it was removed, and after 10 s where a credential is still remembered (P8)', async () => {
    const [server, ada] = [await behindKeys(), await personOf(null)]
    const token = await tokenOf(server, ada)
    const enter = () => ada.ask('PUT', ownPath(server), { body: { key: 'key-of-ada' } })
    await enter()
    expect((await knock(server, { token })).status).toBe(200)
    const removed = await ada.ask('DELETE', ownPath(server))
    expect(removed.body).toEqual({ effectiveWithinSeconds: 10 })
    expect((await knock(server, { token })).status).toBe(403)
    await enter()
    expect((await knock(server, { token })).status).toBe(200)
    // As another isolate does it, so that this one is told nothing.
    const { issuer, subject } = ada
    await serverObject(testEnv, server.id).removeUserKey({ issuer, subject }, Date.now())
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 10_001)
    const late = await knock(server, { token })
    expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('upstream_key_missing')])
    expect((await server.runtime.ledger()).length).toBe(2)
  })
})

describe("people's own keys", () => {
  it('are for people: API keys and the bootstrap secret get 403', async () => {
    const server = await behindKeys()
    for (const call of [{}, { permissions: ['tokens.manage', 'servers.read'] as const }]) {
      for (const [method, path, body] of [
        ['GET', '/session/keys', undefined],
        ['PUT', ownPath(server), { key: 'key' }],
        ['DELETE', ownPath(server), undefined],
      ] as const) {
        const refused = await admin(method, path, { ...call, ...(body ? { body } : {}) })
        expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('This is for people')])
      }
    }
  })

  it('do not tell whether there is a server where nobody has one, nor its name (S13)', async () => {
    const stranger = await personOf(null)
    const server = await serverBehindDoor({ authMode: 'none', name: 'Secret project' })
    for (const [method, call] of [
      ['PUT', { body: { key: 'key' } }],
      ['DELETE', {}],
    ] as const) {
      const [absent, foreign] = [
        await stranger.ask(method, ownPath({ id: 'srv_absent' }), call),
        await stranger.ask(method, ownPath(server), call),
      ]
      expect([foreign.status, foreign.body['detail']]).toEqual([404, absent.body['detail']])
      expect(absent.status).toBe(404)
    }
  })
})
