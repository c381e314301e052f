// Who may see and make access tokens: they name people, and stand for them (S13, product.md §6).
import { describe, expect, it } from 'vitest'
import { createServer } from '../../testing/admin-builders.ts'
import { personOf } from '../../testing/people.ts'

const none = () => createServer({ authMode: 'none' })

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
