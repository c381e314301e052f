// A session that ends in the middle of work: the page stays, the sign-in stands over it, and nothing typed is lost.
import { describe, expect, it } from 'vitest'
import { askAs, signIn } from '../../../../examples/demo/sign-in.ts'
import { ada } from '../../../harness/people.ts'
import { eventually } from '../../eventually.ts'
import { untilClosed } from '../world.ts'
import { dialog, field, press, visit, type Desk } from './desk.ts'

export function sessionEnd(desk: () => Desk): void {
  describe('a session that is ended elsewhere', () => {
    it('is taken up again over the page, with what was typed', async () => {
      const { ada: page, stack } = desk()
      await visit(page, '/access')
      await press(page, 'New group')
      const form = dialog(page, 'New group')
      await field(form, 'Name').fill('Night shift')
      await field(form, 'Description').fill('Half a sentence')
      const elsewhere = await signIn(stack.origin, ada)
      const ended = await askAs(stack.origin, elsewhere, 'DELETE', '/session/all')
      expect(ended.ok).toBe(true)

      await press(form, 'Create group')
      const question = dialog(page, 'Your session ended')
      await question.getByText(ada.email).waitFor()
      const [window] = await Promise.all([page.waitForEvent('popup'), press(question, 'Sign in again')])
      await untilClosed(window)
      await question.waitFor({ state: 'detached' })
      await eventually(() => field(form, 'Name').inputValue()).toBe('Night shift')
      await eventually(() => field(form, 'Description').inputValue()).toBe('Half a sentence')

      await press(form, 'Create group')
      await page.getByRole('heading', { name: 'Night shift', exact: true }).waitFor()
    })
  })
}
