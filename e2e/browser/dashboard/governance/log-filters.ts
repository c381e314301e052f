// The log, narrowed, read and followed.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { describe, expect, it } from 'vitest'
import { eventually } from '../../eventually.ts'
import { settled } from '../world.ts'
import { dialog, field, press, visit, type Desk } from './desk.ts'

export function logFilters(desk: () => Desk): void {
  const rows = () => desk().ada.getByRole('group', { name: 'Log events' }).locator('tbody tr')
  const query = () => Object.fromEntries(new URL(desk().ada.url()).searchParams)

  describe('the log', () => {
    it('is narrowed by filters that stand in the URL and outlive a reload', async () => {
      const { ada: page, serverOf } = desk()
      await visit(page, '/logs')
      await field(page, 'Outcome').selectOption({ label: 'Refused' })
      await field(page, 'Server').selectOption({ label: 'Ops console' })
      await field(page, 'Tool').fill('count_slowly')
      await field(page, 'Tool').press('Enter')
      await page.waitForURL(/tool=count_slowly/)
      const chosen = { outcome: 'refused', serverId: serverOf('ops-console').id, tool: 'count_slowly' }
      await eventually(query).toEqual(chosen)
      const found = /Refused[\s\S]*count_slowly[\s\S]*Ops console/
      for (const isAgain of [false, true]) {
        if (isAgain) await visit(page, page.url())
        await rows().filter({ hasText: found }).first().waitFor()
        await rows().filter({ hasNotText: found }).first().waitFor({ state: 'detached' })
        await eventually(() => field(page, 'Outcome').inputValue()).toBe('refused')
        await eventually(() => field(page, 'Tool').inputValue()).toBe('count_slowly')
      }
      await eventually(query).toEqual(chosen)
    })

    it('says which rule refused a call, and leads to it', async () => {
      const { ada: page } = desk()
      await rows().first().getByRole('link').first().click()
      await page.getByText('A rule for a group or a user decides about this tool.').waitFor()
      await page.getByRole('link', { name: 'The rule', exact: true }).click()
      await page.waitForURL(/\/access\/rules\?rule=rul_/)
      const rule = dialog(page, 'Rule')
      await rule.getByText('Compilers').first().waitFor()
      await eventually(() => field(rule, 'Tool').inputValue()).toBe('count_slowly')
    })

    it('is whole again when all is cleared', async () => {
      const { ada: page } = desk()
      await page.goBack()
      await press(dialog(page, 'count_slowly'), 'Close')
      await press(page, 'Clear all')
      await rows().filter({ hasNotText: 'count_slowly' }).first().waitFor()
      await eventually(query).toEqual({})
    })

    it('shows a call that a client makes meanwhile', async () => {
      const { ada: page, furnished } = desk()
      await press(page, 'More filters')
      await field(page, 'Kind').selectOption({ label: 'Calls' })
      await field(page, 'Server').selectOption({ label: 'Handbook' })
      await field(page, 'Tool').fill('read_page')
      await field(page, 'Tool').press('Enter')
      await page.waitForURL(/^(?=.*[?&]kind=call)(?=.*[?&]serverId=srv_)(?=.*[?&]tool=read_page)/)
      await settled(page)
      await rows().filter({ hasText: 'read_page' }).first().waitFor()
      await rows().filter({ hasNotText: 'read_page' }).first().waitFor({ state: 'detached' })
      const before = await rows().count()
      await page.getByRole('switch', { name: 'Live tail', exact: true }).click()
      await callHandbook(furnished.handbook)
      await rows().nth(before).waitFor()
      expect(await rows().count()).toBe(before + 1)
      await eventually(query).toMatchObject({ live: '1', kind: 'call', tool: 'read_page' })
    })
  })
}

async function callHandbook(handbook: Desk['furnished']['handbook']): Promise<void> {
  if (!handbook) throw new Error('the handbook was not started')
  const client = new Client({ name: 'e2e-live', version: '1.0.0' })
  const headers = { authorization: `Bearer ${handbook.token}` }
  await client.connect(
    new StreamableHTTPClientTransport(new URL(handbook.mcpUrl), { requestInit: { headers } }),
  )
  await client.callTool({ name: 'read_page', arguments: { title: 'Refunds' } })
  await client.close()
}
