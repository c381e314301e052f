// A deployment as `npm start` leaves it, and a real Chromium in front of its dashboard.
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { AdminApi } from '../../../cli/admin-api.ts'
import { configure, demoServers, type Configuration } from '../../../examples/demo/configure.ts'
import { furnish, type Furnished } from '../../../examples/demo/furnish.ts'
import { ensureOwner } from '../../../examples/demo/sign-in.ts'
import { startStack, type Stack } from '../../../examples/demo/stack.ts'
import { makeTraffic } from '../../../examples/demo/traffic.ts'
import type { Person } from '../../../examples/demo/walk.ts'
import { discardState, newState } from '../../harness/state-folder.ts'
import { until } from '../../harness/until.ts'
import { launchChromium } from '../launch-chromium.ts'
import { logIn } from '../log-in.ts'

export interface DashboardWorld {
  stack: Stack
  admin: AdminApi
  configuration: Configuration
  furnished: Furnished
  browser: Browser
  dispose(): Promise<void>
}

export type Scheme = 'light' | 'dark'

export interface Looks {
  width?: number
  height?: number
  scheme?: Scheme
}

export interface WorldOptions {
  /** Of the Worker. */
  variables?: Record<string, string>
  /** Sees the deployment before it has its first Owner. */
  onEmpty?: (stack: Stack, browser: Browser) => Promise<void>
}

/** With its traffic in the log. */
export async function startDashboardWorld({
  variables = {},
  onEmpty,
}: WorldOptions = {}): Promise<DashboardWorld> {
  const stateDirectory = newState()
  const started = await startStack({ stateDirectory, runtimes: ['sdk'], handbook: true, variables })
  const ends: (() => Promise<unknown>)[] = [() => started.stop()]
  const dispose = async () => {
    await Promise.all(ends.map((end) => end()))
    discardState(stateDirectory)
  }
  try {
    const browser = await launchChromium()
    ends.push(() => browser.close())
    await onEmpty?.(started, browser)
    const secretsFile = `${stateDirectory}/secrets.json`
    const stack = await ensureOwner(started, secretsFile)
    const configuration = await configure(stack, demoServers(stack))
    const furnished = await furnish(stack, configuration, secretsFile)
    const made = await makeTraffic(configuration.servers, furnished)
    await until('the traffic in the log', async () => {
      const { events } = await stack.admin.get<{ events: unknown[] }>('/logs?kind=call&limit=200')
      return events.length >= made
    })
    return { stack, admin: stack.admin, configuration, furnished, browser, dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

export async function newContext(
  browser: Browser,
  { width = 1_280, height = 900, scheme = 'light' }: Looks = {},
): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
}

/** By the dashboard's own sign-in page. */
export async function signInAt(page: Page, origin: string, person: Person): Promise<void> {
  await page.goto(origin)
  await page.getByRole('link', { name: /^Continue with/ }).click()
  await logIn(page, person)
  // On a phone the navigation is folded away.
  await page.locator('main#main').waitFor()
}

/** The page has what it shows: no skeleton is left. */
export async function settled(page: Page): Promise<void> {
  // Not by its role: behind an open drawer the page is hidden from readers.
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(
    () =>
      ![...document.querySelectorAll('[role="status"]')].some((node) =>
        node.textContent?.startsWith('Loading'),
      ),
  )
}

/** A window that a page opened is gone: by itself, or because that page closed it. */
export async function untilClosed(opened: Page): Promise<void> {
  if (!opened.isClosed()) await opened.waitForEvent('close')
}

/** Where the picture of a failed test goes; git ignores it. */
export function failedPath(test: string): string {
  return path.resolve(import.meta.dirname, `../../screenshots/failed/${test.replaceAll(/\W+/g, '-')}.png`)
}

/** What a page did that it must not do: scripts that threw, and what the Content-Security-Policy refused. */
export function faultsOf(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`threw: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) {
      faults.push(`console: ${message.text()}`)
    }
  })
  return faults
}
