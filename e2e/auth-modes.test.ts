// Every auth mode over real runtimes and with real clients (product.md §3): what one look at each says, and a call.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Versioned } from '../cli/admin-api.ts'
import { startExample, type Example } from './examples/example-process.ts'
import { CLIENT } from './examples/sign-in.ts'
import { apiKeyGuard, oauthGuard } from './fixtures/upstreams/guards.ts'
import { startUpstream, type Seen, type Upstream } from './fixtures/upstreams/upstream.ts'
import { bearerClients } from './harness/bearer-clients.ts'
import { clientLines } from './harness/client-lines.ts'
import { ada, clientOf, grace } from './harness/people.ts'
import { sharedStack } from './harness/shared-stack.ts'

type Server = Versioned & { slug: string; mcpUrl: string; status: string; warnings: { code: string }[] }

interface Probe {
  outcome: string
  authModes: string[]
  oauth: { authorizationServers: string[]; registration: string } | null
  steps: { step: string; state: string }[]
}

const stack = sharedStack()
const KEY = `canary-upstream-${randomBytes(12).toString('hex')}`
const passthroughSlug = `passed-${randomBytes(4).toString('hex')}`
const passthroughUrl = `${stack.origin}/s/${passthroughSlug}/mcp`

let issuer: Example
let open: Upstream
let keyed: Upstream
let signed: Upstream

beforeAll(async () => {
  // Its tokens are for the URL that the client knows, which is ours.
  issuer = await startExample('authorization-server', { ...CLIENT, API_RESOURCE: passthroughUrl })
  open = await startUpstream()
  keyed = await startUpstream(apiKeyGuard(KEY))
  signed = await startUpstream(oauthGuard(issuer.url, () => passthroughUrl))
})

afterAll(async () => {
  for (const upstream of [open, keyed, signed]) await upstream.stop()
  await issuer.stop()
})

function create(body: Record<string, unknown>): Promise<Server> {
  const slug = `mode-${randomBytes(4).toString('hex')}`
  return stack.admin.post<Server>('/servers', {
    slug,
    name: slug,
    workerSecret: null,
    newTools: 'on',
    ...body,
  })
}

async function tokenFor(serverId: string, more: Record<string, unknown> = {}): Promise<string> {
  const made = await stack.admin.post<{ token: string }>('/access-tokens', { serverId, name: 'e2e', ...more })
  return made.token
}

const look = (runtimeUrl: string, more: Record<string, unknown> = {}) =>
  stack.admin.post<Probe>('/servers/probe', { runtimeUrl, ...more })

async function seenBy(client: (typeof bearerClients)[number], url: string, token: string): Promise<Seen> {
  const session = await client.connect(url, { authorization: `Bearer ${token}` })
  expect(await session.toolNames()).toEqual(['last_seen'])
  const seen = JSON.parse(await session.call('last_seen')) as Seen
  await session.close()
  return seen
}

describe('one look at a runtime', () => {
  it('that answers everybody suggests none', async () => {
    expect(await look(open.url)).toMatchObject({ outcome: 'none', authModes: ['none', 'api_key'] })
  })

  it('that asks for something without saying where to get it suggests api_key', async () => {
    expect(await look(keyed.url)).toMatchObject({ outcome: 'api_key', authModes: ['api_key'], oauth: null })
  })

  it('that names its authorization server suggests oauth, or passthrough', async () => {
    expect(await look(signed.url)).toMatchObject({
      outcome: 'oauth',
      authModes: ['oauth', 'passthrough', 'api_key'],
      oauth: { authorizationServers: [issuer.url], registration: 'automatic' },
      steps: [
        { step: 'runtime', state: 'ok' },
        { step: 'resource_metadata', state: 'ok' },
        { step: 'authorization_server', state: 'ok' },
        { step: 'registration', state: 'ok' },
      ],
    })
  })

  it.each(['support-assistant', 'ops-console', 'legacy-desk'])(
    'of %s needs its worker secret to be let in',
    async (slug) => {
      const { runtimeUrl, workerSecret } = stack.server(slug)
      expect((await look(runtimeUrl)).outcome).toBe('api_key')
      expect((await look(runtimeUrl, { workerSecret })).outcome).toBe('none')
    },
  )

  it('at an address where nothing is, or no MCP server, suggests nothing', async () => {
    expect(await look('http://127.0.0.1:9/mcp')).toMatchObject({ outcome: 'unreachable', authModes: [] })
    expect(await look(`${stack.issuer}/nothing-here`)).toMatchObject({ outcome: 'no_mcp', authModes: [] })
  })

  it('reports each step as it is done', async () => {
    const response = await fetch(`${stack.origin}/api/v1/servers/probe/steps`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${stack.secrets.adminSecret}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ runtimeUrl: signed.url }),
    })
    const events = (await response.text())
      .trim()
      .split('\n\n')
      .map((line) => JSON.parse(line.slice(6)) as object)
    expect(events.slice(0, 4).map((event) => 'step' in event && event.step)).toEqual([
      'runtime',
      'resource_metadata',
      'authorization_server',
      'registration',
    ])
    expect(events.at(-1)).toMatchObject({ outcome: 'oauth' })
  })
})

