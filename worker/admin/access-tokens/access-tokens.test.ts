// Who may see and make access tokens: they name people, and stand for them (S13, product.md §6).
import { describe, expect, it } from 'vitest'
import { createServer } from '../../testing/admin-builders.ts'
import { personOf } from '../../testing/people.ts'

const none = () => createServer({ authMode: 'none' })

describe('an access token that counts as an agent', () => {
  it('is made by who may decide which agents may use a server, and by nobody else', async () => {
    const { id: serverId } = await none()
    const [developer, admin] = [await personOf('developer'), await personOf('admin')]
    const make = (person: typeof admin, agentId: string | null) =>
      person.ask('POST', '/access-tokens', { body: { serverId, name: 'Nightly', agentId } })
    const refused = await make(developer, 'agt_claude')
    expect([refused.status, refused.body['detail']]).toEqual([
      403,
      'This needs the permission agents.configure.',
    ])
    expect((await make(developer, null)).status).toBe(201)
    expect((await make(admin, 'agt_claude')).body).toMatchObject({ agentId: 'agt_claude' })
  })
})

describe('issuer, subject and e-mail of people', () => {
  it('are for roles that may see people: not in the lists of tokens and keys of a Viewer (S13)', async () => {
    const server = await none()
    const [viewer, analyst] = [await personOf('viewer'), await personOf('analyst')]
    for (const path of ['/access-tokens', '/access-tokens/x', `/servers/${server.id}/user-keys`]) {
      const refused = await viewer.ask('GET', path)
      expect([refused.status, refused.body['detail']]).toEqual([
        403,
        'This needs the permission grants.read.',
      ])
      expect([200, 404], path).toContain((await analyst.ask('GET', path)).status)
    }
  })
})
