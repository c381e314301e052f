// The doctor on the Connect tab: what it looked at, what to do about it, and what it says where it cannot look.
import { describe, expect, it } from 'vitest'
import { field, press, visit, type Desk } from './desk.ts'

export function doctor(desk: () => Desk): void {
  describe('the doctor', () => {
    const card = () => desk().ada.getByRole('region', { name: 'Doctor', exact: true })

    it('shows each check, and what to do about what it does not like', async () => {
      const { ada: page, serverOf } = desk()
      await visit(page, `/servers/${serverOf('ops-console').id}`)
      await press(page, 'Run the doctor')
      const checks = card().getByRole('list', { name: 'Checks' }).getByRole('listitem')
      await checks.first().waitFor()
      await card().getByText('Nothing stands in a client’s way.').waitFor()
      expect(await checks.filter({ hasText: 'PKCE with S256' }).innerText()).toMatch(/^Passed/)
      // This deployment runs on the machine of the test.
      const address = await checks.filter({ hasText: 'is this machine' }).innerText()
      expect(address).toMatch(/^Warning[\s\S]*What to do: Clients in the cloud cannot reach it/)
    })

    it('says that a token of somebody else lists no tools', async () => {
      await field(card(), 'Token to list the tools (optional)').fill('not-a-token-of-limen')
      await press(card(), 'Run the doctor')
      await card().getByText('A client will not get through.').waitFor()
      const listing = card().getByRole('listitem').filter({ hasText: 'Lists its tools' })
      expect(await listing.innerText()).toMatch(/^Failed[\s\S]*What to do: /)
    })

    it('says why there is no report where the deployment is away, and works again', async () => {
      const { ada: page } = desk()
      await page.route('**/api/v1/doctor', (route) => route.abort())
      await press(card(), 'Run the doctor')
      await card().getByRole('alert').getByText('Limen').waitFor()
      await card().getByRole('list', { name: 'Checks' }).waitFor({ state: 'detached' })
      await page.unroute('**/api/v1/doctor')
      await press(card(), 'Run the doctor')
      await card().getByRole('list', { name: 'Checks' }).waitFor()
    })
  })
}
