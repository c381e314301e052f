// P10: a power cut at any moment; a restart goes on without an operator, and nobody signs in again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadTokenRequests, refuseTokensOf } from '../examples/demo/ledgers.ts'
import { WalkingProvider } from '../examples/demo/oauth-provider.ts'
import { users } from '../examples/demo/stack.ts'
import { clientLines } from './harness/client-lines.ts'
import { startOwnStack, type OwnStack } from './harness/own-stack.ts'
import { until } from './harness/until.ts'

const [ada, grace] = users
let stack: OwnStack
beforeAll(async () => {
  stack = await startOwnStack()
})
afterAll(() => stack?.dispose())

const line = clientLines.find(({ label }) => label === 'SDK 2.x auto')
async function connectAs(person: (typeof users)[number]) {
  const provider = new WalkingProvider({ clientName: 'crash', person })
  const session = await line?.connect(stack.server.mcpUrl, provider)
  if (!session) throw new Error('no client')
  return { provider, session }
}

/** An attempt is an orphan after 15 s, and a refused token is reported once a minute (M4). */
const RECOVERY_MS = 90_000

describe('kill -9 of Limen', () => {
  it('at rest: the same client calls on, and refreshes on, without a sign-in', async () => {
    const { provider, session } = await connectAs(ada)
    await session.call('add_todo', { title: 'Survive' })
    await stack.children.kill('limen')
    await stack.startLimen()
    expect((await session.call('list_todos')).text).toContain('Survive')
    provider.expireAccessToken()
    expect((await session.call('list_todos')).text).toContain('Survive')
    expect(provider.signIns).toBe(1)
    await session.close()
  })

  /**
   * An answer that dies with the process between the authorization server and the disk is lost, and a server that
   * rotates ends the grant when the old token comes again (security.md §2.3): then, and only then, one new sign-in.
   */
  it('with 20 calls and a downstream refresh in flight: at most one more refresh, and calls go on', async () => {
    const { provider, session } = await connectAs(grace)
    await session.call('whoami')
    const before = await loadTokenRequests(stack.issuer)
    await refuseTokensOf(stack.apiUrl, grace)
    const calls = Array.from({ length: 20 }, () => session.call('whoami').catch(() => undefined))
    await until(
      'the refresh to reach the authorization server',
      async () => (await loadTokenRequests(stack.issuer)).total > before.total,
    )
    await stack.children.kill('limen')
    await Promise.all(calls)
    await stack.startLimen()

    let current = session
    const goesThrough = async () => {
      const answer = await current.call('whoami').catch(() => undefined)
      if (answer) return !answer.isError && answer.text.includes(grace.email)
      // The SDK has walked through a new sign-in; its result serves the next connection.
      if (provider.callback) current = (await line?.connect(stack.server.mcpUrl, provider)) ?? current
      return false
    }
    await until('a call to go through again', goesThrough, RECOVERY_MS)
    const { requests } = await loadTokenRequests(stack.issuer)
    const refreshes = requests
      .slice(before.total)
      .filter(({ grantType }) => grantType === 'refresh_token')
      .map(({ outcome }) => outcome)
    expect([['ok'], ['ok', 'ok'], ['ok', 'invalid_grant']]).toContainEqual(refreshes)
    expect(provider.signIns).toBe(refreshes.includes('invalid_grant') ? 2 : 1)
    await current.close()
  }, 120_000)
})
