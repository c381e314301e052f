// S5 against oidc-provider with rotation, which ends the whole grant when one refresh token is used twice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadTokenRequests, refuseTokensOf } from '../examples/demo/ledgers.ts'
import { WalkingProvider } from '../examples/demo/oauth-provider.ts'
import { users } from '../examples/demo/stack.ts'
import { clientLines, type Session } from './harness/client-lines.ts'
import { startOwnStack, type OwnStack } from './harness/own-stack.ts'
import { until } from './harness/until.ts'

const STORM = 50
const TTL_SECONDS = 20
const [ada, grace] = users
const auto = clientLines.find(({ label }) => label === 'SDK 2.x auto') ?? clientLines[0]

let stack: OwnStack
beforeAll(async () => {
  stack = await startOwnStack({ accessTokenTtlSeconds: TTL_SECONDS })
})
afterAll(() => stack?.dispose())

async function connectAs(person: (typeof users)[number]) {
  const provider = new WalkingProvider({ clientName: 'storm', person })
  const session = await auto?.connect(stack.server.mcpUrl, provider)
  if (!session) throw new Error('no client')
  return { provider, session }
}

async function refreshesOf(login: string): Promise<number> {
  const { requests } = await loadTokenRequests(stack.issuer)
  return requests.filter((request) => request.grantType === 'refresh_token' && request.login === login).length
}

async function storm(session: Session, email: string): Promise<void> {
  const answers = await Promise.all(Array.from({ length: STORM }, () => session.call('whoami')))
  expect(answers).toHaveLength(STORM)
  for (const { text, isError } of answers) {
    expect(isError).toBe(false)
    expect(text).toContain(email)
  }
}

describe('50 calls at once', () => {
  it('whose downstream token has just expired make one token request, get 50 answers and keep the grant', async () => {
    const { provider, session } = await connectAs(ada)
    await session.call('whoami')
    for (const round of [1, 2]) {
      const before = await refreshesOf(ada.login)
      const [grant] = (
        await stack.admin.get<{ grants: { accessExpiresAt: number }[] }>(
          `/grants?gatewayId=${stack.gatewayId}&clientId=${provider.client?.client_id ?? ''}`,
        )
      ).grants
      await until(`the token's expiry, round ${round}`, () => Date.now() > (grant?.accessExpiresAt ?? 0))
      await storm(session, ada.email)
      expect((await refreshesOf(ada.login)) - before).toBe(1)
    }
    expect(provider.signIns).toBe(1)
    await session.close()
  })

  it('whose downstream token the API refuses make one token request, get 50 answers and keep the grant', async () => {
    const { provider, session } = await connectAs(grace)
    await session.call('whoami')
    const before = await refreshesOf(grace.login)
    await refuseTokensOf(stack.apiUrl, grace)
    await storm(session, grace.email)
    expect((await refreshesOf(grace.login)) - before).toBe(1)
    expect(provider.signIns).toBe(1)
    await session.close()
  })
})
