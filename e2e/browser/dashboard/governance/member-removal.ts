// Grace is removed while she is at work; Ada, the last Owner, cannot be.
import { describe, expect, it } from 'vitest'
import type { Member } from '../../../../schema/api/members.ts'
import { ada, grace } from '../../../harness/people.ts'
import { untilClosed } from '../world.ts'
import { dialog, field, press, visit, type Desk } from './desk.ts'

export function memberRemoval(desk: () => Desk): void {
  const open = async (email: string) => {
    const { ada: page } = desk()
    await visit(page, '/members')
    await page.getByRole('link', { name: `Manage ${email}`, exact: true }).click()
    const drawer = dialog(page, 'Member')
    await drawer.getByText(email).first().waitFor()
    return drawer
  }

  describe('a member', () => {
    it('is removed once their address is typed, and is out at their next click', async () => {
      const { ada: page, grace: hers } = desk()
      await visit(hers, '/servers')
      await press(await open(grace.email), 'Remove this member')
      const question = dialog(page, 'Remove this member?')
      const remove = question.getByRole('button', { name: 'Remove', exact: true })
      expect(await remove.isDisabled()).toBe(true)
      await field(question, `Type “${grace.email}” to confirm`).fill(grace.email)
      await remove.click()
      await page.getByText(`${grace.email} is no member any more.`).waitFor()
      await page
        .getByRole('link', { name: `Manage ${grace.email}`, exact: true })
        .waitFor({ state: 'detached' })

      await hers.getByRole('link', { name: 'Gateways', exact: true }).first().click()
      await dialog(hers, 'Your session ended').getByText(grace.email).waitFor()
    })

    it('who comes back has no role, and is told so', async () => {
      const { grace: hers, stack } = desk()
      const question = dialog(hers, 'Your session ended')
      const [window] = await Promise.all([hers.waitForEvent('popup'), press(question, 'Sign in again')])
      await untilClosed(window)
      await question.waitFor({ state: 'detached' })
      await visit(hers, `${stack.origin}/servers`)
      await hers.getByText('You may not see this').waitFor()
      expect(await hers.getByRole('navigation', { name: 'Main' }).innerText()).not.toContain('Gateways')
    })

    it('who is the last Owner stays: neither the page nor the API removes them', async () => {
      const { admin } = desk()
      const drawer = await open(ada.email)
      await drawer.getByText('Not while this is the last Owner.').waitFor()
      const leave = { name: 'Leave this deployment', exact: true, disabled: true }
      await drawer.getByRole('button', leave).waitFor()
      const { members } = await admin.get<{ members: Member[] }>('/members?role=owner')
      const [owner] = members
      if (!owner) throw new Error('there is an Owner')
      await expect(admin.delete(`/members/${owner.id}`, owner.version)).rejects.toThrow(/409.*Owner/)
    })
  })
}
