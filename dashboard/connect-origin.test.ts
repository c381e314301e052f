import { expect, it } from 'vitest'
import { publicOriginOf, withConnectOrigin } from './connect-origin.ts'

const headers = "/*\n  Content-Security-Policy: default-src 'none'; connect-src 'self'; form-action 'self'\n"

it('the pages may call their own origin and the public one of wrangler.toml, and nothing else', () => {
  const origin = publicOriginOf('[vars]\nPUBLIC_ORIGIN = "https://mcp.example.com"\n')
  const policy = withConnectOrigin(headers, origin)
  expect(policy).toContain("connect-src 'self' https://mcp.example.com;")
  expect(policy.replace(' https://mcp.example.com', '')).toBe(headers)
})

it('a deployment that names no public origin there keeps the policy as it is', () => {
  expect(publicOriginOf('PUBLIC_ORIGIN = ""')).toBeUndefined()
  expect(publicOriginOf('PUBLIC_ORIGIN = "mcp.example.com; script-src *"')).toBeUndefined()
  expect(withConnectOrigin(headers, undefined)).toBe(headers)
})
