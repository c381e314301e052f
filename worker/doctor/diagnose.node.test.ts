// Each fault that the doctor knows, in a site that is otherwise in order.
import { describe, expect, it } from 'vitest'
import type { DoctorCheck, DoctorProfile } from '../../schema/api/doctor.ts'
import { diagnose } from './diagnose.ts'
import type { Probe } from './probe.ts'

const MCP = 'https://mcp.example/s/desk/mcp'
const ISSUER = 'https://mcp.example/s/desk'
const PLACES = {
  resource: 'https://mcp.example/.well-known/oauth-protected-resource/s/desk/mcp',
  server: 'https://mcp.example/.well-known/oauth-authorization-server/s/desk',
  openid: 'https://mcp.example/.well-known/openid-configuration/s/desk',
}
const TOKEN = 'token-of-the-test'

interface Site {
  challenge: () => Response
  resource: Record<string, unknown>
  server: Record<string, unknown>
  /** Path of a document, or of an endpoint → what it answers instead. */
  answers: Record<string, (probe: Probe) => Response>
  tools: unknown[]
}

function goodSite(): Site {
  return {
    challenge: () => challenge(`Bearer resource_metadata="${PLACES.resource}", scope="tickets.read"`),
    resource: { resource: MCP, authorization_servers: [ISSUER], scopes_supported: ['tickets.read'] },
    server: {
      issuer: ISSUER,
      authorization_endpoint: `${ISSUER}/authorize`,
      token_endpoint: `${ISSUER}/token`,
      registration_endpoint: `${ISSUER}/register`,
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      client_id_metadata_document_supported: true,
      authorization_response_iss_parameter_supported: true,
      scopes_supported: ['tickets.read', 'offline_access'],
    },
    answers: {},
    tools: [{ name: 'list_tickets', inputSchema: {} }],
  }
}

function challenge(value: string | null, exposed = 'WWW-Authenticate'): Response {
  return new Response('{}', {
    status: 401,
    headers: {
      ...(value === null ? {} : { 'www-authenticate': value }),
      'access-control-allow-origin': '*',
      'access-control-expose-headers': exposed,
    },
  })
}

function answer(site: Site, url: string, probe: Probe): Response {
  const special = Object.entries(site.answers).find(([place]) => url.startsWith(place))?.[1]
  if (special) return special(probe)
  if (url === PLACES.resource) return Response.json(site.resource)
  if (url === PLACES.server || url === PLACES.openid) return Response.json(site.server)
  if (url.startsWith(`${ISSUER}/authorize`)) return new Response('unknown client', { status: 400 })
  if (url === `${ISSUER}/token`) return Response.json({ error: 'invalid_client' }, { status: 401 })
  if (url === `${ISSUER}/register`) return Response.json({ error: 'invalid_redirect_uri' }, { status: 400 })
  if (url !== MCP) return new Response('nothing here', { status: 404 })
  if (probe.headers?.['authorization'] !== `Bearer ${TOKEN}`) return site.challenge()
  if (probe.method !== 'POST') return new Response(null, { status: 405 })
  const { id, method } = JSON.parse(probe.body ?? '{}') as { id?: number; method: string }
  return Response.json({ jsonrpc: '2.0', id, result: method === 'tools/list' ? { tools: site.tools } : {} })
}

async function examine(
  change: (site: Site) => void = () => {},
  {
    url = MCP,
    profile = 'standard',
    token = TOKEN,
  }: { url?: string; profile?: DoctorProfile; token?: string } = {},
) {
  const site = goodSite()
  change(site)
  return diagnose(url, {
    profile,
    token,
    async send(target, probe) {
      const response = answer(site, target, probe)
      return { status: response.status, headers: response.headers, text: await response.text() }
    },
  })
}

it('a site in order passes every check, and is healthy', async () => {
  const { healthy, findings } = await examine()
  expect(findings.filter(({ status }) => status !== 'pass')).toEqual([])
  expect(healthy).toBe(true)
})

type Fault = [what: string, change: (site: Site) => void, check: DoctorCheck, status: 'warn' | 'fail']

