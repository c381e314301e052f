import { describe, expect, it } from 'vitest'
import { findMcpSlug, resolveOnCustomHost, resolveOnMainHost } from './resolve.ts'

describe('public URLs resolve to one server and one endpoint (O1–O3)', () => {
  it.each([
    ['/s/support/mcp', 'mcp'],
    ['/s/support/authorize', 'authorize'],
    ['/s/support/token', 'token'],
    ['/s/support/register', 'register'],
    ['/s/support/revoke', 'revoke'],
    ['/s/support/jwks.json', 'jwks'],
    ['/s/support/.well-known/oauth-protected-resource', 'protected-resource'],
    ['/s/support/.well-known/oauth-authorization-server', 'authorization-server'],
    ['/s/support/.well-known/openid-configuration', 'openid-configuration'],
    ['/.well-known/oauth-protected-resource/s/support/mcp', 'protected-resource'],
    ['/.well-known/oauth-authorization-server/s/support', 'authorization-server'],
    ['/.well-known/openid-configuration/s/support', 'openid-configuration'],
  ])('%s is the %s endpoint of its server', (path, endpoint) => {
    expect(resolveOnMainHost(path)).toEqual({ key: { slug: 'support' }, form: 'path', endpoint })
  })

  it.each([
    '/s/support/mcp/',
    '/s/support/',
    '/s/support//mcp',
    '/s/support/../other/mcp',
    '/s/support/..;/other/mcp',
    '/s/support/constructor',
    '/.well-known/oauth-protected-resource/s/support',
    '/.well-known/oauth-authorization-server/s/support/mcp',
    '/.well-known/nothing/s/support',
    '/.well-known/constructor/s/support',
    '/s/support/__proto__',
  ])('%s belongs to a server but names no endpoint', (path) => {
    expect(resolveOnMainHost(path)?.endpoint).toBeNull()
  })

  it.each([
    '/',
    '/mcp',
    '/.well-known/oauth-protected-resource',
    '/.well-known/oauth-authorization-server',
    '/s/UPPER/mcp',
    '/s/-bad/mcp',
    '/s/bad-/mcp',
    `/s/${'a'.repeat(64)}/mcp`,
    '/s/a%2Fb/mcp',
  ])('%s belongs to no server: the main host has no root documents', (path) => {
    expect(resolveOnMainHost(path)).toBeUndefined()
  })

  it('a custom host has its documents at the root, and its authorize leads to the main host', () => {
    const endpoint = (path: string) => resolveOnCustomHost('MCP.Customer.dev', path).endpoint
    expect(resolveOnCustomHost('MCP.Customer.dev', '/mcp').key).toEqual({ host: 'mcp.customer.dev' })
    expect(endpoint('/.well-known/oauth-protected-resource')).toBe('protected-resource')
    expect(endpoint('/.well-known/oauth-protected-resource/mcp')).toBe('protected-resource')
    expect(endpoint('/.well-known/oauth-authorization-server')).toBe('authorization-server')
    expect(endpoint('/.well-known/openid-configuration')).toBe('openid-configuration')
    expect(endpoint('/authorize')).toBe('authorize-elsewhere')
    expect(endpoint('/s/support/mcp')).toBeNull()
    expect(resolveOnMainHost('/h/mcp.customer.dev/authorize')).toEqual({
      key: { host: 'mcp.customer.dev' },
      form: 'host',
      endpoint: 'authorize',
    })
  })
})

describe('the MCP URL of the main host', () => {
  const ORIGIN = 'https://mcp.example.com'

  it('is recognised without parsing, exactly as by parsing', () => {
    expect(findMcpSlug(`${ORIGIN}/s/support-assistant/mcp`, ORIGIN)).toBe('support-assistant')
    expect(resolveOnMainHost('/s/support-assistant/mcp')).toMatchObject({
      key: { slug: 'support-assistant' },
      endpoint: 'mcp',
    })
  })

  it.each([
    `${ORIGIN}/s/a/b/mcp`,
    `${ORIGIN}/s//mcp`,
    `${ORIGIN}/s/A/mcp`,
    `${ORIGIN}/s/a%2e/mcp`,
    `${ORIGIN}/s/../mcp`,
    `${ORIGIN}/s/a/mcp?x=/mcp`,
    `${ORIGIN}/x?/s/a/mcp`,
    `${ORIGIN}.evil.example/s/a/mcp`,
    'https://mcp.example.org/s/a/mcp',
    `${ORIGIN}/s/a/mcp/`,
  ])('is not %s', (url) => {
    expect(findMcpSlug(url, ORIGIN)).toBeUndefined()
  })
})
