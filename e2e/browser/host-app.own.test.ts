// The host app in a real Chromium with the two people of the example authorization server (product.md §5): who signs in at
// Limen must be who is signed in at the app, and an exchange acts as exactly that person.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findFreePort } from '../../examples/demo/ports.ts'
import { registerHostApp } from '../../examples/host-app/register.ts'
import type { Gateway } from '../../schema/api/gateways.ts'
import { startOwnStack, type OwnStack } from '../harness/own-stack.ts'
import { ada, grace } from '../harness/people.ts'
import { statusAt } from '../harness/raw-oauth.ts'
import { launchChromium } from './launch-chromium.ts'
import { logIn } from './log-in.ts'

const screenshots = path.resolve(import.meta.dirname, '../screenshots')
let stack: OwnStack
let appOrigin: string
let appId: string
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true })
  browser = await launchChromium()
  stack = await startOwnStack({ accessTokenFormat: 'jwt' })
  await knowOrganizations()
  const port = await findFreePort([])
  appOrigin = `http://127.0.0.1:${port}`
  const environment = await registerHostApp({
    adminApi: stack.admin.baseUrl,
    adminSecret: stack.adminSecret,
    issuer: stack.issuer,
    gatewayId: stack.gatewayId,
    origin: appOrigin,
    mcpUrl: stack.server.mcpUrl,
  })
  appId = environment['APP_ID'] ?? ''
  await stack.children.start({
    name: 'host-app',
    command: process.execPath,
    args: ['start.ts'],
    cwd: path.resolve(import.meta.dirname, '../../examples/host-app'),
    env: { ...environment, HOST: '127.0.0.1', PORT: String(port), SEND_ORGANIZATION: '1' },
    logDirectory: path.join(stack.stateDirectory, 'logs'),
    readyLine: /listening http/,
  })
})
afterAll(async () => {
  await browser?.close()
  await stack?.dispose()
})
beforeEach(async () => {
  context = await browser.newContext()
  page = await context.newPage()
})
afterEach(() => context.close())

/** The authorization server names an organization; this Gateway reads it. */
async function knowOrganizations(): Promise<void> {
  const gateway = await stack.admin.get<Gateway>(`/gateways/${stack.gatewayId}`)
  const identity = { ...gateway.identity, claims: { ...gateway.identity.claims, organization: 'org_id' } }
  await stack.admin.patch(`/gateways/${gateway.id}`, gateway.version, { identity })
}

/** At the app, whose client registered itself and is asked for consent. */
async function signInAtApp(person: { login: string; password: string }): Promise<void> {
  await page.goto(appOrigin)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await logIn(page, person)
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.getByText('Signed in as').waitFor()
}

/** The browser forgets who is signed in at the authorization server, and stays signed in at the app. */
function forgetSignInService(): Promise<void> {
  return context.clearCookies({ name: /^_(session|interaction|resume)/ })
}

async function connectAgent(): Promise<void> {
  await page.getByRole('button', { name: 'Connect the assistant' }).click()
  await page.getByRole('button', { name: 'Allow' }).click()
}

/** On the page that names both accounts, the whole of it. */
async function stops(): Promise<void> {
  await page.getByRole('heading', { name: 'Another account is signed in' }).waitFor()
  await page.waitForLoadState()
}

async function ask(button: string): Promise<string> {
  await page.getByRole('button', { name: button }).click()
  const said = page.locator('[data-said]')
  await page.waitForFunction(() => {
    const text = document.querySelector('[data-said]')?.textContent ?? ''
    return text !== '' && text !== 'Asking …'
  })
  return said.innerText()
}

interface Grants {
  grants: { identity: { email: string }; clientName: string; state: string }[]
}

function grants(): Promise<Grants> {
  return stack.admin.get<Grants>(`/grants?gatewayId=${stack.gatewayId}&state=active`)
}

