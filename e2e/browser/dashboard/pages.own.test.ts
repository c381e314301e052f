// Every page, in both schemes and on a phone: WCAG 2.2 AA by axe, nothing thrown, nothing refused by the
// Content-Security-Policy, and no page that scrolls sideways.
import { gzipSync } from 'node:zlib'
import type { BrowserContext, Page, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DASHBOARD_POLICY } from '../../harness/dashboard-policy.ts'
import { ada } from '../../harness/people.ts'
import { eventually } from '../eventually.ts'
import { idsOf, OPEN_PLACES, PLACES, type PlaceIds } from './places.ts'
import { violationsInEveryLook, violationsOf } from './violations.ts'
import { faultsOf, newContext, settled, signInAt, startDashboardWorld, type DashboardWorld } from './world.ts'

let world: DashboardWorld
let context: BrowserContext
let page: Page
let faults: string[]
let ids: PlaceIds

beforeAll(async () => {
  world = await startDashboardWorld()
  ids = await idsOf(world)
  context = await newContext(world.browser)
  page = await context.newPage()
  faults = faultsOf(page)
  await signInAt(page, world.stack.origin, ada)
})
afterAll(() => world?.dispose())

describe('every page', () => {
  it.each(PLACES)('$name', async ({ path, heading, shows }) => {
    const refused: string[] = []
    const note = (response: Response) => {
      if (response.status() >= 400) refused.push(`${response.status()} ${response.url()}`)
    }
    page.on('response', note)
    await page.goto(`${world.stack.origin}${path(ids)}`)
    await settled(page)
    await eventually(() => page.locator('h1').innerText()).toBe(heading)
    await page.getByText(shows).first().waitFor({ state: 'attached' })
    page.off('response', note)
    expect(refused).toEqual([])
    await eventually(() => page.title()).toMatch(/ · Limen$/)
    expect(await violationsInEveryLook(page)).toEqual([])
    expect(faults.splice(0)).toEqual([])
  })
})

describe('where nobody is signed in, the page', () => {
  let stranger: BrowserContext
  beforeAll(async () => {
    stranger = await newContext(world.browser)
  })
  afterAll(() => stranger?.close())

  it.each(OPEN_PLACES)('$name', async ({ path, heading, shows }) => {
    const open = await stranger.newPage()
    const openFaults = faultsOf(open)
    await open.goto(`${world.stack.origin}${path(ids)}`)
    await open.getByText(shows).first().waitFor()
    await settled(open)
    await eventually(() => open.locator('h1').innerText()).toBe(heading)
    expect(await violationsInEveryLook(open)).toEqual([])
    expect(openFaults).toEqual([])
  })
})

it('every page stands under a policy without scripts and styles of its own text (S13)', async () => {
  const answer = await page.goto(`${world.stack.origin}/servers`)
  expect(answer?.headers()['content-security-policy']).toBe(DASHBOARD_POLICY)
})

describe('the frame', () => {
  it('is used by the keyboard alone: skip link, palette, a dialog that gives focus back', async () => {
    await page.goto(`${world.stack.origin}/servers`)
    await settled(page)
    await page.keyboard.press('Tab')
    await page.waitForFunction(() => document.activeElement?.textContent === 'Skip to the content')
    await page.keyboard.press('Control+k')
    const search = page.getByRole('combobox', { name: 'Search places' })
    // The dialog is there before the focus is in it.
    await search.and(page.locator(':focus')).waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.keyboard.type('handbook')
    await page.getByRole('option', { name: /^Handbook/, selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Handbook', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Disable', exact: true }).focus()
    await page.keyboard.press('Control+k')
    await search.and(page.locator(':focus')).waitFor()
    await page.keyboard.press('Escape')
    await search.waitFor({ state: 'detached' })
    // It is given back in a task of its own, after the dialog has left the page.
    await page.waitForFunction(() => document.activeElement?.textContent === 'Disable')
  })

  it('keeps to WCAG on a phone, with the menu open and closed', async () => {
    const phone = await newContext(world.browser, { width: 360, height: 780 })
    const small = await phone.newPage()
    const smallFaults = faultsOf(small)
    await signInAt(small, world.stack.origin, ada)
    await small.goto(`${world.stack.origin}/servers`)
    await settled(small)
    expect(await violationsOf(small)).toEqual([])
    await small.getByRole('button', { name: 'Menu', exact: true }).click()
    await small.getByRole('link', { name: 'Gateways', exact: true }).waitFor()
    expect(await violationsOf(small)).toEqual([])
    expect(smallFaults).toEqual([])
    await phone.close()
  })

  it('loads at most 120 kB of script before the first page (gzipped), and nothing from elsewhere', async () => {
    const fresh = await newContext(world.browser)
    const first = await fresh.newPage()
    const loaded = new Set<string>()
    const scripts = new Set<string>()
    first.on('response', (response) => {
      const { origin } = new URL(response.url())
      loaded.add(origin)
      const isOurs = origin === world.stack.origin
      if (isOurs && response.request().resourceType() === 'script') scripts.add(response.url())
    })
    await signInAt(first, world.stack.origin, ada)
    await settled(first)
    await first.waitForLoadState('networkidle')
    const sizes = await Promise.all(
      [...scripts].map(async (url) => gzipSync(await (await fetch(url)).arrayBuffer()).length),
    )
    expect(sizes.length).toBeGreaterThan(0)
    expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(120_000)
    expect([...loaded].toSorted()).toEqual([world.stack.origin, world.stack.issuer].toSorted())
    await fresh.close()
  })
})
