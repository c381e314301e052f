// What Grace asks for, and what Ada makes of it.
import { describe, expect, it } from 'vitest'
import { grace } from '../../../harness/people.ts'
import { dialog, field, press, visit, type Desk } from './desk.ts'

/** Open to everybody at its publisher, so that installing it asks nobody anything. */
const WANTED = 'DeepWiki'

export function libraryRequests(desk: () => Desk): void {
  const request = (of: string) => desk().ada.getByRole('listitem').filter({ hasText: of })

  describe('a request for a server of the library', () => {
    it('says who asked, when and why, and is dismissed with a reason', async () => {
      const { ada: page } = desk()
      await visit(page, '/library/requests')
      const asked = request('Linear').filter({ hasText: 'To file the bugs that support finds' }).first()
      await asked.getByText(grace.email).first().waitFor()
      expect(await asked.locator('time').first().getAttribute('datetime')).toMatch(/^\d{4}-\d\d-\d\dT/)
      await press(page, 'Dismiss the request for Linear')
      await field(dialog(page, 'Dismiss the request for Linear'), 'Reason').fill('We file bugs in Todo')
      await press(page, 'Dismiss request')
      await page.getByText('The request for Linear is dismissed.').waitFor()
      await page.getByText('No open request').waitFor()
    })

    it('is made in her own browser by somebody who may not install', async () => {
      const { grace: page } = desk()
      await visit(page, '/library')
      await field(page, 'Search').fill(WANTED)
      await press(page, `Request ${WANTED}`)
      await field(page, 'What do you need it for?').fill('To read foreign code')
      await press(page, 'Send request')
      await page.getByText(`You asked for ${WANTED}.`).waitFor()
      await page.getByText('You asked for it', { exact: true }).waitFor()
    })

    it('becomes a server when it is approved', async () => {
      const { ada: page } = desk()
      await visit(page, '/library/requests')
      await request(WANTED).filter({ hasText: 'To read foreign code' }).first().waitFor()
      await press(page, `Approve the request for ${WANTED}`)
      await page.getByText(`${WANTED} is installed. Everybody who asked sees it.`).waitFor()
      await field(page, 'State').selectOption({ label: 'Installed' })
      await request(WANTED).filter({ hasText: 'Installed' }).first().waitFor()
      await page.waitForURL(({ searchParams }) => searchParams.get('state') === 'installed')
    })

    it('tells whoever asked what became of it', async () => {
      const { grace: page } = desk()
      await page.getByRole('link', { name: 'My requests', exact: true }).click()
      const own = page.getByRole('listitem')
      await own
        .filter({ hasText: /Linear\s*Dismissed/ })
        .getByText('Reason: We file bugs in Todo')
        .waitFor()
      const installed = own.filter({ hasText: new RegExp(`${WANTED}\\s*Installed`) })
      await installed.getByRole('link', { name: 'Open the server' }).click()
      await page.getByRole('heading', { name: WANTED, exact: true }).waitFor()
    })
  })
}
