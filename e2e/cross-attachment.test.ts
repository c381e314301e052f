// S8: what belongs to one attachment is worth nothing at another, and trying it there changes nothing.
import { beforeAll, describe, expect, it } from 'vitest'
import { CookieJar } from '../examples/demo/cookie-jar.ts'
import { parseForm } from '../examples/demo/forms.ts'
import { downstreamTokens } from './harness/downstream-tokens.ts'
import { ada } from './harness/people.ts'
import {
  authorizationRequest,
  authorize,
  discover,
  redeem,
  REDIRECT_URI,
  refresh,
  register,
  revoke,
  signIn,
  statusAt,
} from './harness/raw-oauth.ts'
import { sharedStack } from './harness/shared-stack.ts'

const stack = sharedStack()
const path = stack.server('legacy-desk')
const host = `localhost:${new URL(stack.origin).port}`
/** Known at every attachment of the Gateway: what is refused there is refused for where it was issued. */
let clientId: string

beforeAll(async () => {
  const attachment = await stack.admin.get<{ id: string; version: number }>(
    `/attachments/${path.attachmentId}`,
  )
  await stack.admin.patch(`/attachments/${attachment.id}`, attachment.version, { customHost: host })
  const client = await stack.admin.post<{ id: string }>('/clients', {
    gatewayId: stack.gatewayId,
    name: 'Known everywhere',
    redirectUris: [REDIRECT_URI],
  })
  clientId = client.id
})

const pairs = [
  { name: 'another server', a: stack.server('ops-console'), b: stack.server('support-assistant') },
  {
    name: 'the custom host of the same attachment',
    a: path,
    b: { ...path, mcpUrl: `http://${host}/mcp` },
  },
  {
    name: 'the path form, coming from the custom host',
    a: { ...path, mcpUrl: `http://${host}/mcp` },
    b: path,
  },
]

describe.each(pairs)('at $name', ({ a, b }) => {
  it('an access token is refused, and still serves at home', async () => {
    const { tokens } = await signIn(a, ada)
    expect(await statusAt(b.mcpUrl, tokens.access_token)).toBe(401)
    expect(await statusAt(a.mcpUrl, tokens.access_token)).not.toBe(401)
  })

  it('a code is refused, and can still be redeemed at home', async () => {
    const { endpoints, code, verifier } = await authorize(a.mcpUrl, ada, { clientId })
    const foreign = await discover(b.mcpUrl)
    const refused = await redeem(foreign, { clientId, code, verifier })
    expect([refused.status, refused.error]).toEqual([400, 'invalid_grant'])
    expect((await redeem(endpoints, { clientId, code, verifier })).status).toBe(200)
  })

  it('a refresh token is refused, and still refreshes at home', async () => {
    const { endpoints, tokens } = await signIn(a, ada, { clientId })
    const foreign = await discover(b.mcpUrl)
    const refused = await refresh(foreign, clientId, tokens.refresh_token)
    expect([refused.status, refused.error]).toEqual([400, 'invalid_grant'])
    expect((await refresh(endpoints, clientId, tokens.refresh_token)).status).toBe(200)
  })

  it('a revocation does nothing', async () => {
    const { endpoints, tokens } = await signIn(a, ada, { clientId })
    expect((await revoke(await discover(b.mcpUrl), clientId, tokens.refresh_token)).status).toBe(200)
    expect(await statusAt(a.mcpUrl, tokens.access_token)).not.toBe(401)
    expect((await refresh(endpoints, clientId, tokens.refresh_token)).status).toBe(200)
  })

  it('a client that registered at home is unknown, and is never redirected', async () => {
    const registeredId = await register(await discover(a.mcpUrl))
    const { url } = authorizationRequest(await discover(b.mcpUrl), registeredId)
    const response = await fetch(url, { redirect: 'manual' })
    expect(response.status).toBe(400)
    expect(response.headers.get('location')).toBeNull()
    expect(await response.text()).not.toContain('33418')
  })

  it('a consent that was begun at home cannot be approved there', async () => {
    const jar = new CookieJar()
    const form = await openConsent(a.mcpUrl, jar)
    const begunThere = await openConsent(b.mcpUrl, jar)
    const handle = form.fields.find(({ name }) => name === 'handle')?.value ?? ''
    const response = await fetch(begunThere.action, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: jar.header(begunThere.action) ?? '', origin: begunThere.action.origin },
      body: new URLSearchParams([
        ['handle', handle],
        ...form.fields.filter(({ name }) => name === 'scope').map(({ value }) => ['scope', value]),
        ['decision', 'allow'],
      ]),
    })
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.headers.get('location')).toBeNull()
    expect(await response.text()).not.toContain(stack.issuer)
  })
})

it('a downstream token is no MCP token, although the runtime would accept it', async () => {
  const server = stack.server('ops-console')
  await signIn(server, ada)
  const [token] = downstreamTokens(stack.stateDirectory, 'AccessToken')
  expect(token).toBeDefined()
  expect(await statusAt(server.mcpUrl, token ?? '')).toBe(401)
})

async function openConsent(mcpUrl: string, jar: CookieJar) {
  const endpoints = await discover(mcpUrl)
  let { url } = authorizationRequest(endpoints, await register(endpoints))
  for (;;) {
    const cookie = jar.header(url)
    const response = await fetch(url, { redirect: 'manual', headers: cookie ? { cookie } : {} })
    jar.store(url, response)
    const location = response.headers.get('location')
    if (location) {
      url = new URL(location, url)
      continue
    }
    const form = parseForm(await response.text(), url)
    if (!form) throw new Error(`no consent page at ${url.href}`)
    return form
  }
}