const faults: Fault[] = [
  ['no answer', (site) => (site.challenge = () => broken()), 'challenge', 'fail'],
  ['a 401 without a challenge', (site) => (site.challenge = () => challenge(null)), 'challenge', 'fail'],
  [
    'a scheme in lower case',
    (site) => (site.challenge = () => challenge(`bearer resource_metadata="${PLACES.resource}"`)),
    'challenge',
    'fail',
  ],
  [
    'a relative metadata URL',
    (site) => (site.challenge = () => challenge('Bearer resource_metadata="/.well-known/x"')),
    'challenge',
    'fail',
  ],
  [
    'an error where nothing was sent',
    (site) =>
      (site.challenge = () =>
        challenge(`Bearer error="invalid_token", resource_metadata="${PLACES.resource}", scope="a"`)),
    'challenge',
    'warn',
  ],
  [
    'no scope',
    (site) => (site.challenge = () => challenge(`Bearer resource_metadata="${PLACES.resource}"`)),
    'challenge',
    'warn',
  ],
  [
    'a server error',
    (site) => (site.challenge = () => new Response('', { status: 500 })),
    'challenge',
    'fail',
  ],
  [
    'a challenge that pages cannot read',
    (site) =>
      (site.challenge = () =>
        challenge(`Bearer resource_metadata="${PLACES.resource}", scope="a"`, 'X-Other')),
    'challenge_exposed',
    'warn',
  ],
  [
    'a redirected document',
    (site) =>
      (site.answers[PLACES.resource] = () =>
        new Response(null, { status: 302, headers: { location: '/x' } })),
    'resource_metadata',
    'fail',
  ],
  [
    'a document in HTML',
    (site) =>
      (site.answers[PLACES.resource] = () =>
        new Response('<html>', { headers: { 'content-type': 'text/html' } })),
    'resource_metadata',
    'fail',
  ],
  ['another resource', (site) => (site.resource['resource'] = 'https://mcp.example/'), 'resource', 'fail'],
  [
    'no authorization server',
    (site) => (site.resource['authorization_servers'] = []),
    'authorization_server',
    'fail',
  ],
  [
    'metadata that is not there',
    (site) => {
      site.answers[PLACES.server] = notFound
      site.answers[PLACES.openid] = notFound
    },
    'authorization_server_metadata',
    'fail',
  ],
  [
    'metadata at the OpenID place only',
    (site) => (site.answers[PLACES.server] = notFound),
    'authorization_server_metadata',
    'warn',
  ],
  ['another issuer', (site) => (site.server['issuer'] = `${ISSUER}/`), 'issuer', 'fail'],
  ['a relative endpoint', (site) => (site.server['token_endpoint'] = '/token'), 'endpoints', 'fail'],
  ['plain PKCE', (site) => (site.server['code_challenge_methods_supported'] = ['plain']), 'pkce', 'fail'],
  ['no PKCE list', (site) => delete site.server['code_challenge_methods_supported'], 'pkce', 'fail'],
  [
    'no public clients',
    (site) => (site.server['token_endpoint_auth_methods_supported'] = ['client_secret_post']),
    'public_clients',
    'warn',
  ],
  [
    'no iss',
    (site) => delete site.server['authorization_response_iss_parameter_supported'],
    'iss_parameter',
    'warn',
  ],
  [
    'offline_access as a scope of the API',
    (site) => (site.resource['scopes_supported'] = ['tickets.read', 'offline_access']),
    'offline_access',
    'warn',
  ],
  ['no offline_access', (site) => (site.server['scopes_supported'] = []), 'offline_access', 'warn'],
  ['no way in', closeRegistration, 'registration', 'warn'],
  [
    'a registration that takes anything',
    (site) => (site.answers[`${ISSUER}/register`] = () => Response.json({ client_id: 'x' }, { status: 201 })),
    'registration_endpoint',
    'fail',
  ],
  [
    'an open redirector',
    (site) =>
      (site.answers[`${ISSUER}/authorize`] = () =>
        new Response(null, {
          status: 302,
          headers: { location: 'https://doctor.invalid/callback?error=unauthorized_client' },
        })),
    'authorization_endpoint',
    'fail',
  ],
  [
    'a token endpoint that breaks',
    (site) => (site.answers[`${ISSUER}/token`] = () => new Response('<html>', { status: 500 })),
    'token_endpoint',
    'fail',
  ],
  ['an entry without a name', (site) => (site.tools = [{}]), 'tools_list', 'fail'],
  ['an empty list', (site) => (site.tools = []), 'tools_list', 'warn'],
  ['a name that providers refuse', (site) => (site.tools = [{ name: 'list.tickets' }]), 'tool_names', 'warn'],
]

