// An embedding app from its first secret to its end, while its backend trades a user's own token with each of them.
import * as oauth from 'oauth4webapi'
import type { Locator } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  API_CLIENT,
  discover as discoverIssuer,
  loopback,
  REDIRECT_URI,
  signIn,
} from '../../../examples/sign-in.ts'
import { grace } from '../../../harness/people.ts'
import { discover, post, statusAt, type Answer, type Endpoints } from '../../../harness/raw-oauth.ts'
import { dialog, field, press, soon, visit, type Desk } from './desk.ts'

const NAME = 'Customer portal'
const RENAMED = 'Partner portal'
const ORIGIN = 'https://portal.compilers.example'

export function embeddingApp(desk: () => Desk): void {
  describe('an embedding app', () => {
    let clientId: string
    let userToken: string
    let endpoints: Endpoints
    let app = { id: '', secret: '' }
    let mcpToken: string
    const mcpUrl = () => desk().serverOf('support-assistant').mcpUrl

    // The app's own client at the authorization server, and a user of it.
    beforeAll(async () => {
      const { issuer } = desk().stack
      const client = await oauth.processDynamicClientRegistrationResponse(
        await oauth.dynamicClientRegistrationRequest(
          await discoverIssuer(issuer),
          { client_name: NAME, redirect_uris: [REDIRECT_URI] },
          loopback,
        ),
      )
      clientId = client.client_id
      const clientAuth = oauth.ClientSecretBasic(String(client.client_secret))
      const tokens = await signIn({ issuer, scope: 'tickets.read', person: grace, client, clientAuth })
      userToken = tokens.access_token
      endpoints = await discover(mcpUrl())
    })

    const exchange = (secret = app.secret): Promise<Answer> =>
      post(endpoints.tokenEndpoint, {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: userToken,
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        resource: endpoints.resource,
        client_id: app.id,
        client_secret: secret,
      })

    const apps = () => desk().ada.getByRole('region', { name: 'Embedding apps' })

    /** Read where it is shown once, and put away. */
    const keepSecret = async (shown: Locator) => {
      await shown.locator('code').nth(1).waitFor()
      const [id = '', secret = ''] = await shown.locator('code').allInnerTexts()
      await press(shown, 'I have kept it')
      await shown.waitFor({ state: 'detached' })
      expect(await desk().ada.content()).not.toContain(secret)
      app = { id, secret }
    }

    it('gets its secret once, and with it a token for each of its users', async () => {
      const { ada: page, configuration } = desk()
      await visit(page, `/gateways/${configuration.gatewayId}/clients`)
      await press(page, 'Add an embedding app')
      const form = dialog(page, 'Add an embedding app')
      await field(form, 'Name').fill(NAME)
      await field(form, 'Downstream client id').fill(clientId)
      await field(form, 'How the app proves itself').selectOption({ label: 'A secret in the body' })
      await press(form, 'Add app')
      await keepSecret(dialog(page, `Secret of ${NAME}`))
      const answer = await exchange()
      expect(answer.body).toMatchObject({ token_type: 'Bearer' })
      mcpToken = (answer.body as { access_token: string }).access_token
      expect(await statusAt(mcpUrl(), mcpToken)).toBe(200)
      expect(await exchange(API_CLIENT.API_CLIENT_SECRET)).toMatchObject({ error: 'invalid_client' })
    })

    it('is renamed, and a page of it may call from then on', async () => {
      const { ada: page } = desk()
      const fromPage = async () => {
        const headers = { authorization: `Bearer ${mcpToken}`, origin: ORIGIN }
        return (await fetch(mcpUrl(), { method: 'POST', body: '{}', headers })).status
      }
      expect(await fromPage()).toBe(403)
      await press(page, `Edit ${NAME}`)
      const form = dialog(page, 'Edit embedding app')
      await field(form, 'Name').fill(RENAMED)
      await field(form, 'Allowed origins').fill(ORIGIN)
      await press(form, 'Save app')
      await page.getByText(`${RENAMED} is saved.`).waitFor()
      await apps().getByRole('row').filter({ hasText: RENAMED }).getByText(ORIGIN).waitFor()
      await soon('the origin to be admitted', async () => (await fromPage()) !== 403)
    })

    it('gets another secret, and the one before is refused', async () => {
      const { ada: page } = desk()
      const before = app.secret
      await press(page, `New secret for ${RENAMED}`)
      await press(dialog(page, `Make a new secret for ${RENAMED}?`), 'Make new secret')
      await keepSecret(dialog(page, `Secret of ${RENAMED}`))
      expect(app.secret).not.toBe(before)
      await soon('the old secret to be refused', async () => (await exchange(before)).status === 401)
      expect(await exchange(before)).toMatchObject({ error: 'invalid_client' })
      expect(await exchange()).toMatchObject({ status: 200 })
      expect(await statusAt(mcpUrl(), mcpToken)).toBe(200)
    })

    it('ends with the tokens that it has', async () => {
      const { ada: page } = desk()
      await press(page, `Remove ${RENAMED}`)
      const question = dialog(page, `Remove ${RENAMED}?`)
      await field(question, `Type “${RENAMED}” to confirm`).fill(RENAMED)
      await press(question, 'Remove app')
      await page.getByText(`${RENAMED} is removed. Its tokens end everywhere within 10 s.`).waitFor()
      await apps().getByText('No embedding app').waitFor()
      await soon('its token to be refused', async () => (await statusAt(mcpUrl(), mcpToken)) === 401)
      // It was the only one, and exchange is off without any.
      expect(await exchange()).toMatchObject({ status: 400, error: 'unsupported_grant_type' })
    })
  })
}
