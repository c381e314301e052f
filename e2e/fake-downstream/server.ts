// A downstream for the admin API's tests: authorization server documents that are right, wrong or change, dynamic
// registration, and a runtime that knows worker secrets. Two origins, one ledger.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeDownstream {
  /** Two origins that serve the same. */
  first: string
  second: string
  close: () => Promise<void>
}

interface LedgerEntry {
  origin: string
  method: string
  path: string
  headers: IncomingMessage['headers']
}

export async function startFakeDownstream(): Promise<FakeDownstream> {
  const ledger: LedgerEntry[] = []
  /** `<endpoint> <URL>`: what the issuer `/drift` names in place of its own. */
  let drift: string | null = null
  let acceptedSecrets: string[] = []

  function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    const origin = `http://${request.headers.host}`
    const path = request.url ?? '/'
    const method = request.method ?? 'GET'
    if (path === '/control/ledger') return json(response, 200, ledger)
    if (path === '/control/drift') {
      drift = body === '' ? null : body
      return json(response, 200, {})
    }
    if (path === '/control/secrets') {
      acceptedSecrets = JSON.parse(body) as string[]
      return json(response, 200, {})
    }
    ledger.push({ origin, method, path, headers: request.headers })
    const issuer = /^\/\.well-known\/(?:oauth-authorization-server|openid-configuration)\/([\w-]+)$/.exec(
      path,
    )?.[1]
    if (issuer) {
      const document = metadata(origin, issuer, drift)
      return document ? json(response, 200, document) : json(response, 404, {})
    }
    if (path === '/refusing/register') return json(response, 403, { error: 'access_denied' })
    if (path === '/registering/register') return json(response, 201, registration(body))
    const [, status, form] = /^\/runtime\/answers\/(\d{3})\/(\w+)$/.exec(path) ?? []
    if (status && form) return inBetween(response, Number(status), form)
    const own = /^\/runtime\/accepts\/([\w-]+)$/.exec(path)?.[1]
    if (own) return runtime(request, response, [own])
    if (path.startsWith('/runtime')) return runtime(request, response, acceptedSecrets)
    return json(response, 404, { error: 'not_found' })
  }

  const servers = [0, 1].map(() =>
    createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()))
    }),
  )
  const origins: string[] = []
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origins.push(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  }
  const [first = '', second = ''] = origins
  return {
    first,
    second,
    async close() {
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

function metadata(origin: string, name: string, drift: string | null): Record<string, unknown> | null {
  const base = `${origin}/${name}`
  const document: Record<string, unknown> = {
    issuer: base,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    jwks_uri: `${base}/jwks`,
    userinfo_endpoint: `${base}/userinfo`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
    scopes_supported: ['openid', 'offline_access'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  }
  switch (name) {
    case 'good':
      return document
    case 'drift':
      return { ...document, ...(drift === null ? {} : Object.fromEntries([drift.split(' ')])) }
    case 'refusing':
    case 'registering':
      return { ...document, registration_endpoint: `${base}/register` }
    case 'mismatch':
      return { ...document, issuer: `${origin}/somebody-else` }
    case 'plain-only':
      return { ...document, code_challenge_methods_supported: ['plain'] }
    default:
      return null
  }
}

function registration(body: string): Record<string, unknown> {
  const asked = JSON.parse(body) as Record<string, unknown>
  return {
    ...asked,
    client_id: 'dynamic-client',
    client_secret: 'dynamic-canary-secret',
    client_secret_expires_at: 2_000_000_000,
  }
}

/** The runtime contract: a bare 401 for a wrong worker secret, a challenge for a missing user token. */
function runtime(request: IncomingMessage, response: ServerResponse, accepted: readonly string[]): void {
  const secret = request.headers['x-gateway-worker-secret']
  if (typeof secret !== 'string' || !accepted.includes(secret)) {
    response.writeHead(401).end()
    return
  }
  if (request.headers['x-gateway-access-token'] === undefined) {
    response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end()
    return
  }
  json(response, 200, { jsonrpc: '2.0', id: null, result: {} })
}

/** What somebody between Limen and the runtime may answer: `/runtime/answers/<status>/<json | html | basic>`. */
function inBetween(response: ServerResponse, status: number, form: string): void {
  if (form === 'basic') return void response.writeHead(status, { 'WWW-Authenticate': 'Basic' }).end()
  if (form === 'json') return json(response, status, { error: 'not for you' })
  response.writeHead(status, { 'Content-Type': 'text/html' }).end('<!doctype html><h1>Welcome</h1>')
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}