describe('is found', () => {
  it.each(faults)('%s', async (_what, change, check, status) => {
    const { healthy, findings } = await examine(change)
    const finding = findings.find((one) => one.check === check)
    expect(finding).toMatchObject({ status })
    expect(finding?.remedy).toBeTruthy()
    expect(healthy).toBe(status !== 'fail')
  })

  it.each([
    ['ftp://mcp.example/mcp', 'fail'],
    ['nothing', 'fail'],
    ['https://user:secret@mcp.example/mcp', 'fail'],
    ['https://mcp.example/mcp#part', 'fail'],
    ['http://mcp.example/mcp', 'fail'],
    ['http://127.0.0.1:8787/s/desk/mcp', 'warn'],
  ])('the URL %s', async (url, status) => {
    const { findings } = await examine(undefined, { url })
    expect(findings[0]).toMatchObject({ check: 'url', status })
  })
})

describe('a profile', () => {
  it.each([
    ['claude', 'fail'],
    ['chatgpt', 'fail'],
    ['standard', 'warn'],
  ] as const)('%s without a way to register: %s', async (profile, status) => {
    const { findings } = await examine(closeRegistration, { profile })
    expect(findings.find(({ check }) => check === 'registration')).toMatchObject({ status })
  })

  it('claude takes a client document only where none is a method, chatgpt also where it is not', async () => {
    const signedOnly = (site: Site) => {
      delete site.server['registration_endpoint']
      site.server['token_endpoint_auth_methods_supported'] = ['private_key_jwt']
    }
    const statusFor = async (profile: DoctorProfile) =>
      (await examine(signedOnly, { profile })).findings.find(({ check }) => check === 'registration')?.status
    expect(await statusFor('claude')).toBe('fail')
    expect(await statusFor('chatgpt')).toBe('pass')
  })

  it('claude warns beyond twenty tools', async () => {
    const many = (site: Site) => (site.tools = Array.from({ length: 21 }, (_, n) => ({ name: `tool_${n}` })))
    const statusFor = async (profile: DoctorProfile) =>
      (await examine(many, { profile })).findings.find(({ check }) => check === 'tool_count')?.status
    expect(await statusFor('claude')).toBe('warn')
    expect(await statusFor('standard')).toBe('pass')
  })
})

describe('tools/list', () => {
  it('reads every page, and event streams', async () => {
    const pages = (site: Site) => {
      site.answers[MCP] = (probe) => {
        const { id, method, params } = JSON.parse(probe.body ?? '{}') as {
          id?: number
          method?: string
          params?: { cursor?: string }
        }
        if (probe.headers?.['authorization'] === undefined) return site.challenge()
        if (method !== 'tools/list') return Response.json({ jsonrpc: '2.0', id, result: {} })
        const result = params?.cursor
          ? { tools: [{ name: 'second' }] }
          : { tools: [{ name: 'first' }], nextCursor: '2' }
        const event = `event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\n\n`
        return new Response(event, { headers: { 'content-type': 'text/event-stream' } })
      }
    }
    const { findings } = await examine(pages)
    expect(findings.find(({ check }) => check === 'tools_list')?.message).toBe('2 tools')
  })

  it('that never ends is given up', async () => {
    const endless = (site: Site) => {
      site.answers[MCP] = (probe) =>
        probe.headers?.['authorization'] === undefined
          ? site.challenge()
          : Response.json({ jsonrpc: '2.0', id: 1, result: { tools: [], nextCursor: 'again' } })
    }
    const { findings } = await examine(endless)
    expect(findings.find(({ check }) => check === 'tools_list')).toMatchObject({ status: 'fail' })
  })
})

function broken(): Response {
  throw new Error('connection refused')
}

function notFound(): Response {
  return new Response('nothing here', { status: 404 })
}

function closeRegistration(site: Site): void {
  delete site.server['registration_endpoint']
  site.server['client_id_metadata_document_supported'] = false
}
