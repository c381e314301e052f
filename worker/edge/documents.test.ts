import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { settingsOf, type Env } from '../environment.ts'
import { NO_GOVERNANCE } from '../policy/governance.ts'
import { attachmentRow, gatewayRow, serverRow } from '../testing/rows.ts'
import { insufficientScopeChallenge, invalidTokenChallenge, missingCredentialChallenge } from './challenge.ts'
import { serveDocument, type DocumentEndpoint } from './documents.ts'
import { hostSurface, pathSurface } from './public-urls.ts'
import type { AttachedSnapshot } from './snapshot.ts'

const settings = settingsOf(env as unknown as Env)
const path = pathSurface('https://limen.test', 'support')
const host = hostSurface('https://limen.test', 'mcp.customer.dev')

function snapshot(
  registration: { dcr: boolean; cimd: boolean } = { dcr: true, cimd: true },
): AttachedSnapshot {
  const gateway = gatewayRow()
  return {
    revision: '1',
    server: serverRow(),
    attachment: attachmentRow(),
    gateway: { ...gateway, clientRegistration: { ...gateway.clientRegistration, ...registration } },
    scopes: ['tickets.read', 'accounts.read'],
    tools: new Map(),
    preregisteredClients: [],
    embeddingApps: [],
    governance: NO_GOVERNANCE,
    meters: null,
  }
}

const get = (endpoint: DocumentEndpoint, surface = path, config = snapshot(), init: RequestInit = {}) =>
  serveDocument(new Request('https://limen.test/', init), settings, config, surface, endpoint)

describe('discovery documents (O1–O3, O13)', () => {
  it('the resource is the MCP URL and the issuer is the base, in both forms', async () => {
    expect(await (await get('protected-resource')).json()).toMatchObject({
      resource: 'https://limen.test/s/support/mcp',
      authorization_servers: ['https://limen.test/s/support'],
    })
    expect(await (await get('protected-resource', host)).json()).toMatchObject({
      resource: 'https://mcp.customer.dev/mcp',
      authorization_servers: ['https://mcp.customer.dev'],
    })
  })

  it('the resource offers the subset without offline_access, the authorization server adds it', async () => {
    const resource = (await (await get('protected-resource')).json()) as { scopes_supported: string[] }
    const server = (await (await get('authorization-server')).json()) as { scopes_supported: string[] }
    expect(resource.scopes_supported).toEqual(['tickets.read', 'accounts.read'])
    expect(server.scopes_supported).toEqual(['tickets.read', 'accounts.read', 'offline_access'])
  })

  it('names the registration endpoint and client documents only where they are allowed', async () => {
    const closed = (await (
      await get('authorization-server', path, snapshot({ dcr: false, cimd: false }))
    ).json()) as object
    expect(closed).not.toHaveProperty('registration_endpoint')
    expect(closed).toHaveProperty('client_id_metadata_document_supported', false)
    expect(await (await get('authorization-server')).json()).toMatchObject({
      registration_endpoint: 'https://limen.test/s/support/register',
      client_id_metadata_document_supported: true,
    })
  })

  it('consent stays on the main host for a custom host, all else on its own origin', async () => {
    expect(await (await get('authorization-server', host)).json()).toMatchObject({
      issuer: 'https://mcp.customer.dev',
      authorization_endpoint: 'https://limen.test/h/mcp.customer.dev/authorize',
      token_endpoint: 'https://mcp.customer.dev/token',
      revocation_endpoint: 'https://mcp.customer.dev/revoke',
    })
  })

  it('the OIDC document holds the same facts and the three members SDK 1.x asks for', async () => {
    const server = (await (await get('authorization-server')).json()) as object
    expect(await (await get('openid-configuration')).json()).toEqual({
      ...server,
      jwks_uri: 'https://limen.test/s/support/jwks.json',
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['EdDSA'],
    })
  })

  it('is readable from any origin, also with MCP-Protocol-Version, and never with credentials', async () => {
    const preflight = await get('protected-resource', path, snapshot(), { method: 'OPTIONS' })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('MCP-Protocol-Version')
    for (const response of [preflight, await get('protected-resource')]) {
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(response.headers.get('access-control-allow-credentials')).toBeNull()
    }
  })

  it('HEAD has no body and a write is refused', async () => {
    const head = await get('protected-resource', path, snapshot(), { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const refused = await get('protected-resource', path, snapshot(), { method: 'POST' })
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([405, '*'])
    expect(refused.headers.get('content-type')).toContain('application/json')
  })

  it('the key set holds public keys only', async () => {
    const { keys } = (await (await get('jwks')).json()) as { keys: Record<string, unknown>[] }
    expect(keys).toHaveLength(1)
    expect(keys[0]).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', kid: 'limen-k1' })
    expect(keys[0]).not.toHaveProperty('d')
  })
})

describe('challenges (O4)', () => {
  const metadata = 'resource_metadata="https://limen.test/.well-known/oauth-protected-resource/s/support/mcp"'

  it('name the document and the subset, and an error only for a bad credential', () => {
    expect(missingCredentialChallenge(snapshot(), path)).toBe(
      `Bearer ${metadata}, scope="tickets.read accounts.read"`,
    )
    expect(invalidTokenChallenge(snapshot(), path)).toBe(
      `Bearer error="invalid_token", ${metadata}, scope="tickets.read accounts.read"`,
    )
  })

  it('a step-up names granted and needed scopes in one list', () => {
    expect(insufficientScopeChallenge(['tickets.read'], ['tickets.write', 'tickets.read'], path)).toBe(
      `Bearer error="insufficient_scope", ${metadata}, scope="tickets.read tickets.write"`,
    )
  })

  it('a server without OAuth answers Bearer alone', () => {
    const bare = { ...snapshot(), attachment: null, gateway: null }
    expect(missingCredentialChallenge(bare, path)).toBe('Bearer')
    expect(invalidTokenChallenge(bare, path)).toBe('Bearer error="invalid_token"')
  })
})
