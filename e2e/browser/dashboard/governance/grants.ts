// Grants that Ada ends, and the clients that held them.
import { UnauthorizedError } from '@modelcontextprotocol/client'
import { beforeAll, describe, expect, it } from 'vitest'
import { clientOf, grace } from '../../../harness/people.ts'
import { statusAt } from '../../../harness/raw-oauth.ts'
import { dialog, field, press, refusalOf, toolsOf, visit, type Desk, type RealClient } from './desk.ts'

const CLIENT = 'Pocket agent'

export function grants(desk: () => Desk): void {
  const signIn = (slug: string) => desk().connect(slug, clientOf(grace, { clientName: CLIENT }))
  const whoami = ({ client }: RealClient) => client.callTool({ name: 'whoami' })
  const tokenOf = ({ provider }: RealClient) => provider.stored?.access_token ?? ''

  /** The drawer of Grace's active grant for this client. */
  const openGrant = async () => {
    const { ada: page, configuration } = desk()
    await visit(page, `/gateways/${configuration.gatewayId}/grants`)
    await field(page, 'State').selectOption({ label: 'Active' })
    await field(page, 'User').fill(grace.email)
    await press(page, 'Filter')
    await page.waitForURL(/^(?=.*[?&]state=active)(?=.*[?&]user=grace)/)
    // The list before stays until this one is there.
    const rows = page.getByRole('row')
    await rows.filter({ hasText: 'Revoked' }).first().waitFor({ state: 'detached' })
    await rows.filter({ hasText: CLIENT }).first().getByRole('button').click()
    await dialog(page, /^Grant of/).waitFor()
    return page
  }

  describe('a grant', () => {
    let client: RealClient
    beforeAll(async () => {
      client = await signIn('support-assistant')
      await whoami(client)
    })

    it('is found and revoked, and its client must sign in again', async () => {
      const token = tokenOf(client)
      const page = await openGrant()
      await press(page, 'Revoke this grant')
      await press(page, 'Revoke grant')
      await page.getByText(/^1 grant ended/).waitFor()
      expect(await refusalOf(() => whoami(client))).toBeInstanceOf(UnauthorizedError)
      expect(client.provider.signIns).toBe(2)
      expect(await statusAt(client.mcpUrl, token)).toBe(401)
    })

    it('stays in the list as revoked', async () => {
      const { ada: page } = desk()
      await field(page, 'State').selectOption({ label: 'Revoked' })
      await page.waitForURL(/state=revoked/)
      const row = page.getByRole('row').filter({ hasText: CLIENT })
      await row.getByText('Revoked', { exact: true }).waitFor()
      await page.waitForURL(({ searchParams }) => !searchParams.has('grant'))
    })

    it('ends with all others of its user, and with nobody else’s', async () => {
      const hers = await Promise.all(['support-assistant', 'ops-console'].map(signIn))
      const other = await desk().connectTriage('ops-console')
      const page = await openGrant()
      await press(page, 'Revoke all of this user')
      await press(dialog(page, /^Revoke every grant of/), 'Revoke all of this user')
      await page.getByText(/^\d+ grants ended/).waitFor()
      for (const ended of hers) expect(await refusalOf(() => whoami(ended))).toBeInstanceOf(UnauthorizedError)
      expect(await toolsOf(other)).toContain('whoami')
      expect(other.provider.signIns).toBe(1)
    })
  })
}
