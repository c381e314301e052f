// From an empty deployment to the first call, by clicking only: the bootstrap secret, the first Owner, a Gateway, a
// server, and a tool called by the inspector, which is a real MCP client in the page.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { API_RESOURCE, CLIENT_ID, startStack, type Stack } from '../../../examples/demo/stack.ts'
import { ada } from '../../harness/people.ts'
import { discardState, newState } from '../../harness/state-folder.ts'
import { launchChromium } from '../launch-chromium.ts'
import { logIn } from '../log-in.ts'
import { violationsInEveryLook } from './violations.ts'
import { failedPath, faultsOf, newContext, settled, untilClosed } from './world.ts'

const stateDirectory = newState()
let stack: Stack
let browser: Browser
let context: BrowserContext
let page: Page
let faults: string[]

beforeAll(async () => {
  stack = await startStack({ stateDirectory, runtimes: ['sdk'] })
  browser = await launchChromium()
  context = await newContext(browser)
  page = await context.newPage()
  faults = faultsOf(page)
})
// What the page looked like when a step failed.
beforeEach(({ onTestFailed, task }) => {
  onTestFailed(async () => void (await page.screenshot({ path: failedPath(task.name), fullPage: true })))
})
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
  discardState(stateDirectory)
})

const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const field = (label: string) => page.getByLabel(label, { exact: true })
const follow = (name: string) => page.getByRole('link', { name, exact: true }).first().click()

/** What opens in a window of its own while `act` runs. */
async function windowOf(from: Page, act: () => Promise<void>): Promise<Page> {
  const [opened] = await Promise.all([from.waitForEvent('popup'), act()])
  return opened
}

describe('a new deployment', () => {
  it('is entered with the bootstrap secret, and a wrong one is told so', async () => {
    await page.goto(stack.origin)
    await field('Bootstrap secret').waitFor()
    expect(await violationsInEveryLook(page)).toEqual([])
    await field('Bootstrap secret').fill('not-the-secret-not-the-secret-not-the')
    await press('Continue')
    await page.getByText('This is not the ADMIN_SECRET of the deployment.').waitFor()
    await field('Bootstrap secret').fill(stack.adminSecret)
    await press('Continue')
    await page.getByRole('heading', { name: 'Set up this deployment' }).waitFor()
    await settled(page)
    expect(await violationsInEveryLook(page)).toEqual([])
  })

  it('has its first Owner by a link, who signs in and accepts', async () => {
    await field('E-mail of the first Owner').fill(ada.email)
    await press('Make the link')
    const invitation = await windowOf(page, () => follow('Open the link in a new tab'))
    // A stranger who finds the link learns no address.
    await invitation.getByText('a…@engines.example').first().waitFor()
    await invitation.waitForURL(({ hash }) => hash === '')
    expect(await violationsInEveryLook(invitation)).toEqual([])
    const signIn = await windowOf(invitation, () =>
      invitation.getByRole('button', { name: 'Sign in to accept' }).click(),
    )
    await logIn(signIn, ada)
    await invitation.getByRole('button', { name: 'Accept the invitation' }).click()
    await invitation.getByText('Welcome. Your role is Owner').waitFor()
    await invitation.close()
    await page.getByText('The first Owner is here.').waitFor()
    await press('Sign in as yourself')
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
  })

  it('gets a Gateway, whose discovery is shown while it is typed', async () => {
    await follow('Gateways')
    await follow('New Gateway')
    await page.getByRole('radio', { name: 'Other authorization server' }).check()
    await field('Name').fill('Todo')
    await field('Authorization server URL').fill(stack.issuer)
    await page.getByText('What was found').waitFor()
    await field('Client id').fill(CLIENT_ID)
    await field('Client secret').fill(stack.secrets.clientSecret)
    await field('Resource').fill(API_RESOURCE)
    await field('Allowed scopes').fill('tickets.read tickets.write')
    await press('Create Gateway')
    await page.getByText(/The Gateway is ready/).waitFor()
    const callback = await page
      .getByText(/\/callback$/)
      .first()
      .innerText()
    // What an admin of the authorization server does with it.
    await stack.registerCallback(callback.trim())
  })

  it('gets a server, whose runtime is looked at first', async () => {
    await follow('Servers')
    await follow('Add server')
    const [runtime] = stack.runtimes
    await field('Runtime URL').fill(runtime?.url ?? '')
    await page.getByText('Worker secret', { exact: true }).first().click()
    await field('Worker secret').fill(runtime?.workerSecret ?? '')
    await press('Look at the runtime')
    await page.getByRole('radio', { name: /^Sign-in through a Gateway/ }).check()
    await page.getByRole('radio', { name: /^Todo/ }).check()
    await field('Name').fill('My todos')
    await press('Add server')
    await page.getByRole('heading', { name: 'My todos' }).waitFor()
    await page.getByText(`${stack.origin}/s/my-todos/mcp`).first().waitFor()
  })

  it('answers the first call, made by a client in the page after a real sign-in', async () => {
    const consent = await windowOf(page, () => press('Sign in and list tools'))
    // Ada's session at the authorization server goes on; Limen's consent is asked for all the same.
    await consent.getByRole('button', { name: 'Allow' }).click()
    await untilClosed(consent)
    await page.getByRole('list', { name: 'Tools of this server' }).getByText('whoami').click()
    await press('Call the tool')
    const result = page.getByRole('region', { name: 'Result' })
    await result.getByText('OK', { exact: true }).waitFor()
    await result.getByText(ada.email).first().waitFor()
  })

  it('and nothing threw, broke the Content-Security-Policy, or left a token in the browser', async () => {
    expect(faults).toEqual([])
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
    expect(kept).not.toContain('lmn_')
    expect(page.url()).not.toContain('lmn_')
  })
})
