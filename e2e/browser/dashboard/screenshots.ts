// `npm run screenshots`: every page of the dashboard in both schemes, and on a phone, into e2e/screenshots/dashboard.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { users } from '../../../examples/demo/stack.ts'
import { idsOf, PLACES } from './places.ts'
import { newContext, settled, signInAt, startDashboardWorld, type Looks } from './world.ts'

const folder = path.resolve(import.meta.dirname, '../../screenshots/dashboard')
mkdirSync(folder, { recursive: true })

const LOOKS: readonly (Looks & { suffix: string })[] = [
  { suffix: 'light', scheme: 'light' },
  { suffix: 'dark', scheme: 'dark' },
  { suffix: 'phone', scheme: 'light', width: 360, height: 780 },
]

const world = await startDashboardWorld()
try {
  const ids = await idsOf(world)
  for (const { suffix, ...looks } of LOOKS) {
    const context = await newContext(world.browser, looks)
    const page = await context.newPage()
    await page.goto(world.stack.origin)
    await page.getByRole('link', { name: /^Continue with/ }).waitFor()
    await page.screenshot({ path: path.join(folder, `sign-in-${suffix}.png`), fullPage: true })
    await signInAt(page, world.stack.origin, users[0])
    for (const place of PLACES) {
      await page.goto(`${world.stack.origin}${place.path(ids)}`)
      await settled(page)
      await page.screenshot({ path: path.join(folder, `${place.name}-${suffix}.png`), fullPage: true })
    }
    await context.close()
    console.log(`${PLACES.length + 1} pages, ${suffix}`)
  }
  console.log(`In ${path.relative(process.cwd(), folder)}`)
} finally {
  await world.dispose()
}
