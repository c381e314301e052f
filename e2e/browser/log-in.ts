import type { Page } from 'playwright-core'
import type { Person } from '../../examples/demo/walk.ts'

/** On the page of the example authorization server. */
export async function logIn(page: Page, person: Person): Promise<void> {
  await page.getByLabel('Login name or e-mail').fill(person.login)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
