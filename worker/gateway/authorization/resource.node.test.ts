import { describe, expect, it } from 'vitest'
import { isResource } from './resource.ts'

describe('whether a requested resource is the one of the issuer (O8)', () => {
  const RESOURCE = 'https://mcp.example.com/s/support/mcp'

  it.each([
    ['the same', RESOURCE, true],
    ['scheme and host in any case', 'HTTPS://MCP.Example.COM/s/support/mcp', true],
    ['the default port', 'https://mcp.example.com:443/s/support/mcp', true],
    ['one trailing slash', `${RESOURCE}/`, true],
    ['two trailing slashes', `${RESOURCE}//`, false],
    ['another port', 'https://mcp.example.com:80/s/support/mcp', false],
    ['another scheme', 'http://mcp.example.com/s/support/mcp', false],
    ['the path in another case', 'https://mcp.example.com/s/Support/mcp', false],
    ['another path', 'https://mcp.example.com/s/ops/mcp', false],
    ['the base', 'https://mcp.example.com/s/support', false],
    ['a query', `${RESOURCE}?x=1`, false],
    ['a fragment', `${RESOURCE}#x`, false],
    ['user information', 'https://me@mcp.example.com/s/support/mcp', false],
    ['dot segments', 'https://mcp.example.com/s/x/../support/mcp', false],
    ['no URL', 'support', false],
  ])('%s: %s → %s', (_name, requested, is) => {
    expect(isResource(requested, RESOURCE)).toBe(is)
  })

  it('80 is the default port of http alone', () => {
    const local = 'http://127.0.0.1:80/s/support/mcp'
    expect(isResource(local, 'http://127.0.0.1/s/support/mcp')).toBe(true)
    expect(isResource('http://127.0.0.1:443/s/support/mcp', 'http://127.0.0.1/s/support/mcp')).toBe(false)
  })
})
