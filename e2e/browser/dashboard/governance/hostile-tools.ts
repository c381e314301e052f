// What a runtime and a client say of themselves where they mean harm (S14): markup, URLs that run, characters that turn
// the direction of what follows or take no room. Real calls bring it into the pages, which write all of it out.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ensureServer, type ConfiguredServer } from '../../../../examples/demo/configure.ts'
import { connect } from '../../../../examples/demo/demo-client.ts'
import type { LogEvent } from '../../../../schema/api/logs.ts'
import { startUpstream, type Upstream } from '../../../fixtures/upstreams/upstream.ts'
import { clientOf, grace } from '../../../harness/people.ts'
import { until } from '../../../harness/until.ts'
import { dialog, press, visit, type Desk } from './desk.ts'

/** As it is sent, and as it is to be read. */
const MARKUP = {
  name: '<img/src=x/onerror=alert(1)>\u202Etxt',
  shownName: '<img/src=x/onerror=alert(1)>⟨U+202E⟩txt',
  title: '"><script>alert(2)</script>\u2067',
  shownTitle: '"><script>alert(2)</script>⟨U+2067⟩',
  description: '<iframe srcdoc="<script>alert(3)</script>"></iframe> [more](javascript:alert(4))\u200Bhidden',
  shownDescription:
    '<iframe srcdoc="<script>alert(3)</script>"></iframe> [more](javascript:alert(4))⟨U+200B⟩hidden',
  result: '<svg onload=alert(5)>\uFEFF',
  shownResult: '<svg onload=alert(5)>⟨U+FEFF⟩',
}
const URL_TOOL = 'javascript:alert(6)'
const CLIENT = '<b onclick=alert(7)>Claude</b>\u202E\u200D'
const SHOWN_CLIENT = '<b onclick=alert(7)>Claude</b>⟨U+202E⟩⟨U+200D⟩'

/** What would stand in a page that took any of it for more than text. */
const MADE_OF_IT = '[onerror], [onload], [onclick], [srcdoc], iframe, img[src="x"], a[href^="javascript:"]'

export function hostileTools(desk: () => Desk): void {
  describe('a runtime and a client that mean harm', () => {
    let runtime: Upstream
    let server: ConfiguredServer
    const dialogs: string[] = []

    beforeAll(async () => {
      // The runtime's SDK warns of such names at each request.
      vi.spyOn(console, 'warn').mockImplementation(() => {})
      const { admin, ada: page, configuration } = desk()
      page.on('dialog', (shown) => {
        dialogs.push(shown.message())
        void shown.accept()
      })
      runtime = await startUpstream(undefined, (mcp) => {
        const { name, title, description, result } = MARKUP
        mcp.registerTool(name, { title, description }, () => ({ content: [{ type: 'text', text: result }] }))
        mcp.registerTool(URL_TOOL, { description }, () => ({ content: [] }))
      })
      server = await ensureServer(admin, configuration.gatewayId, {
        slug: 'strangers',
        name: 'Strangers',
        runtimeUrl: runtime.url,
        workerSecret: 'what-the-runtime-never-looks-at-0',
        scopes: ['tickets.read'],
      })
      const { client, close } = await connect(server.mcpUrl, clientOf(grace, { clientName: CLIENT }))
      expect((await client.listTools()).tools.map(({ name }) => name)).toContain(MARKUP.name)
      for (const name of [MARKUP.name, URL_TOOL]) await client.callTool({ name })
      await close()
      await until('both calls in the log', async () => {
        const { events } = await admin.get<{ events: LogEvent[] }>(`/logs?serverId=${server.id}&kind=call`)
        return [MARKUP.name, URL_TOOL].every((name) => events.some(({ tool }) => tool === name))
      })
    })
    afterAll(async () => {
      await runtime?.stop()
      vi.restoreAllMocks()
    })

    /** Each stands there letter by letter, and nothing was made of any. */
    const expectWritten = async (page: Page, within: ReturnType<Page['locator']>, ...texts: string[]) => {
      for (const text of texts) await within.getByText(text, { exact: true }).first().waitFor()
      expect(await page.locator(MADE_OF_IT).count()).toBe(0)
      expect(dialogs).toEqual([])
    }

    it('are text in the Tools tab and in the drawer of a tool', async () => {
      const { ada: page } = desk()
      const { name, shownName, shownTitle, shownDescription } = MARKUP
      await visit(page, `/servers/${server.id}/tools`)
      const table = page.getByRole('group', { name: 'Tools' })
      await expectWritten(page, table, shownName, shownTitle, shownDescription, URL_TOOL)
      await visit(page, `/servers/${server.id}/tools?tool=${encodeURIComponent(name)}`)
      await expectWritten(page, dialog(page, shownName), shownName, shownTitle, shownDescription)
    })

    it('are text in the inspector, with what the tool answers', async () => {
      const { ada: page } = desk()
      const { shownName, shownTitle, shownDescription, shownResult } = MARKUP
      await visit(page, `/servers/${server.id}`)
      const [consent] = await Promise.all([page.waitForEvent('popup'), press(page, 'Sign in and list tools')])
      await consent.getByRole('button', { name: 'Allow' }).click()
      const tools = page.getByRole('list', { name: 'Tools of this server' })
      await expectWritten(page, tools, shownName, shownTitle, URL_TOOL)
      await tools.getByText(shownName, { exact: true }).click()
      await press(page, 'Call the tool')
      await expectWritten(page, page.getByRole('region', { name: 'Result' }), shownResult)
      await expectWritten(page, page.locator('main'), shownDescription)
    })

    it('are text among the grants and the clients of the Gateway', async () => {
      const { ada: page, configuration } = desk()
      await visit(page, `/gateways/${configuration.gatewayId}/grants`)
      await expectWritten(page, page.locator('main'), SHOWN_CLIENT)
      await page.getByRole('row').filter({ hasText: SHOWN_CLIENT }).getByRole('button').first().click()
      await expectWritten(page, dialog(page, /^Grant of/), SHOWN_CLIENT)
      await visit(page, `/gateways/${configuration.gatewayId}/clients`)
      await expectWritten(page, page.locator('main'), SHOWN_CLIENT)
      await page.getByRole('button', { name: `Block ${SHOWN_CLIENT}`, exact: true }).waitFor()
    })

    it('are text in the log and in the drawer of a call', async () => {
      const { ada: page } = desk()
      await visit(page, `/logs?serverId=${server.id}&kind=call&tool=${encodeURIComponent(MARKUP.name)}`)
      const events = page.getByRole('group', { name: 'Log events' })
      await expectWritten(page, events, MARKUP.shownName)
      const ofGrace = events.locator('tbody tr').filter({ hasText: grace.email }).first()
      await ofGrace.getByRole('link').first().click()
      const drawer = dialog(page, MARKUP.shownName)
      // Its client’s id stands in the same element.
      await drawer.getByText(SHOWN_CLIENT).first().waitFor()
      await expectWritten(page, drawer, MARKUP.shownName)
    })

    it('broke no Content-Security-Policy', () => {
      expect(desk().faults).toEqual([])
    })
  })
}