describe('an agent that a user connects', () => {
  it('works as the person who is signed in at the app, without another login', async () => {
    await signInAtApp(ada)
    await connectAgent()
    await page.getByRole('button', { name: 'Ask with my connection' }).waitFor()
    await expect(ask('Ask with my connection')).resolves.toContain(ada.email)
  })

  it('stops where another account signs in, names both, and goes on only as the right one', async () => {
    await signInAtApp(ada)
    await forgetSignInService()
    const before = (await grants()).grants.length
    await connectAgent()
    await logIn(page, grace)
    await stops()
    const text = await page.locator('main').innerText()
    for (const part of ['Ada Lovelace', ada.email, 'Grace Hopper', grace.email, 'It was not checked'])
      expect(text).toContain(part)
    await expect(page.getByRole('link').count()).resolves.toBe(0)
    await expect(page.getByRole('button').allInnerTexts()).resolves.toEqual(['Switch account', 'Cancel'])
    expect((await grants()).grants).toHaveLength(before)

    // The downstream asks again although grace is signed in there; whoever insists is stopped again.
    await page.getByRole('button', { name: 'Switch account' }).click()
    await logIn(page, grace)
    await stops()
    await page.getByRole('button', { name: 'Switch account' }).click()
    await logIn(page, ada)
    await page.getByRole('button', { name: 'Ask with my connection' }).waitFor()
    await expect(ask('Ask with my connection')).resolves.toContain(ada.email)
    const { grants: active } = await grants()
    expect(active.filter(({ identity }) => identity.email === grace.email)).toEqual([])
  })

  it('cancelled, leads back to the app, which says so', async () => {
    await signInAtApp(grace)
    await forgetSignInService()
    await connectAgent()
    await logIn(page, ada)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('access_denied').waitFor()
  })
})

describe('the page that names both accounts', () => {
  async function stopped(): Promise<void> {
    await signInAtApp(ada)
    await forgetSignInService()
    await connectAgent()
    await logIn(page, grace)
    await stops()
  }

  it('runs no script, cannot be framed, and works with the keyboard', async () => {
    await stopped()
    await expect(page.locator('script').count()).resolves.toBe(0)
    await page.keyboard.press('Tab')
    await expect(page.locator(':focus').innerText()).resolves.toBe('Switch account')
    await page.keyboard.press('Enter')
    await page.getByLabel('Password').waitFor()
  })

  it.each(['light', 'dark'] as const)('is readable in the %s scheme and on a small phone', async (scheme) => {
    await context.close()
    context = await browser.newContext({ colorScheme: scheme, viewport: { width: 320, height: 800 } })
    page = await context.newPage()
    await stopped()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await page.screenshot({ path: path.join(screenshots, `account-${scheme}.png`), fullPage: true })
  })

  it('shows hostile hints as text (S14)', async () => {
    await signInAtApp(ada)
    await forgetSignInService()
    await page.getByRole('button', { name: 'Connect the assistant' }).click()
    await page.getByRole('button', { name: 'Allow' }).waitFor()
    const hostile = '"><img src=x onerror="document.title=1"><script>document.title=2</script>\u202Egnp.exe'
    const url = new URL(page.url())
    url.searchParams.set('host_display_name', hostile)
    url.searchParams.set('host_subject', hostile)
    await page.goto(url.href)
    await page.getByRole('button', { name: 'Allow' }).click()
    await logIn(page, grace)
    await stops()
    expect(await page.title()).toBe('Another account is signed in')
    await expect(page.locator('img, script').count()).resolves.toBe(0)
    await expect(page.locator('main').innerText()).resolves.toContain('<img src=x')
  })
})

describe('an exchange', () => {
  it.each([ada, grace])('acts as whoever is signed in at the app: %o', async (person) => {
    await signInAtApp(person)
    await expect(ask('Ask with my sign-in here')).resolves.toContain(person.email)
    expect((await grants()).grants.map(({ clientName }) => clientName)).not.toContain('Host app')
  })

  it('leaves the user’s own token out of the page, and ends with a block of the app', async () => {
    await signInAtApp(ada)
    const answered = page.waitForResponse((response) => response.url().endsWith('/agent/exchanged-token'))
    await ask('Ask with my sign-in here')
    const body = (await (await answered).json()) as { token: string; expiresIn: number }
    expect(body.expiresIn).toBeLessThanOrEqual(900)
    expect(body.token).toMatch(/^lmn_/)
    expect(Object.keys(body)).toEqual(['token', 'expiresIn'])
    expect(await statusAt(stack.server.mcpUrl, body.token)).toBe(200)
    await stack.admin.post('/clients/block', { gatewayId: stack.gatewayId, clientId: appId })
    expect(await statusAt(stack.server.mcpUrl, body.token)).toBe(401)
    await expect(ask('Ask with my sign-in here')).resolves.toContain('invalid_client')
  })
})
