// The example authorization server (npm oidc-provider, rotation on) for tests beside the code. It ends a grant whose
// refresh token comes twice, so a client that spends one twice loses visibly. `/issue` gives a refresh token without a
// browser, `/ledger` counts token requests, `/is-honoured` looks into the server's own store.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { createProvider } from '../../examples/authorization-server/provider.ts'
import { parseSettings } from '../../examples/authorization-server/settings.ts'
import { openStorage } from '../../examples/authorization-server/storage.ts'
import type { StrictProvider } from '../../worker/testing/strict-provider.ts'

const ACCOUNT = 'usr_7c1f0a'
const SCOPE = 'openid offline_access tickets.read'

export default async function setup(project: TestProject): Promise<() => void> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const settings = parseSettings({
    CLIENT_ID: 'limen',
    CLIENT_SECRET: 'strict-provider-secret',
    REDIRECT_URIS: 'http://127.0.0.1:1/callback',
    ACCESS_TOKEN_FORMAT: 'opaque',
  })
  const storage = openStorage(':memory:')
  const provider = createProvider(issuer, settings, storage)
  let tokenRequests = 0

  async function issue(): Promise<string> {
    const client = await provider.Client.find('limen')
    if (!client) throw new Error('the client is not registered')
    const grant = new provider.Grant({ accountId: ACCOUNT, clientId: 'limen' })
    grant.addOIDCScope('openid offline_access')
    grant.addResourceScope(settings.apiResource, 'tickets.read')
    const token = new provider.RefreshToken({
      accountId: ACCOUNT,
      client,
      grantId: await grant.save(),
      gty: 'authorization_code',
      resource: settings.apiResource,
      scope: SCOPE,
      expiresWithSession: false,
    } as ConstructorParameters<typeof provider.RefreshToken>[0])
    return token.save()
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer)
    const json = (body: unknown) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
    if (url.pathname === '/issue') return void json({ refreshToken: await issue() })
    if (url.pathname === '/ledger') return void json({ tokenRequests })
    if (url.pathname === '/is-honoured') {
      const token = await provider.RefreshToken.find(url.searchParams.get('token') ?? '')
      return void json({ isHonoured: token !== undefined && token.isValid && token.consumed === undefined })
    }
    if (url.pathname === '/token') tokenRequests += 1
    provider.callback()(request, response)
  }

  server.on('request', (request, response) => void answer(request, response).catch(() => response.destroy()))
  const facts: StrictProvider = {
    issuer,
    resource: settings.apiResource,
    clientId: 'limen',
    clientSecret: 'strict-provider-secret',
  }
  project.provide('strictProvider', facts)
  return () => {
    server.close()
    server.closeAllConnections()
    storage.close()
  }
}
