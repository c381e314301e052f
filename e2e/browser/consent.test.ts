// Consent and login in a real Chromium (S4, O14): what a person can press, in which order and how often.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { walk } from '../../examples/demo/walk.ts'
import { ada, grace } from '../harness/people.ts'
import { authorizationRequest, discover, redeem, register } from '../harness/raw-oauth.ts'
import { sharedStack } from '../harness/shared-stack.ts'
import { launchChromium } from './launch-chromium.ts'
import { logIn } from './log-in.ts'
import { startRedirectTarget, type RedirectTarget } from './redirect-target.ts'

const stack = sharedStack()
const screenshots = path.resolve(import.meta.dirname, '../screenshots')
let browser: Browser
let target: RedirectTarget
let context: BrowserContext
let page: Page

beforeAll(async () => {
  mkdirSync(screenshots, { recursive: true })
  browser = await launchChromium()
})
afterAll(() => browser?.close())
beforeEach(async () => {
  target = await startRedirectTarget()
  context = await browser.newContext()
  page = await context.newPage()
})
afterEach(async () => {
  await context.close()
  target.close()
})

/** A new client's authorize URL at one server. */
async function newRequest(slug = 'ops-console') {
  const server = stack.server(slug)
  const endpoints = await discover(server.mcpUrl)
  const clientId = await register(endpoints, target.redirectUri)
  return {
    endpoints,
    clientId,
    ...authorizationRequest(endpoints, clientId, { redirectUri: target.redirectUri }),
  }
}

const allow = (on: Page) => on.getByRole('button', { name: 'Allow' })
const deny = (on: Page) => on.getByRole('button', { name: 'Deny' })
const backAtClient = (on: Page) => on.getByRole('heading', { name: 'Back at the client' }).waitFor()

describe('the consent page', () => {
  it('says who asks, that it registered itself, where the answer goes, and for what', async () => {
    const { url } = await newRequest()
    await page.goto(url.href)
    const text = await page.locator('main').innerText()
    expect(text).toContain('e2e raw')
    expect(text).toMatch(/registered itself/i)
    expect(text).toContain(new URL(target.redirectUri).host)
    for (const scope of stack.server('ops-console').scopes) {
      await expect(page.getByRole('checkbox', { name: scope }).isChecked()).resolves.toBe(true)
    }
    await expect(page.getByRole('checkbox').count()).resolves.toBe(2)
    expect(text).toMatch(/program on this computer/i)
  })

  it('Allow leads through the login to a code that can be redeemed', async () => {
    const { url, endpoints, clientId, verifier } = await newRequest()
    await page.goto(url.href)
    await allow(page).click()
    await logIn(page, ada)
    await backAtClient(page)
    const [answer] = target.received
    expect(answer?.get('state')).toBe('e2e-state')
    expect(answer?.get('iss')).toBe(endpoints.issuer)
    const tokens = await redeem(endpoints, {
      clientId,
      verifier,
      code: answer?.get('code') ?? '',
      redirectUri: target.redirectUri,
    })
    expect(tokens.status).toBe(200)
  })

  it('Deny leads back to the client with access_denied, and nobody is asked to log in', async () => {
    const { url, endpoints } = await newRequest()
    await page.goto(url.href)
    await deny(page).click()
    await backAtClient(page)
    expect(target.received[0]?.get('error')).toBe('access_denied')
    expect(target.received[0]?.get('iss')).toBe(endpoints.issuer)
    expect(target.received[0]?.get('code')).toBeNull()
  })

  it('nothing ticked counts as Deny', async () => {
    const { url } = await newRequest()
    await page.goto(url.href)
    for (const box of await page.getByRole('checkbox').all()) await box.uncheck()
    await allow(page).click()
    await backAtClient(page)
    expect(target.received[0]?.get('error')).toBe('access_denied')
  })

  it('grants exactly what stayed ticked', async () => {
    const { url, endpoints, clientId, verifier } = await newRequest()
    await page.goto(url.href)
    await page.getByRole('checkbox', { name: 'admin.read' }).uncheck()
    await allow(page).click()
    await logIn(page, ada)
    await backAtClient(page)
    const code = target.received[0]?.get('code') ?? ''
    const { body } = await redeem(endpoints, { clientId, verifier, code, redirectUri: target.redirectUri })
    expect(body).toMatchObject({ scope: 'tickets.write' })
  })

  it('a double click on Allow signs in once, and works', async () => {
    const { url } = await newRequest()
    await page.goto(url.href)
    await allow(page).dblclick({ noWaitAfter: true })
    await logIn(page, ada)
    await backAtClient(page)
    expect(target.received).toHaveLength(1)
    expect(target.received[0]?.get('code')).toBeTruthy()
  })

  it('a reload before Allow works', async () => {
    const { url } = await newRequest()
    await page.goto(url.href)
    await page.reload()
    await allow(page).click()
    await logIn(page, ada)
    await backAtClient(page)
    expect(target.received[0]?.get('code')).toBeTruthy()
  })

  it('going back from the login and pressing Allow again never ends in a dead end', async () => {
    const { url } = await newRequest()
    await page.goto(url.href)
    await allow(page).click()
    await page.getByLabel('Password').waitFor()
    await page.goto(url.href)
    await allow(page).click()
    await logIn(page, ada)
    await backAtClient(page)
    expect(target.received[0]?.get('code')).toBeTruthy()
  })

  it('two tabs at once both get through', async () => {
    const [first, second] = [await newRequest(), await newRequest('support-assistant')]
    const other = await context.newPage()
    await page.goto(first.url.href)
    await other.goto(second.url.href)
    await allow(page).click()
    await logIn(page, ada)
    await backAtClient(page)
    await allow(other).click()
    // Ada's session at the authorization server goes on.
    await backAtClient(other)
    expect(target.received.map((answer) => answer.has('code'))).toEqual([true, true])
  })

  it('works without script', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false })
    const on = await plain.newPage()
    const { url } = await newRequest()
    await on.goto(url.href)
    await allow(on).click()
    await logIn(on, grace)
    await backAtClient(on)
    expect(target.received[0]?.get('code')).toBeTruthy()
    await plain.close()
  })

  it('can be answered with the keyboard alone, with the focus in sight', async () => {
    const { url } = await newRequest()
    await page.goto(url.href)
    const reached: string[] = []
    for (let press = 0; press < 10; press++) {
      await page.keyboard.press('Tab')
      const focus = page.locator(':focus')
      const name = (await focus.getAttribute('value')) ?? ''
      reached.push(name)
      const outline = await focus.evaluate((element) => getComputedStyle(element).outlineStyle)
      expect(outline, `focus on ${name}`).not.toBe('none')
      if (name === 'allow') break
    }
    expect(reached).toEqual([...stack.server('ops-console').scopes, 'allow'])
    await page.keyboard.press('Enter')
    await page.getByLabel('Password').waitFor()
  })

  it('cannot be framed, runs no script and loads nothing from elsewhere', async () => {
    const { url } = await newRequest()
    const response = await page.goto(url.href)
    const policy = response?.headers()['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    await expect(page.locator('script').count()).resolves.toBe(0)
  })

  it.each(['light', 'dark'] as const)('is readable in the %s colour scheme', async (colorScheme) => {
    const themed = await browser.newContext({ colorScheme, viewport: { width: 900, height: 900 } })
    const on = await themed.newPage()
    const { url } = await newRequest()
    await on.goto(url.href)
    await on.screenshot({ path: path.join(screenshots, `consent-${colorScheme}.png`) })
    for (const selector of ['h1', 'dt', '.warning', 'button.primary', 'legend']) {
      expect(await contrastOf(on, selector), `contrast of ${selector}`).toBeGreaterThanOrEqual(4.5)
    }
    await allow(on).click()
    await on.getByLabel('Password').waitFor()
    await on.screenshot({ path: path.join(screenshots, `login-${colorScheme}.png`) })
    await themed.close()
  })

  it('fits a small phone without scrolling sideways', async () => {
    const phone = await browser.newContext({ viewport: { width: 320, height: 640 } })
    const on = await phone.newPage()
    const { url } = await newRequest()
    await on.goto(url.href)
    const overflow = await on.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await on.screenshot({ path: path.join(screenshots, 'consent-phone.png') })
    await phone.close()
  })
})

