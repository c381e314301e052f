// Names that want to be more than names (S14).
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { LogEvent } from '../../../../schema/api/logs.ts'
import type { Server } from '../../../../schema/api/servers.ts'
import { ada } from '../../../harness/people.ts'
import { statusAt } from '../../../harness/raw-oauth.ts'
import { until } from '../../../harness/until.ts'
import { eventually } from '../../eventually.ts'
import { visit, type Desk } from './desk.ts'

/** Markup, and characters that turn the direction of what follows. */
const NAME = '<img src=x onerror=alert(1)>\u202Egnp.exe\u2067'
const SHOWN = '<img src=x onerror=alert(1)>⟨U+202E⟩gnp.exe⟨U+2067⟩'

export function hostileNames(desk: () => Desk): void {
  describe('a server with a hostile name', () => {
    let server: Server
    const dialogs: string[] = []
    beforeAll(async () => {
      const { admin, ada: page, stack } = desk()
      page.on('dialog', (shown) => {
        dialogs.push(shown.message())
        void shown.accept()
      })
      server = await admin.post<Server>('/servers', {
        slug: 'hostile',
        name: NAME,
        description: NAME,
        runtimeUrl: stack.handbookUrl,
        workerSecret: null,
        authMode: 'api_key',
        upstreamAuth: { placement: 'header', name: 'x-api-key' },
        upstreamKey: stack.secrets.handbookKey,
      })
      const body = { serverId: server.id, name: NAME, user: { email: ada.email } }
      const { token } = await admin.post<{ token: string }>('/access-tokens', body)
      expect(await statusAt(server.mcpUrl, token)).toBe(200)
      await until('the call in the log', async () => {
        const found = await admin.get<{ events: LogEvent[] }>(`/logs?serverId=${server.id}`)
        return found.events.length > 0
      })
    })

    /** The name stands there with all of it visible, and nothing was made of it. */
    const expectText = async (page: Page, place: ReturnType<Page['locator']>) => {
      const shown = place.filter({ hasText: 'onerror' }).first()
      await shown.waitFor({ state: 'attached' })
      await eventually(() => shown.textContent()).toBe(SHOWN)
      expect(await page.locator('[onerror], img[src="x"]').count()).toBe(0)
      expect(dialogs).toEqual([])
    }

    it('is text in the list, in its frame and in the title of the window', async () => {
      const { ada: page } = desk()
      await visit(page, '/servers')
      const link = page.getByRole('group', { name: 'Servers' }).locator(`a[href="/servers/${server.id}"]`)
      await expectText(page, link)
      await link.click()
      await expectText(page, page.getByRole('heading', { level: 1 }))
      await eventually(() => page.title()).toContain('<img src=x onerror=alert(1)>')
    })

    it('is text in the log and among its filters', async () => {
      const { ada: page } = desk()
      await visit(page, `/logs?serverId=${server.id}`)
      const events = page.getByRole('group', { name: 'Log events' })
      await expectText(page, events.locator('tbody tr').first().getByTitle(SHOWN, { exact: true }))
      await expectText(page, page.locator(`select option[value="${server.id}"]`))
    })

    it('is text in the palette', async () => {
      const { ada: page } = desk()
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Search places' }).fill('<img src=x')
      await expectText(page, page.getByRole('option', { selected: true }).locator('span').first())
      await page.keyboard.press('Enter')
      await page.waitForURL(new RegExp(`/servers/${server.id}$`))
    })
  })
}
