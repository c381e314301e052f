// The kill switch of a Gateway: everybody is signed out of every server of it, after its name was typed.
import { UnauthorizedError } from '@modelcontextprotocol/client'
import { beforeAll, describe, expect, it } from 'vitest'
import { clientOf, grace } from '../../../harness/people.ts'
import { statusAt } from '../../../harness/raw-oauth.ts'
import { dialog, press, refusalOf, toolsOf, visit, type Desk, type RealClient } from './desk.ts'

/** As the demo calls it. */
const GATEWAY = 'Todo (demo)'

export function endEverything(desk: () => Desk): void {
  describe('every grant of a Gateway', () => {
    let clients: RealClient[]
    beforeAll(async () => {
      clients = await Promise.all([
        desk().connect('support-assistant', clientOf(grace)),
        desk().connectTriage('ops-console'),
      ])
      for (const client of clients) expect(await toolsOf(client)).toContain('whoami')
    })

    it('ends once its name is typed, and no client goes on without another sign-in', async () => {
      const { ada: page, configuration } = desk()
      const tokens = clients.map(({ provider }) => provider.stored?.access_token ?? '')
      await visit(page, `/gateways/${configuration.gatewayId}/grants`)
      await press(page, 'End every grant')
      const question = dialog(page, `End every grant of ${GATEWAY}?`)
      const end = question.getByRole('button', { name: 'End every grant', exact: true })
      const word = question.getByLabel(`Type “${GATEWAY}” to confirm`)
      await word.fill('Todo')
      expect(await end.isDisabled()).toBe(true)
      await word.fill(GATEWAY)
      await end.click()
      await page.getByText(/^\d+ grants ended/).waitFor()
      const { grants } = await desk().admin.get<{ grants: unknown[] }>(
        `/grants?gatewayId=${configuration.gatewayId}&state=active`,
      )
      expect(grants).toEqual([])
      // Each of them signs in anew when it is asked to, which makes a grant again.
      for (const [index, client] of clients.entries()) {
        expect(await refusalOf(() => toolsOf(client))).toBeInstanceOf(UnauthorizedError)
        expect(client.provider.signIns).toBe(2)
        expect(await statusAt(client.mcpUrl, tokens[index] ?? '')).toBe(401)
      }
    })
  })
}
