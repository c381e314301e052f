// Each real client through the whole flow at the servers it can speak to (issue 2, part 9).
import { afterEach, describe, expect, it } from 'vitest'
import { clientLines, type Session } from './harness/client-lines.ts'
import { ada, clientOf, grace } from './harness/people.ts'
import { discover, post } from './harness/raw-oauth.ts'
import { sharedStack } from './harness/shared-stack.ts'

const stack = sharedStack()
const open: Session[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.close()))
})

describe.each(clientLines)('$label', (line) => {
  const slugs = ['ops-console', 'support-assistant', ...(line.speaksLegacy ? ['legacy-desk'] : [])]

  it.each(slugs)('gets from the bare URL of %s to a tool call with one sign-in', async (slug) => {
    const provider = clientOf(ada)
    const session = await line.connect(stack.server(slug).mcpUrl, provider)
    open.push(session)
    expect(await session.toolNames()).toContain('whoami')
    const answer = await session.call('whoami')
    expect(answer).toMatchObject({ isError: false })
    expect(answer.text).toContain(ada.email)
    expect(provider.signIns).toBe(1)
    expect(provider.client?.client_id).toBeDefined()
    expect(provider.stored?.access_token).toMatch(/^lmn_/)
    expect(provider.stored?.scope?.split(' ').toSorted()).toEqual(stack.server(slug).scopes.toSorted())
  })

  it('acts for the person who signed in, and for nobody else', async () => {
    const { mcpUrl } = stack.server('ops-console')
    const [first, second] = await Promise.all(
      [ada, grace].map(async (person) => {
        const session = await line.connect(mcpUrl, clientOf(person))
        open.push(session)
        return (await session.call('whoami')).text
      }),
    )
    expect(first).toContain(ada.email)
    expect(first).not.toContain(grace.email)
    expect(second).toContain(grace.email)
  })

  it('refreshes without a person when its access token has ended', async () => {
    const provider = clientOf(ada)
    const session = await line.connect(stack.server('ops-console').mcpUrl, provider)
    open.push(session)
    const before = provider.stored
    provider.expireAccessToken()
    expect((await session.call('whoami')).text).toContain(ada.email)
    expect(provider.signIns).toBe(1)
    expect(provider.stored?.access_token).not.toBe(before?.access_token)
    expect(provider.stored?.refresh_token).not.toBe(before?.refresh_token)
  })

  it('is sent to a new sign-in after it revoked its own token', async () => {
    const { mcpUrl } = stack.server('ops-console')
    const provider = clientOf(ada)
    const session = await line.connect(mcpUrl, provider)
    open.push(session)
    const { revocationEndpoint } = await discover(mcpUrl)
    const revoked = await post(revocationEndpoint, {
      token: provider.stored?.refresh_token ?? '',
      client_id: provider.client?.client_id ?? '',
    })
    expect(revoked.status).toBe(200)
    await expect(session.call('whoami')).rejects.toThrow(/unauthorized/i)
    expect(provider.signIns).toBe(2)
    const again = await line.connect(mcpUrl, provider)
    open.push(again)
    expect((await again.call('whoami')).text).toContain(ada.email)
    expect(provider.signIns).toBe(2)
  })

  it('hears access_denied when the person presses Deny', async () => {
    const provider = clientOf(ada, { consent: 'deny' })
    const connecting = line.connect(stack.server('ops-console').mcpUrl, provider)
    await expect(connecting).rejects.toThrow()
    expect(provider.signIns).toBe(1)
    expect(provider.stored).toBeUndefined()
  })
})
