// The map: what each path and host is answered, and what every request is answered when something is missing.
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { handleRequest } from './app.ts'
import { forgetAllSnapshots } from './edge/load-snapshot.ts'
import type { Env } from './environment.ts'
import { testEnv } from './testing/admin-client.ts'
import { attachmentRow, gatewayRow, insertRows, serverRow } from './testing/rows.ts'

const ORIGIN = 'http://127.0.0.1:8787'
const CUSTOM = 'http://mcp.customer.dev'

async function ask(url: string, env: Env = testEnv, init: RequestInit = {}) {
  const ctx = createExecutionContext()
  const response = await handleRequest(new Request(url, { redirect: 'manual', ...init }), env, ctx)
  const text = await response.text()
  await waitOnExecutionContext(ctx)
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : {}
  return { status: response.status, headers: response.headers, text, body }
}

function brokenDatabase(): D1Database {
  const fail = () => Promise.reject(new Error('D1_ERROR: Network connection lost.'))
  const statement = { bind: () => statement, all: fail, raw: fail, first: fail, run: fail }
  return { prepare: () => statement, batch: fail } as unknown as D1Database
}

async function configure(): Promise<void> {
  await insertRows(testEnv.DB, {
    gateways: [gatewayRow()],
    servers: [serverRow(), serverRow({ id: 'srv_bare', slug: 'bare' })],
    attachments: [attachmentRow({ customHost: 'mcp.customer.dev' })],
  })
  forgetAllSnapshots()
}

const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }

describe('an address that nothing has', () => {
  it.each([
    `${ORIGIN}/s/nobody/mcp`,
    `${ORIGIN}/s/nobody/token`,
    `${ORIGIN}/.well-known/oauth-protected-resource/s/nobody/mcp`,
    `${ORIGIN}/.well-known/oauth-authorization-server/s/nobody`,
    `${ORIGIN}/h/nobody.dev/authorize`,
  ])('%s is 404 with JSON and a request id', async (url) => {
    await configure()
    const answer = await ask(url, testEnv, url.endsWith('/mcp') && url.includes('/s/nobody/mcp') ? post : {})
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(answer.body['error']).toBe('unknown_server')
    expect(answer.text).toMatch(/req_|request/i)
  })

  it.each([`${ORIGIN}/.well-known/oauth-protected-resource`, `${ORIGIN}/nothing/here`])(
    '%s on the main host is 404 with JSON',
    async (url) => {
      const answer = await ask(url)
      expect([answer.status, answer.body['error']]).toEqual([404, 'not_found'])
    },
  )

  it('a server without OAuth has no documents, and says so', async () => {
    await configure()
    const answer = await ask(`${ORIGIN}/.well-known/oauth-authorization-server/s/bare`)
    expect([answer.status, answer.body['error']]).toEqual([404, 'no_oauth'])
  })
})

describe('a host', () => {
  it("that is nobody's has no server, whatever the path: no slug is served under a foreign name", async () => {
    await configure()
    for (const path of ['/mcp', '/s/support-assistant/mcp', '/.well-known/oauth-protected-resource', '/']) {
      const answer = await ask(`http://evil.dev${path}`)
      expect(answer.status, path).toBe(404)
      expect(answer.text, path).not.toContain('support-assistant/')
    }
  })

  it('of an attachment serves that attachment at its root and no admin API', async () => {
    await configure()
    const found = await ask(`${CUSTOM}/.well-known/oauth-protected-resource`)
    expect(found.body).toMatchObject({ resource: `${CUSTOM}/mcp` })
    expect((await ask(`${CUSTOM}/s/support-assistant/mcp`, testEnv, post)).status).toBe(404)
    expect((await ask(`${CUSTOM}/api/v1/health`)).status).toBe(404)
    expect((await ask(`${ORIGIN}/api/v1/health`)).status).toBe(200)
  })

  it('of an attachment may be called by its own pages, and by those of no other host (M8)', async () => {
    await configure()
    const from = (origin: string) => ask(`${CUSTOM}/mcp`, testEnv, { ...post, headers: { origin } })
    expect([(await from(CUSTOM)).status, (await from('http://other.customer.dev')).status]).toEqual([
      401, 403,
    ])
  })

  it('of another spelling of the main one leads a sign-in to the canonical name and nothing else', async () => {
    await configure()
    const moved = await ask('http://localhost:8787/s/support-assistant/authorize?client_id=x')
    expect(moved.status).toBe(302)
    expect(moved.headers.get('location')).toBe(`${ORIGIN}/s/support-assistant/authorize?client_id=x`)
    expect((await ask('http://localhost:8787/s/support-assistant/token', testEnv, post)).status).toBe(404)
  })

  it('has no admin API where the deployment keeps it off the public origin', async () => {
    const answer = await ask(`${ORIGIN}/api/v1/health`, { ...testEnv, ADMIN_API_ON_PUBLIC_ORIGIN: 'false' })
    expect(answer.status).toBe(404)
  })
})

describe('a deployment that is not whole', () => {
  afterEach(() => void vi.restoreAllMocks())

  it('answers 503 while its configuration cannot be read, and does not say why', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    forgetAllSnapshots()
    const answer = await ask(`${ORIGIN}/s/support-assistant/mcp`, { ...testEnv, DB: brokenDatabase() }, post)
    expect([answer.status, answer.body['error']]).toEqual([503, 'temporarily_unavailable'])
    expect(answer.text).not.toContain('D1')
    expect(log.mock.lastCall?.[0]).toContain('Network connection lost')
  })

  it.each([
    ['PUBLIC_ORIGIN', { PUBLIC_ORIGIN: 'not an origin' }],
    ['PUBLIC_ORIGIN', { PUBLIC_ORIGIN: 'http://limen.dev' }],
    // Plain http is for localhost, 127.0.0.1 and [::1] alone (O1).
    ['PUBLIC_ORIGIN', { PUBLIC_ORIGIN: 'http://127.0.0.2' }],
    ['PUBLIC_ORIGIN', { PUBLIC_ORIGIN: 'http://10.0.0.1' }],
    ['BODY_BYTES_MAX', { BODY_BYTES_MAX: String(33 * 1024 * 1024) }],
    ['MASTER_KEYS', { MASTER_KEYS: '' }],
    ['MASTER_KEYS', { MASTER_KEYS: 'k1:short' }],
  ])('fails closed with 503, and its log alone names %s: %j', async (variable, broken) => {
    await configure()
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const answer = await ask(`${ORIGIN}/s/support-assistant/mcp`, { ...testEnv, ...broken }, post)
    expect([answer.status, answer.body['error']]).toEqual([503, 'misconfigured'])
    expect(answer.text).not.toContain(variable)
    expect(log.mock.calls.map(String).join()).toContain(`"variable":"${variable}"`)
  })
})

describe('the dashboard, where this Worker serves it', () => {
  const assets = {
    fetch: async () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
  }
  const env = { ...testEnv, ASSETS: assets as unknown as Fetcher }

  it('is cut off from whoever opened it, and keeps the windows that it opens', async () => {
    const page = await ask(`${ORIGIN}/servers`, env)
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin-allow-popups')
    expect(page.headers.get('x-frame-options')).toBe('DENY')
  })

  it('is the only thing that has such a policy: a client in a browser waits for its popup', async () => {
    for (const path of [
      '/s/support-assistant/authorize',
      '/g/gw_test/callback',
      '/api/v1/sign-in/callback',
    ]) {
      const page = await ask(`${ORIGIN}${path}`, env, { headers: { accept: 'text/html' } })
      expect([path, page.headers.get('cross-origin-opener-policy')]).toEqual([path, null])
    }
  })
})
