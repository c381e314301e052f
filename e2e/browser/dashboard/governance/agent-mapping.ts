// Which agents may use which servers, switched from both sides.
import { UnauthorizedError } from '@modelcontextprotocol/client'
import { beforeAll, describe, expect, it } from 'vitest'
import type { LogEvent } from '../../../../schema/api/logs.ts'
import { until } from '../../../harness/until.ts'
import { refusalOf, soon, toolsOf, visit, type Desk, type RealClient } from './desk.ts'

export function agentMapping(desk: () => Desk): void {
  describe('an agent', () => {
    let client: RealClient
    const mapping = (checked?: boolean) => {
      const isOn = checked === undefined ? {} : { checked }
      return desk().ada.getByRole('switch', {
        name: 'Ticket triage may use Ops console',
        exact: true,
        ...isOn,
      })
    }
    beforeAll(async () => {
      client = await desk().connectTriage('ops-console')
      await toolsOf(client)
    })

    it('that is switched off at a server is refused there', async () => {
      const { ada: page } = desk()
      await visit(page, '/agents')
      await mapping().click()
      await page.getByText('Saved: Ticket triage may not use Ops console.').waitFor()
      await mapping(false).waitFor()
      const refusal = await refusalOf(() => toolsOf(client))
      // Another sign-in would not help, so it is asked for none.
      expect(refusal).not.toBeInstanceOf(UnauthorizedError)
      expect(client.provider.signIns).toBe(1)
    })

    it('is in the log with the rule that refused it', async () => {
      const { ada: page, admin, serverOf } = desk()
      const { id } = serverOf('ops-console')
      let refused: LogEvent | undefined
      await until('the refusal in the log', async () => {
        const found = await admin.get<{ events: LogEvent[] }>(`/logs?outcome=refused&serverId=${id}`)
        refused = found.events.find(({ detail }) => detail === 'refused by the server: agent')
        return refused !== undefined
      })
      await visit(page, `/logs?outcome=refused&serverId=${id}`)
      const row = page
        .getByRole('row')
        .filter({ hasText: refused?.ruleId ?? '' })
        .first()
      await row.getByText('Ticket triage').waitFor()
      await row.getByRole('link').first().click()
      await page.getByText('This agent, or whoever is no known agent, may not use it.').waitFor()
      await page.getByRole('link', { name: 'Agents that may use it', exact: true }).click()
      await page.waitForURL(new RegExp(`/servers/${id}/access$`))
      await mapping(false).waitFor()
    })

    it('is the same seen from the server, and switched on there it works again', async () => {
      const { ada: page } = desk()
      await visit(page, '/agents')
      await page.getByRole('tab', { name: 'By server', exact: true }).click()
      await page.getByRole('group').filter({ hasText: 'Ops console' }).locator('summary').click()
      await mapping(false).click()
      await page.getByText('Saved: Ticket triage may use Ops console.').waitFor()
      await soon('the agent to be admitted', () => toolsOf(client).then(Boolean, () => false))
      expect(client.provider.signIns).toBe(1)
    })
  })
}
