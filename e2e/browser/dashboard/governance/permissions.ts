// What a Developer does not get to see, and what she is told when she follows a link to it.
import { describe, expect, it } from 'vitest'
import { eventually } from '../../eventually.ts'
import { press, visit, type Desk } from './desk.ts'

export function permissions(desk: () => Desk): void {
  describe('a Developer', () => {
    it('is offered only what she may see', async () => {
      const { ada, grace } = desk()
      const placesOf = (page: typeof ada) =>
        page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts()
      const hidden = ['Audit', 'Members', 'API keys']
      await eventually(() => placesOf(ada)).toEqual(expect.arrayContaining(hidden))
      const shown = (await placesOf(ada)).filter((place) => !hidden.includes(place))
      await eventually(() => placesOf(grace)).toEqual(shown)
    })

    it.each([
      ['/members', 'members.manage'],
      ['/audit', 'audit.read'],
    ])('reads which permission %s needs', async (path, permission) => {
      const { grace: page } = desk()
      await visit(page, path)
      await page.getByRole('heading', { name: 'You may not see this' }).waitFor()
      await page.getByText(permission, { exact: true }).waitFor()
      await page.getByRole('main').getByText('the role Developer does not have').waitFor()
    })

    it('may not choose in a form what the API would refuse, and reads why', async () => {
      const { grace: page } = desk()
      const lacks = (permission: string) =>
        page.getByText(`This needs the permission ${permission}, which you do not have.`).first().waitFor()
      await visit(page, '/servers/new')
      await press(page, 'Enter everything by hand')
      await page.getByRole('radio', { name: 'Passthrough', exact: true, disabled: true }).waitFor()
      await lacks('gateways.attach')
      await visit(page, '/tokens?create=true')
      await page.getByRole('radio', { name: 'By e-mail', exact: true, disabled: true }).waitFor()
      await lacks('access.configure')
      await lacks('agents.configure')
    })
  })
}
