// What a Developer does not get to see, and what she is told when she follows a link to it.
import { describe, expect, it } from 'vitest'
import { visit, type Desk } from './desk.ts'

export function permissions(desk: () => Desk): void {
  describe('a Developer', () => {
    it('is offered only what she may see', async () => {
      const { ada, grace } = desk()
      const placesOf = (page: typeof ada) =>
        page.getByRole('navigation', { name: 'Main' }).getByRole('link').allInnerTexts()
      const hidden = ['Audit', 'Members', 'API keys']
      const all = await placesOf(ada)
      expect(all).toEqual(expect.arrayContaining(hidden))
      expect(await placesOf(grace)).toEqual(all.filter((place) => !hidden.includes(place)))
    })

    it.each([
      ['/members', 'members.manage'],
      ['/audit', 'audit.read'],
    ])('reads which permission %s needs', async (path, permission) => {
      const { grace: page } = desk()
      await visit(page, path)
      await page.getByRole('heading', { name: 'You may not see this' }).waitFor()
      await page.getByText(permission, { exact: true }).waitFor()
      expect(await page.getByRole('main').innerText()).toContain('the role Developer does not have')
    })
  })
}
