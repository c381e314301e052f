// M4, S6: a runtime that does not know us any more is our fault; no user's grant may suffer for it.
import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ConfiguredServer } from '../examples/demo/configure.ts'
import { loadTokenRequests } from '../examples/demo/ledgers.ts'
import { ada, clientOf, grace } from './harness/people.ts'
import { signIn } from './harness/raw-oauth.ts'
import { clientLines } from './harness/client-lines.ts'
import { sharedStack } from './harness/shared-stack.ts'

const stack = sharedStack()
let server: ConfiguredServer
beforeAll(async () => {
  const { runtimeUrl } = stack.server('ops-console')
  const created = await stack.admin.post<{ id: string; slug: string; mcpUrl: string }>('/servers', {
    slug: `wrong-secret-${randomBytes(4).toString('hex')}`,
    name: 'Wrong secret',
    runtimeUrl,
    workerSecret: randomBytes(32).toString('base64url'),
  })
  const { id: attachmentId } = await stack.admin.post<{ id: string }>('/attachments', {
    gatewayId: stack.gatewayId,
    serverId: created.id,
    scopes: ['tickets.read'],
  })
  server = { ...stack.server('ops-console'), ...created, attachmentId }
})

describe('a wrong worker secret', () => {
  it('is answered 502 to every user, without one token request and with every grant as it was', async () => {
    const { tokens } = await signIn(server, ada)
    const other = await signIn(server, grace)
    const before = await loadTokenRequests(stack.issuer)
    const grantsBefore = await grants()
    for (const token of [tokens.access_token, other.tokens.access_token]) {
      for (let call = 0; call < 5; call++) expect(await statusAndRule(token)).toEqual([502, true])
    }
    expect((await loadTokenRequests(stack.issuer)).total).toBe(before.total)
    expect(await grants()).toEqual(grantsBefore)
  })

  it.each(clientLines)('never sends $label to a new sign-in', async (line) => {
    const provider = clientOf(ada)
    await expect(line.connect(server.mcpUrl, provider)).rejects.toThrow()
    expect(provider.signIns).toBe(1)
    expect(provider.stored).toBeDefined()
  })
})

async function statusAndRule(token: string): Promise<[number, boolean]> {
  const response = await fetch(server.mcpUrl, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/list', params: {} }),
  })
  return [response.status, (await response.text()).includes('runtime_refused_gateway')]
}

async function grants() {
  const page = await stack.admin.get<{ grants: { id: string; state: string; accessExpiresAt: number }[] }>(
    `/grants?gatewayId=${stack.gatewayId}&attachmentId=${server.attachmentId}`,
  )
  return page.grants.map(({ id, state, accessExpiresAt }) => ({ id, state, accessExpiresAt }))
}
