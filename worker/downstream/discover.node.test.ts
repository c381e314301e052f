import { describe, expect, it } from 'vitest'
import { OutboundError } from '../net/outbound-error.ts'
import { checkTarget } from '../net/target-policy.ts'
import { discover, type DiscoveryOptions } from './discover.ts'
import { decideEndpointChange, mergeEndpoints } from './endpoint-change.ts'
import type { DownstreamIo } from './io.ts'

const OPTIONS: DiscoveryOptions = {
  provider: 'manual',
  allowPrivateTargets: false,
  ownOrigins: ['https://limen.test.dev'],
}
const NOW = 1_800_000_000_000

function metadata(issuer: string, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: 'https://as.test.dev/authorize',
    token_endpoint: 'https://as.test.dev/token',
    jwks_uri: 'https://as.test.dev/jwks',
    registration_endpoint: 'https://as.test.dev/register',
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    ...overrides,
  }
}

/** Documents by URL; everything else is 404. The ledger holds what was asked for, in order. */
function web(documents: Record<string, unknown>): DownstreamIo & { ledger: string[] } {
  const ledger: string[] = []
  return {
    ledger,
    now: () => NOW,
    send: async (url, _init, options) => {
      checkTarget(url, options)
      ledger.push(String(url))
      const document = documents[String(url)]
      if (document instanceof Error) throw document
      return document === undefined ? new Response('', { status: 404 }) : Response.json(document)
    },
  }
}

const codes = (found: Awaited<ReturnType<typeof discover>>) =>
  found.report.findings.map((finding) => `${finding.level} ${finding.code}`)

describe('D1: the places and their order', () => {
  it('with a path: RFC 8414 inserted, OIDC inserted, OIDC appended', async () => {
    const io = web({})
    const found = await discover('https://as.test.dev/realms/a', OPTIONS, io)
    expect(io.ledger).toEqual([
      'https://as.test.dev/.well-known/oauth-authorization-server/realms/a',
      'https://as.test.dev/.well-known/openid-configuration/realms/a',
      'https://as.test.dev/realms/a/.well-known/openid-configuration',
    ])
    expect(codes(found)).toEqual(['error metadata_missing'])
    expect(found.endpoints).toBeNull()
  })

  it('without a path: the two roots', async () => {
    const io = web({})
    await discover('https://as.test.dev', OPTIONS, io)
    expect(io.ledger).toEqual([
      'https://as.test.dev/.well-known/oauth-authorization-server',
      'https://as.test.dev/.well-known/openid-configuration',
    ])
  })

  it('the first document with the right issuer is taken and nothing is asked after it', async () => {
    const issuer = 'https://as.test.dev/realms/a'
    const io = web({
      'https://as.test.dev/.well-known/oauth-authorization-server/realms/a': metadata('https://as.test.dev'),
      'https://as.test.dev/.well-known/openid-configuration/realms/a': metadata(issuer),
      'https://as.test.dev/realms/a/.well-known/openid-configuration': metadata(issuer, {
        token_endpoint: 'https://evil.dev',
      }),
    })
    const found = await discover(issuer, OPTIONS, io)
    expect(found.endpoints).toMatchObject({ issuer, token_endpoint: 'https://as.test.dev/token' })
    expect(found.report).toMatchObject({ at: NOW, findings: [] })
    expect(io.ledger).toHaveLength(2)
  })

  it.each([
    ['https://as.test.dev/.well-known/openid-configuration', 'https://as.test.dev'],
    ['https://as.test.dev/.well-known/openid-configuration', 'https://as.test.dev/'],
    ['https://as.test.dev/t/.well-known/openid-configuration', 'https://as.test.dev/t'],
    ['https://as.test.dev/.well-known/oauth-authorization-server/t', 'https://as.test.dev/t'],
  ])('the metadata URL %s is accepted as input for the issuer %s', async (url, issuer) => {
    const io = web({ [url]: metadata(issuer) })
    expect((await discover(url, OPTIONS, io)).endpoints).toMatchObject({ issuer })
    expect(io.ledger).toEqual([url])
  })
})

describe('D1: the issuer must equal what was asked for', () => {
  it.each([
    ['https://as.test.dev', 'https://as.test.dev/'],
    ['https://as.test.dev', 'https://AS.test.dev'],
    ['https://as.test.dev', 'https://other.test.dev'],
    ['https://as.test.dev/.well-known/openid-configuration', 'https://other.test.dev'],
    ['https://as.test.dev', undefined],
  ])('%s that calls itself %s is refused, and the finding says what to enter', async (asked, issuer) => {
    const url = asked.includes('.well-known') ? asked : `${asked}/.well-known/oauth-authorization-server`
    const found = await discover(asked, OPTIONS, web({ [url]: { ...metadata(''), issuer } }))
    expect(found.endpoints).toBeNull()
    expect(codes(found)).toEqual(['error issuer_mismatch'])
    expect(found.report.findings[0]?.field).toBe('authorizationServerUrl')
    if (issuer) expect(found.report.findings[0]?.message).toContain(issuer)
  })

  it('a recipe writes the issuer as its provider does', async () => {
    const document = 'https://x.eu.auth0.com/.well-known/openid-configuration'
    const io = web({ [document]: metadata('https://x.eu.auth0.com/') })
    const found = await discover('https://x.eu.auth0.com', { ...OPTIONS, provider: 'auth0' }, io)
    expect(found.endpoints).toMatchObject({ issuer: 'https://x.eu.auth0.com/' })
  })

  it("Entra's shared tenants are refused with what to enter instead", async () => {
    const issuer = 'https://login.microsoftonline.com/common/v2.0'
    const io = web({ [`${issuer}/.well-known/openid-configuration`]: metadata(issuer) })
    expect(codes(await discover(issuer, { ...OPTIONS, provider: 'entra' }, io))).toEqual([
      'error issuer_unsuitable',
    ])
  })
})

