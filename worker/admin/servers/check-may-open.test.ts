// What gets around access lists asks for the permission to change them (product.md §6, S13).
import { describe, expect, it, vi } from 'vitest'
import { PERMISSIONS } from '../../../schema/api/permissions.ts'
import { admin } from '../../testing/admin-client.ts'
import { createServer, serverBody } from '../../testing/admin-builders.ts'
import { change } from '../../testing/door.ts'
import { personOf } from '../../testing/people.ts'

vi.setConfig({ testTimeout: 30_000 })

const REFUSED = [403, 'This needs the permission access.configure.']

describe('somebody who may update servers but not configure access', () => {
  it.each(['open', 'acceptClaimed'] as const)(
    'cannot switch on `%s`, in an old server or a new one; off they may',
    async (setting) => {
      const developer = await personOf('developer')
      const patch = async (id: string, version: number, on: boolean) => {
        const answer = await developer.ask('PATCH', `/servers/${id}`, {
          body: { [setting]: on },
          ifMatch: version,
        })
        return [answer.status, answer.body['detail'] ?? answer.body[setting]]
      }
      const server = await createServer({ authMode: 'none' })
      expect(await patch(server.id, 1, true)).toEqual(REFUSED)
      const body = serverBody({ slug: `opened-${setting.toLowerCase()}`, authMode: 'none' })
      const made = await developer.ask('POST', '/servers', { body: { ...body, [setting]: true } })
      expect([made.status, made.body['detail']]).toEqual(REFUSED)
      expect((await developer.ask('POST', '/servers', { body })).status).toBe(201)

      expect((await change(server.id, { [setting]: true })).body[setting]).toBe(true)
      expect(await patch(server.id, 2, true)).toEqual([200, true])
      expect(await patch(server.id, 3, false)).toEqual([200, false])
      expect(await patch(server.id, 4, true)).toEqual(REFUSED)
    },
  )

  it('cannot decide whose tokens prove a person, in an old server or a new one (M13)', async () => {
    const permissions = PERMISSIONS.filter((one) => one !== 'access.configure')
    const verification = { issuer: 'https://login.test.dev', jwksUri: 'https://login.test.dev/keys' }
    const passthrough = { authorizationServers: ['https://login.test.dev'], scopes: ['mcp'] }
    const verified = { ...passthrough, verification }
    const body = serverBody({ slug: 'proven-by-whom', authMode: 'passthrough', passthrough: verified })
    const made = await admin('POST', '/servers', { permissions, body })
    expect([made.status, made.body['detail']]).toEqual(REFUSED)
    const server = await createServer({ authMode: 'passthrough', passthrough: verified })
    const patch = async (value: object) => {
      const call = { permissions, body: { passthrough: value }, ifMatch: 1 }
      const answer = await admin('PATCH', `/servers/${server.id}`, call)
      return [answer.status, answer.body['detail'] ?? answer.body['passthrough']]
    }
    for (const key of ['issuer', 'jwksUri', 'audience']) {
      const other = { ...verification, [key]: 'https://evil.test.dev/' }
      expect(await patch({ ...passthrough, verification: other }), key).toEqual(REFUSED)
    }
    expect(await patch(passthrough)).toEqual(REFUSED)
    expect(await patch({ ...verified, scopes: ['more'] })).toMatchObject([200, { scopes: ['more'] }])
  })

  it('cannot make an access token that stands for a person', async () => {
    const [developer, admin] = [await personOf('developer'), await personOf('admin')]
    const { id: serverId } = await createServer({ authMode: 'none' })
    const make = (person: typeof admin, user: object | null) =>
      person.ask('POST', '/access-tokens', { body: { serverId, name: 'Nightly', user } })
    const { issuer, subject } = admin
    for (const user of [{ issuer, subject }, { email: 'boss@example.com' }]) {
      const refused = await make(developer, user)
      expect([refused.status, refused.body['detail']]).toEqual(REFUSED)
      expect((await make(admin, user)).status).toBe(201)
    }
    expect((await make(developer, null)).status).toBe(201)
  })
})