describe('another browser', () => {
  it('cannot finish a sign-in that was approved here: 403, and no code', async () => {
    const { url } = await newRequest()
    const { callbackUrl } = await stack.admin.get<{ callbackUrl: string }>(`/gateways/${stack.gatewayId}`)
    const callback = await walk(url, { person: ada, redirectUri: callbackUrl })
    const response = await page.goto(callback.href)
    expect(response?.status()).toBe(403)
    await expect(page.locator('main').innerText()).resolves.toMatch(/another browser/i)
    await page.screenshot({ path: path.join(screenshots, 'problem-other-browser.png') })
    expect(target.received).toEqual([])
  })
})

/** WCAG 2 contrast between the text of the first match and what is painted behind it. */
function contrastOf(on: Page, selector: string): Promise<number> {
  return on
    .locator(selector)
    .first()
    .evaluate((element) => {
      const canvas = document.createElement('canvas').getContext('2d')
      const channels = (color: string): [number, number, number, number] => {
        if (!canvas) throw new Error('no canvas')
        canvas.clearRect(0, 0, 1, 1)
        canvas.fillStyle = color
        canvas.fillRect(0, 0, 1, 1)
        const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data
        return [r, g, b, a]
      }
      const luminance = (color: string) => {
        const [r, g, b] = channels(color).map((value) => {
          const share = value / 255
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
        }) as [number, number, number, number]
        return 0.2126 * r + 0.7152 * g + 0.0722 * b
      }
      const backgroundOf = (start: Element): string => {
        for (let at: Element | null = start; at; at = at.parentElement) {
          const color = getComputedStyle(at).backgroundColor
          if (channels(color)[3] === 255) return color
        }
        return getComputedStyle(document.documentElement).colorScheme.includes('dark') &&
          matchMedia('(prefers-color-scheme: dark)').matches
          ? '#121212'
          : '#ffffff'
      }
      const [one, other] = [luminance(getComputedStyle(element).color), luminance(backgroundOf(element))]
      return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
    })
}
