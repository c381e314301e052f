// A rule for a group: made, explained and deleted by clicking, while a real client lists the tools.
import { beforeAll, describe, expect, it } from 'vitest'
import { ada } from '../../../harness/people.ts'
import { dialog, field, press, soon, toolsOf, visit, type Desk, type RealClient } from './desk.ts'

const TOOL = 'add_todo'

export function groupRule(desk: () => Desk): void {
  describe('a rule for a group', () => {
    let client: RealClient
    beforeAll(async () => {
      client = await desk().connectTriage('support-assistant')
      expect(await toolsOf(client)).toContain(TOOL)
    })

    it('hides a tool from the clients of its members', async () => {
      const { ada: page } = desk()
      await visit(page, '/access/rules')
      await press(page, 'New rule')
      const form = dialog(page, 'New rule')
      await field(form, 'Group').selectOption({ label: 'Support' })
      await field(form, 'Server').selectOption({ label: 'Support assistant' })
      await field(form, 'Tool').fill(TOOL)
      await field(form, 'Off').check()
      await press(form, 'Create rule')
      await page.getByText('The rule is created. It holds everywhere within 10 s.').waitFor()
      await soon('the tool to be hidden', async () => !(await toolsOf(client)).includes(TOOL))
    })

    it('is what the preview explains the hidden tool by', async () => {
      const { ada: page } = desk()
      await visit(page, '/access/preview')
      await field(page, 'E-mail of the user').fill(ada.email)
      await press(page, 'Show')
      await page.waitForURL(/preview\?email=ada/)
      const tools = page.getByRole('group', { name: 'Tools of Support assistant for this user' })
      const row = tools.getByRole('row').filter({ hasText: TOOL })
      await row.getByText('Hidden', { exact: true }).waitFor()
      await row.getByRole('link', { name: 'rule for a group', exact: true }).click()
      await page.waitForURL(/\/access\/rules\?rule=rul_/)
    })

    it('gives the tool back when it is deleted', async () => {
      const { ada: page } = desk()
      await press(dialog(page, 'Rule'), 'Delete rule')
      await press(dialog(page, 'Delete this rule?'), 'Delete rule')
      await page.getByText('The rule is deleted. It holds everywhere within 10 s.').waitFor()
      await soon('the tool to be back', async () => (await toolsOf(client)).includes(TOOL))
    })
  })
}