describe('what is wrong with a document stands beside its field', () => {
  const cases: [string, Record<string, unknown>, string[]][] = [
    [
      'a PKCE list without S256',
      { code_challenge_methods_supported: ['plain'] },
      ['error pkce_s256_missing'],
    ],
    ['no PKCE list', { code_challenge_methods_supported: undefined }, ['note pkce_unstated']],
    ['no token endpoint', { token_endpoint: undefined }, ['error endpoint_missing']],
    ['no authorization endpoint', { authorization_endpoint: undefined }, ['error endpoint_missing']],
    ['an http endpoint', { token_endpoint: 'http://as.test.dev/token' }, ['error endpoint_refused']],
    ['a private endpoint', { token_endpoint: 'https://10.0.0.1/token' }, ['error endpoint_refused']],
    [
      "Limen's own origin as endpoint",
      { token_endpoint: 'https://limen.test.dev/t' },
      ['error endpoint_refused'],
    ],
    ['an endpoint that is no URL', { jwks_uri: 'nowhere' }, ['error endpoint_invalid']],
    ['no code flow', { response_types_supported: ['id_token'] }, ['error code_flow_missing']],
    ['no refresh grant', { grant_types_supported: ['authorization_code'] }, ['warning refresh_unlisted']],
    ['no keys', { jwks_uri: undefined }, ['note jwks_missing']],
    ['no registration', { registration_endpoint: undefined }, ['note registration_manual']],
  ]
  it.each(cases)('%s', async (_name, overrides, expected) => {
    const io = web({
      'https://as.test.dev/.well-known/oauth-authorization-server': metadata(
        'https://as.test.dev',
        overrides,
      ),
    })
    const found = await discover('https://as.test.dev', OPTIONS, io)
    expect(codes(found)).toEqual(expected)
    expect(found.endpoints === null).toBe(expected.some((code) => code.startsWith('error')))
  })

  it.each([
    ['nonsense', 'not_a_url'],
    ['http://as.test.dev', 'target_refused'],
    ['https://127.0.0.1', 'target_refused'],
    ['https://limen.test.dev', 'target_refused'],
    ['https://as.test.dev?x=1', 'issuer_with_query'],
  ])('%s as address is refused before anything is sent', async (input, code) => {
    const io = web({})
    expect(codes(await discover(input, OPTIONS, io))).toEqual([`error ${code}`])
    expect(io.ledger).toEqual([])
  })

  it('an unreachable server is explained', async () => {
    const down = new OutboundError('unreachable', 'https://as.test.dev cannot be reached')
    const io = web({ 'https://as.test.dev/.well-known/oauth-authorization-server': down })
    expect(codes(await discover('https://as.test.dev', OPTIONS, io))).toEqual(['error unreachable'])
  })

  it('http and loopback are allowed with ALLOW_PRIVATE_TARGETS', async () => {
    const io = web({
      'http://127.0.0.1:9000/.well-known/oauth-authorization-server': metadata('http://127.0.0.1:9000', {
        authorization_endpoint: 'http://127.0.0.1:9000/auth',
        token_endpoint: 'http://127.0.0.1:9000/token',
      }),
    })
    const found = await discover('http://127.0.0.1:9000', { ...OPTIONS, allowPrivateTargets: true }, io)
    expect(found.endpoints).toMatchObject({ token_endpoint: 'http://127.0.0.1:9000/token' })
  })
})

describe('pinned endpoints', () => {
  const found = {
    issuer: 'https://as.test.dev',
    authorization_endpoint: 'https://as.test.dev/authorize',
    token_endpoint: 'https://as.test.dev/token',
  }

  it('a pinned value beats a discovered one, and an override without a value takes the field away', () => {
    const entered = { token_endpoint: 'https://as.test.dev/token2' }
    const merged = mergeEndpoints({ ...found, jwks_uri: 'https://as.test.dev/jwks' }, entered, [
      'token_endpoint',
      'jwks_uri',
    ])
    expect(merged).toEqual({ ...found, token_endpoint: 'https://as.test.dev/token2' })
    expect(mergeEndpoints(null, found, ['issuer', 'authorization_endpoint', 'token_endpoint'])).toEqual(found)
    expect(mergeEndpoints(null, found, [])).toBeNull()
  })

  it('the first discovery pins, the same again changes nothing, every other one asks for a review', () => {
    expect(decideEndpointChange(null, found)).toEqual({ verdict: 'pin', endpoints: found })
    expect(decideEndpointChange(found, { ...found })).toEqual({ verdict: 'unchanged' })
    const moved = { ...found, token_endpoint: 'https://evil.dev/token' }
    expect(decideEndpointChange(found, moved)).toMatchObject({
      verdict: 'needs_review',
      changed: ['token_endpoint'],
    })
    const added = { ...found, revocation_endpoint: 'https://evil.dev/revoke' }
    expect(decideEndpointChange(found, added)).toMatchObject({
      verdict: 'needs_review',
      changed: ['revocation_endpoint'],
    })
  })
})
