// S21: a person who takes the permission away at the authorization server is asked again by the next call.
import { describe, expect, it } from 'vitest'
import { revokeAtAuthorizationServer } from '../examples/demo/ledgers.ts'
import { clientLines, type ClientLine } from './harness/client-lines.ts'
import { ada, clientOf } from './harness/people.ts'
import { sharedStack } from './harness/shared-stack.ts'

const stack = sharedStack()

/** The TypeScript runtime begins a legacy answer as a stream before its API has refused; M4 then speaks of the next call. */
const hasBegun = ({ label }: ClientLine, slug: string) =>
  ['SDK 1.x', 'SDK 2.x legacy'].includes(label) && stack.server(slug).runtime !== 'FastMCP (Python)'

const cases = clientLines.flatMap((line) =>
  ['support-assistant', 'ops-console'].map((slug) => ({ line, slug, label: line.label })),
)

describe.each(cases)('$label at $slug', ({ line, slug }) => {
  it('reaches a new authorization with the next call after the user revoked downstream', async () => {
    const server = stack.server(slug)
    const provider = clientOf(ada)
    const session = await line.connect(server.mcpUrl, provider)
    await session.call('whoami')
    const clientId = provider.client?.client_id ?? ''

    await revokeAtAuthorizationServer(stack.issuer, ada)
    if (hasBegun(line, slug)) expect((await session.call('whoami')).isError).toBe(true)
    await expect(session.call('whoami')).rejects.toThrow(/unauthorized/i)
    expect(provider.signIns).toBe(2)
    await session.close()

    const { grants } = await stack.admin.get<{ grants: { state: string; stateReason: string }[] }>(
      `/grants?gatewayId=${stack.gatewayId}&clientId=${encodeURIComponent(clientId)}`,
    )
    expect(grants.map(({ state }) => state)).toContain('needs_reauth')

    const again = await line.connect(server.mcpUrl, provider)
    expect((await again.call('whoami')).text).toContain(ada.email)
    expect(provider.signIns).toBe(2)
    await again.close()
  })
})
