// How a user is known, by what came with the call (product.md §6, S20).
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { Env } from '../environment.ts'
import type { KnownToken } from '../gateway/access-tokens/contract.ts'
import { accessTokenAccess } from './access-token-access.ts'
import { passthroughAccess } from './passthrough-access.ts'
import type { Exchange } from './parts.ts'

const bindings = { ...(env as unknown as Env), ORGANIZATION_DOMAINS: 'example.com' }
const ADA: KnownToken['user'] = {
  level: 'proven',
  issuer: 'https://login.test.dev',
  subject: 'ada',
  organization: null,
  email: null,
  emailVerified: false,
}

function withToken(user: KnownToken['user'], claim: string | null) {
  const headers = new Headers(claim === null ? {} : { 'x-mcp-user': claim })
  const request = new Request('http://127.0.0.1:8787/s/x/mcp', { headers })
  const token = { id: 'tok_1', agentId: 'agt_1', user }
  return accessTokenAccess(
    { ok: true, caller: null, token, upstreamKey: null, expiresAt: Infinity },
    { request, env: bindings },
  )
}

/** A server in mode `passthrough` without verification. */
function passed(token: string) {
  const request = new Request('http://127.0.0.1:8787/s/x/mcp', {
    headers: { authorization: `Bearer ${token}` },
  })
  const passthrough = { authorizationServers: [], scopes: [], verification: null }
  const snapshot = { server: { passthrough } } as unknown as Exchange['snapshot']
  return passthroughAccess({ request, env: bindings, snapshot })
}

const jwt = (claims: Record<string, unknown>) =>
  [{ alg: 'RS256' }, claims].map((part) => btoa(JSON.stringify(part)).replaceAll('=', '')).join('.') + '.sig'

describe('an access token', () => {
  it('proves the user it is bound to, whatever the header says', () => {
    const access = withToken(ADA, 'eve@example.com')
    expect(access.user).toEqual(ADA)
    expect(access.proof).toEqual({ kind: 'access_token', tokenId: 'tok_1', agentId: 'agt_1' })
  })

  it('without a user only claims the one in the header, and nobody vouches for the e-mail', () => {
    expect(withToken(null, ' Ada@Example.com ').user).toEqual({
      level: 'claimed',
      issuer: null,
      subject: null,
      organization: null,
      email: 'ada@example.com',
      emailVerified: false,
    })
    expect(withToken(null, null).user).toBeNull()
  })

  it('keeps the sessions of those it claims apart', () => {
    const [ada, eve, nobody] = ['ada@example.com', 'eve@example.com', null].map((claim) =>
      withToken(null, claim),
    )
    expect(new Set([ada, eve, nobody].map((access) => access?.holder?.userId)).size).toBe(3)
  })
})

describe('a token of the upstream that nobody verifies', () => {
  it('only claims what its claims say, the e-mail unverified', async () => {
    const claims = {
      iss: 'https://login.test.dev',
      sub: 'ada',
      email: 'ada@example.com',
      email_verified: true,
    }
    const access = await passed(jwt(claims))
    expect(access?.user).toMatchObject({ level: 'claimed', subject: 'ada', emailVerified: false })
    expect(access?.proof).toEqual({ kind: 'passthrough' })
    expect(access?.authorization).toMatch(/^Bearer /)
  })

  it.each(['opaque', jwt({ sub: 'ada' }), 'a.b.c'])(
    'names nobody where it says nothing: %s',
    async (token) => {
      const access = await passed(token)
      expect(access?.user).toBeNull()
      expect(access?.holder?.userId).not.toContain(token)
    },
  )
})