describe.each(bearerClients)('with an access token, $label', (client) => {
  it('calls a server of mode none', async () => {
    const server = await create({ runtimeUrl: open.url, authMode: 'none' })
    const token = await tokenFor(server.id)
    expect(await seenBy(client, server.mcpUrl, token)).toMatchObject({ authorization: null })
    await expect(client.connect(server.mcpUrl, {})).rejects.toThrow()
  })

  it.each([
    [{ placement: 'bearer' }, { authorization: `Bearer ${KEY}`, apiKey: null, queryKey: null }],
    [
      { placement: 'header', name: 'x-api-key' },
      { authorization: null, apiKey: KEY, queryKey: null },
    ],
    [
      { placement: 'query', name: 'key' },
      { authorization: null, apiKey: null, queryKey: KEY },
    ],
  ])('calls a server with a shared key, %j', async (upstreamAuth, seen) => {
    const server = await create({
      runtimeUrl: keyed.url,
      authMode: 'api_key',
      upstreamAuth,
      upstreamKey: KEY,
    })
    expect(await seenBy(client, server.mcpUrl, await tokenFor(server.id))).toEqual(seen)
  })

  it('calls a server with the own key of its user, and not without one', async () => {
    const server = await create({
      runtimeUrl: keyed.url,
      authMode: 'api_key',
      upstreamAuth: { placement: 'header', name: 'x-api-key', keyOwner: 'per_user' },
    })
    const user = { issuer: stack.issuer, subject: 'ada' }
    await stack.admin.put(`/servers/${server.id}/user-keys`, 0, { ...user, key: KEY })
    const token = await tokenFor(server.id, { user })
    expect(await seenBy(client, server.mcpUrl, token)).toMatchObject({ apiKey: KEY })
    const other = await tokenFor(server.id, { user: { ...user, subject: 'grace' } })
    await expect(client.connect(server.mcpUrl, { authorization: `Bearer ${other}` })).rejects.toThrow()
  })
})

describe('passthrough (M13)', () => {
  let server: Server
  beforeAll(async () => {
    server = await create({ slug: passthroughSlug, runtimeUrl: signed.url, authMode: 'passthrough' })
  })

  it('is saved with what the runtime says of its authorization server, and a warning', () => {
    expect(server).toMatchObject({
      mcpUrl: passthroughUrl,
      passthrough: { authorizationServers: [issuer.url], scopes: ['openid'] },
      warnings: [{ code: 'passthrough_discouraged' }],
    })
  })

  it.each(clientLines.filter(({ label }) => label !== 'SDK 2.x legacy'))(
    'lets $label sign in at the upstream and call with its token',
    async (line) => {
      for (const person of [ada, grace]) {
        const provider = clientOf(person, { redirectUri: 'https://client.e2e.example/callback' })
        const session = await line.connect(server.mcpUrl, provider)
        expect(await session.toolNames()).toEqual(['last_seen'])
        const seen = JSON.parse((await session.call('last_seen')).text) as Seen
        expect(seen.authorization).toBe(`Bearer ${provider.stored?.access_token}`)
        expect(new URL(provider.authorizationUrl?.href ?? '').origin).toBe(new URL(issuer.url).origin)
        await session.close()
      }
    },
  )
})
