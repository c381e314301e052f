// The authorization server is down while an admin saves, while a person signs in, while Limen refreshes: it is
// explained, nothing is lost, and it goes on when the server is back.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AdminApiError } from '../cli/admin-api.ts'
import { CookieJar } from '../examples/demo/cookie-jar.ts'
import { refuseTokensOf } from '../examples/demo/ledgers.ts'
import { WalkingProvider } from '../examples/demo/oauth-provider.ts'
import { users } from '../examples/demo/stack.ts'
import { walk } from '../examples/demo/walk.ts'
import { clientLines } from './harness/client-lines.ts'
import { startOwnStack, type OwnStack } from './harness/own-stack.ts'
import { authorizationRequest, discover, register } from './harness/raw-oauth.ts'
import { until } from './harness/until.ts'

const [ada, grace] = users
let stack: OwnStack
let isDown = false
beforeAll(async () => {
  stack = await startOwnStack({ accessTokenFormat: 'opaque' })
})
afterAll(() => stack?.dispose())
beforeEach(async () => {
  if (isDown) await bringBack()
})

async function takeDown(): Promise<void> {
  await stack.children.stop('authorization-server')
  isDown = true
}

async function bringBack(): Promise<void> {
  await stack.startAuth()
  isDown = false
}

describe('while an admin saves', () => {
  it('a Gateway whose authorization server does not answer is refused beside the field that names it', async () => {
    await takeDown()
    const saving = stack.admin.post('/gateways', {
      name: 'Nobody home',
      authorizationServerUrl: stack.issuer,
    })
    const error = await saving.then(
      () => undefined,
      (refusal: unknown) => refusal,
    )
    expect(error).toBeInstanceOf(AdminApiError)
    expect(JSON.stringify((error as AdminApiError).problem)).toContain('authorizationServerUrl')
    expect((error as AdminApiError).status).toBeLessThan(500)
  })
})

describe('while a person signs in', () => {
  it('the answer of the callback explains it, gives no code, and a new sign-in works when the server is back', async () => {
    const jar = new CookieJar()
    const endpoints = await discover(stack.server.mcpUrl)
    const clientId = await register(endpoints)
    const { url, redirectUri } = authorizationRequest(endpoints, clientId)
    const callback = await walk(url, { person: ada, redirectUri: stack.callbackUrl, jar })
    await takeDown()
    const response = await fetch(callback, {
      redirect: 'manual',
      headers: { cookie: jar.header(callback) ?? '' },
    })
    const answer = `${response.headers.get('location')} ${await response.text()}`
    expect(answer).toMatch(
      /error=(temporarily_unavailable|server_error)&error_description=.*does\+not\+answer/,
    )
    expect(answer).not.toMatch(/[?&]code=/)

    await bringBack()
    const retried = await walk(authorizationRequest(endpoints, clientId).url, {
      person: ada,
      redirectUri,
      jar,
    })
    expect(retried.searchParams.get('code')).toBeTruthy()
  })
})

describe.each(clientLines)('while Limen refreshes for $label', (line) => {
  it('calls fail for now, the grant stays, and the next call after the outage needs no sign-in', async () => {
    const provider = new WalkingProvider({ clientName: 'outage', person: grace })
    const session = await line.connect(stack.server.mcpUrl, provider)
    await session.call('whoami')
    const grantState = async () => {
      const { grants } = await stack.admin.get<{ grants: { state: string }[] }>(
        `/grants?gatewayId=${stack.gatewayId}&clientId=${provider.client?.client_id ?? ''}`,
      )
      return grants.map(({ state }) => state)
    }
    await refuseTokensOf(stack.apiUrl, grace)
    await takeDown()
    await expect(callOrThrow(session)).rejects.toThrow()
    expect(provider.signIns).toBe(1)
    expect(await grantState()).toEqual([expect.stringMatching(/^(active|refreshing)$/)])

    await bringBack()
    await until('a call to go through again', () =>
      callOrThrow(session).then(
        () => true,
        () => false,
      ),
    )
    expect(provider.signIns).toBe(1)
    expect(await grantState()).toEqual(['active'])
    await session.close()
  })
})

async function callOrThrow(session: Awaited<ReturnType<(typeof clientLines)[number]['connect']>>) {
  const { text, isError } = await session.call('whoami')
  if (isError) throw new Error(text)
}
