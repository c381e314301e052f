import { beforeEach, expect, it, vi } from 'vitest'
import { MemoryProvider } from './memory-provider.ts'

let revoked: (string | null)[] = []

beforeEach(() => {
  revoked = []
  vi.stubGlobal('fetch', async (_url: string, { body }: { body: URLSearchParams }) => {
    revoked.push(body.get('token'))
    return new Response()
  })
})

function signedIn(): MemoryProvider {
  const provider = new MemoryProvider({ clientId: 'cli_1', onAuthorize: () => undefined })
  provider.saveDiscoveryState({
    authorizationServerUrl: 'https://limen.example.com/g/gw_1',
    authorizationServerMetadata: {
      issuer: 'https://limen.example.com/g/gw_1',
      authorization_endpoint: 'https://limen.example.com/g/gw_1/authorize',
      token_endpoint: 'https://limen.example.com/g/gw_1/token',
      revocation_endpoint: 'https://limen.example.com/g/gw_1/revoke',
      response_types_supported: ['code'],
    },
  })
  exchange(provider, 'first')
  return provider
}

/** As the SDK does after a sign-in. */
function exchange(provider: MemoryProvider, token: string): void {
  provider.redirectToAuthorization(new URL('https://limen.example.com/g/gw_1/authorize'))
  provider.saveCodeVerifier('v')
  provider.codeVerifier()
  provider.saveTokens({ access_token: `at_${token}`, refresh_token: token, token_type: 'Bearer' })
}

it('a further sign-in ends the authorization that it replaces, and the page ends the last', async () => {
  const provider = signedIn()
  exchange(provider, 'second')
  expect(revoked).toEqual(['first'])
  await provider.revoke()
  expect(revoked).toEqual(['first', 'second'])
})

it('a refresh goes on with its authorization', () => {
  const provider = signedIn()
  provider.saveTokens({ access_token: 'at_new', refresh_token: 'new', token_type: 'Bearer' })
  expect(revoked).toEqual([])
  expect(provider.tokens()?.refresh_token).toBe('new')
})

it.each(['tokens', 'client', 'all'] as const)('what is invalidated (%s) is revoked first', (scope) => {
  const provider = signedIn()
  provider.invalidateCredentials(scope)
  expect(revoked).toEqual(['first'])
  expect(provider.tokens()).toBeUndefined()
})
