// Ada lends Limen her sign-in, so that it can list the tools of a server whose users sign in.
import { describe, expect, it } from 'vitest'
import type { ServiceConnection } from '../../../../schema/api/service-connections.ts'
import { ada } from '../../../harness/people.ts'
import { dialog, press, visit, type Desk } from './desk.ts'

export function serviceConnection(desk: () => Desk): void {
  const path = () => `/servers/${desk().serverOf('ops-console').id}`
  const stored = async () =>
    (await desk().admin.get<ServiceConnection>(`${path()}/service-connection`)).connection

  describe('a service connection', () => {
    it('is asked for by a discovery, made by a sign-in in another tab, and used at once', async () => {
      const { ada: page } = desk()
      await visit(page, `${path()}/tools`)
      await press(page, 'Discover now')
      const card = page.getByRole('region', { name: 'Service connection' })
      await press(card, 'Connect as yourself')
      const [tab] = await Promise.all([
        page.waitForEvent('popup'),
        card.getByRole('link', { name: 'Sign in (new tab)' }).click(),
      ])
      await tab.getByRole('button').first().click()
      // Ada's session at the authorization server goes on.
      await tab.getByText(ada.email).waitFor()
      await tab.close()
      await page.getByText(/^The runtime has 5 tools;/).waitFor()
      await page.getByText(/Last seen completely .* through the service connection\./).waitFor()
      await card.waitFor({ state: 'detached' })
      expect(await stored()).toMatchObject({ state: 'active', account: ada.email })
    })

    it('stands on the Gateway tab, where it is ended', async () => {
      const { ada: page } = desk()
      await visit(page, `${path()}/gateway`)
      const card = page.getByRole('region', { name: 'Service connection' })
      await card.getByText(`${ada.email}, connected`).waitFor()
      await press(card, 'Disconnect')
      await press(dialog(page, 'Disconnect?'), 'Disconnect')
      await page.getByText('Disconnected. This holds everywhere within 10 s.').waitFor()
      await dialog(page, 'Disconnect?').waitFor({ state: 'detached' })
      await press(page.getByRole('main'), 'Connect anew')
      expect((await stored())?.state).not.toBe('active')
      await visit(page, `${path()}/tools`)
      await press(page, 'Discover now')
      await card.getByRole('button', { name: /^Connect/ }).waitFor()
    })
  })
}
