// `npm run screenshots`: every page of the dashboard in both schemes, and on a phone, into e2e/screenshots/dashboard.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { users, type Stack } from '../../../examples/demo/stack.ts'
import { idsOf, OPEN_PLACES, PLACES } from './places.ts'
import { newContext, settled, signInAt, startDashboardWorld, type Looks } from './world.ts'

const folder = path.resolve(import.meta.dirname, '../../screenshots/dashboard')
mkdirSync(folder, { recursive: true })

const LOOKS: readonly (Looks & { suffix: string })[] = [
  { suffix: 'light', scheme: 'light' },
  { suffix: 'dark', scheme: 'dark' },
  { suffix: 'phone', scheme: 'light', width: 360, height: 780 },
]

const world = await startDashboardWorld({ onEmpty: shootFirstRun })
try {
  const ids = await idsOf(world)
  for (const { suffix, ...looks } of LOOKS) {
    const context = await newContext(world.browser, looks)
    const page = await context.newPage()
    for (const { name, path: pathOf, shows } of OPEN_PLACES) {
      await page.goto(`${world.stack.origin}${pathOf(ids)}`)
      await page.getByText(shows).first().waitFor()
      await shoot(page, `${name}-${suffix}`)
    }
    await signInAt(page, world.stack.origin, users[0])
    for (const place of PLACES) {
      await page.goto(`${world.stack.origin}${place.path(ids)}`)
      await shoot(page, `${place.name}-${suffix}`)
    }
    await context.close()
    console.log(`${OPEN_PLACES.length + PLACES.length} pages, ${suffix}`)
  }
  console.log(`In ${path.relative(process.cwd(), folder)}`)
} finally {
  await world.dispose()
}

async function shoot(page: Page, name: string): Promise<void> {
  await settled(page)
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true })
}

/** Gone once there is an Owner. */
async function shootFirstRun({ origin, adminSecret }: Stack, browser: Browser): Promise<void> {
  for (const { suffix, ...looks } of LOOKS) {
    const context = await newContext(browser, looks)
    const page = await context.newPage()
    await page.goto(origin)
    await page.getByLabel('Bootstrap secret', { exact: true }).fill(adminSecret)
    await shoot(page, `sign-in-bootstrap-${suffix}`)
    await page.getByRole('button', { name: 'Continue', exact: true }).click()
    await page.getByText('Invite the first Owner').first().waitFor()
    await shoot(page, `first-run-${suffix}`)
    await context.close()
  }
}
