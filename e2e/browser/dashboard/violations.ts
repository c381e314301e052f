// axe-core on the page as it stands, for WCAG 2.2 AA. It is handed to the page past its Content-Security-Policy, as a
// person's own extension would be.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const PHONE_WIDTH = 360
const DRAWN_WITHIN_MS = 5_000

/** One line for each rule that does not hold, with where. `rules`: only these. */
export async function violationsOf(page: Page, rules?: readonly string[]): Promise<string[]> {
  const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: TAGS }
  await page.evaluate(`if (!window.axe) { ${source} }`)
  const { violations } = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations'] })`,
  )) as AxeResults
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes
        .slice(0, 3)
        .map(
          ({ target, failureSummary }) =>
            `${target.join(' ')} (${failureSummary?.split('\n')[1]?.trim() ?? ''})`,
        )
        .join(' | ')}`,
  )
}

/** In both schemes, and on a phone, where no page scrolls sideways either. */
export async function violationsInEveryLook(page: Page): Promise<string[]> {
  const found = await violationsOf(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  found.push(...(await violationsOf(page, ['color-contrast'])).map((line) => `dark: ${line}`))
  await page.emulateMedia({ colorScheme: 'light' })
  const wide = page.viewportSize()
  await page.setViewportSize({ width: PHONE_WIDTH, height: 780 })
  const width = await widthOf(page)
  if (width > PHONE_WIDTH) found.push(`${width} px wide on a phone of ${PHONE_WIDTH}`)
  if (wide) await page.setViewportSize(wide)
  return found
}

/** What is drawn, such as a chart, follows a new size a little later. */
async function widthOf(page: Page): Promise<number> {
  const fits = (width: number) => document.documentElement.scrollWidth <= width
  await page.waitForFunction(fits, PHONE_WIDTH, { timeout: DRAWN_WITHIN_MS }).catch(() => undefined)
  return page.evaluate(() => document.documentElement.scrollWidth)
}
