// Alan comes through Cloudflare Access, which adds its signed header to every request of his browser.
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { violationsOf } from '../violations.ts'
import { faultsOf, newContext, settled } from '../world.ts'
import { press, type Desk } from './desk.ts'

/** Invited by the demo. */
const ALAN = { subject: 'access-alan', email: 'alan@bletchley.example' }
const LOGOUT = '/cdn-cgi/access/logout'

export function cloudflareAccess(desk: () => Desk): void {
  describe('a person whom Cloudflare Access signs in', () => {
    let page: Page
    let faults: string[]
    /** Undefined: nobody is signed in at Access. */
    let assertion: string | undefined
    beforeAll(async () => {
      page = await (await newContext(desk().browser)).newPage()
      page.setDefaultTimeout(20_000)
      faults = faultsOf(page)
      // What Cloudflare's edge does in front of the dashboard.
      await page.route(`${desk().stack.origin}/**`, async (route) => {
        const request = route.request()
        if (new URL(request.url()).pathname === LOGOUT) {
          assertion = undefined
          return route.fulfill({ contentType: 'text/html', body: '<h1>Logged out by Access</h1>' })
        }
        const headers = { ...request.headers(), ...(assertion && { 'cf-access-jwt-assertion': assertion }) }
        return route.continue({ headers })
      })
    })

    it('is refused where the assertion is for another application, and reads why', async () => {
      assertion = await desk().team.assertionOf(ALAN, { aud: ['another-application'] })
      await page.goto(`${desk().stack.origin}/servers`)
      await page.getByText('Cloudflare Access signed you in, but not for this deployment.').waitFor()
      expect(await page.getByRole('link', { name: /^Continue with/ }).count()).toBe(0)
      expect(await violationsOf(page)).toEqual([])
      await page.getByRole('link', { name: 'Sign out at Cloudflare Access' }).click()
      await page.waitForURL(`${desk().stack.origin}${LOGOUT}`)
    })

    it('accepts an invitation without another sign-in, and lands in the dashboard', async () => {
      const { admin, team } = desk()
      assertion = await team.assertionOf(ALAN)
      const { invitations } = await admin.get<{ invitations: { id: string; email: string }[] }>(
        '/invitations',
      )
      const id = invitations.find(({ email }) => email === ALAN.email)?.id ?? ''
      const { link } = await admin.post<{ link: string }>(`/invitations/${id}/resend`, {})
      await page.goto(link)
      await page.getByText(`You are signed in as ${ALAN.email}.`).waitFor()
      await press(page, 'Accept the invitation')
      await page.getByText('Welcome. Your role is Viewer').waitFor()
      await page.getByRole('link', { name: 'Go to the dashboard' }).click()
      await page.getByRole('heading', { name: 'Overview', exact: true }).waitFor()
      await settled(page)
      await page.getByRole('link', { name: 'Servers', exact: true }).first().click()
      await page.getByRole('link', { name: 'Ops console' }).first().waitFor()
    })

    it('signs out at Access, and is nobody afterwards', async () => {
      await press(page, 'Sign out')
      await page.waitForURL(`${desk().stack.origin}${LOGOUT}`)
      await page.goto(`${desk().stack.origin}/servers`)
      await page.getByText('Cloudflare Access signs people in here.').waitFor()
      expect(faults).toEqual([])
      await page.context().close()
    })
  })
}
