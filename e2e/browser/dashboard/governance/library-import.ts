// A server of somebody else, known by the server.json of a registry: imported, given its Gateway, signed in to and called,
// by clicking only.
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { API_RESOURCE } from '../../../../examples/demo/stack.ts'
import { SERVER_JSON_SCHEMA } from '../../../../schema/api/server-json.ts'
import { oauthGuard } from '../../../fixtures/upstreams/guards.ts'
import { startUpstream, type Seen, type Upstream } from '../../../fixtures/upstreams/upstream.ts'
import { ada } from '../../../harness/people.ts'
import { dialog, field, press, visit, type Desk } from './desk.ts'

export function libraryImport(desk: () => Desk): void {
  describe('a server.json', () => {
    let publisher: Upstream
    beforeAll(async () => {
      publisher = await startUpstream(oauthGuard(desk().stack.issuer, () => API_RESOURCE))
    })
    afterAll(() => publisher?.stop())

    it('is read and becomes a server, whose sign-in is found by a look at it', async () => {
      const { ada: page } = desk()
      await visit(page, '/library')
      await press(page, 'Import server.json')
      const drawer = dialog(page, 'Import server.json')
      const document = {
        $schema: SERVER_JSON_SCHEMA,
        name: 'com.publisher/tickets',
        title: 'Publisher’s tickets',
        description: 'Tickets of a publisher',
        version: '1.2.0',
        remotes: [{ type: 'streamable-http', url: publisher.url }],
      }
      await field(drawer, 'Contents of the file').fill(JSON.stringify(document))
      await press(drawer, 'Read')
      await drawer.getByText('com.publisher/tickets, version 1.2.0').waitFor()
      await drawer.getByRole('radio', { name: 'It asks for nothing' }).check()
      await press(drawer, 'Look at the server')
      await drawer.getByText('Found: Its users sign in.').waitFor()
      await drawer.getByRole('radio', { name: 'Its users sign in', checked: true }).waitFor()
      await field(drawer, 'Name').fill('Publisher')
      await field(drawer, 'Slug').fill('publisher')
      await press(drawer, 'Add server')
      await page.getByText('Publisher is added.').waitFor()
    })

    it('gets the Gateway that fits, and answers the first call of who signs in', async () => {
      const { ada: page, stack } = desk()
      await page.getByRole('radio', { name: 'Todo (demo)', exact: true }).check()
      await press(page, 'Attach Gateway')
      await page.getByText('Publisher has its Gateway. Connect the first client.').waitFor()
      await page.getByRole('link', { name: 'Connect', exact: true }).click()
      await page.getByText(`${stack.origin}/s/publisher/mcp`).first().waitFor()
      const [consent] = await Promise.all([page.waitForEvent('popup'), press(page, 'Sign in and list tools')])
      await consent.getByRole('button', { name: 'Allow' }).click()
      await page.getByRole('list', { name: 'Tools of this server' }).getByText('last_seen').click()
      await press(page, 'Call the tool')
      const result = page.getByRole('region', { name: 'Result' })
      await result.getByText('OK', { exact: true }).waitFor()
      const { authorization } = JSON.parse(await result.getByText(/^\{/).innerText()) as Seen
      expect(decodeJwt(authorization?.replace('Bearer ', '') ?? '')).toMatchObject({
        iss: stack.issuer,
        email: ada.email,
        aud: API_RESOURCE,
      })
    })
  })
}
