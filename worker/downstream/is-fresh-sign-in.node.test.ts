import { UnsecuredJWT } from 'jose'
import { expect, it } from 'vitest'
import { gatewayRow } from '../testing/rows.ts'
import { isFreshSignIn } from './is-fresh-sign-in.ts'
import { identityScopes } from './scopes.ts'

const startedAt = 1_790_000_000_000
const seconds = startedAt / 1_000
const idToken = (claims: Record<string, unknown>) => new UnsecuredJWT({ sub: 'ada', ...claims }).encode()

it.each([
  ['credentials entered afterwards', idToken({ auth_time: seconds + 5 }), true],
  ['a clock that is a little behind', idToken({ auth_time: seconds - 30 }), true],
  ['credentials entered before', idToken({ auth_time: seconds - 61 }), false],
  ['a provider that does not say when', idToken({}), false],
  ['a time that is no number', idToken({ auth_time: String(seconds + 5) }), false],
  ['an OpenID provider that gave no ID token', null, false],
])('%s', (_what, token, isFresh) => {
  expect(isFreshSignIn(token, startedAt)).toBe(isFresh)
})

it('a server that is no OpenID provider cannot say it', () => {
  expect(isFreshSignIn(null, startedAt, false)).toBe(true)
  expect(isFreshSignIn(idToken({}), startedAt, false)).toBe(false)
})

it('an OpenID provider is asked for the ID token that says it, whatever names the user', () => {
  const { identity } = gatewayRow({})
  const metadata = { id_token_signing_alg_values_supported: ['RS256'] }
  const gateway = gatewayRow({ provider: 'manual', identity: { ...identity, source: 'introspection' } })
  const openId = { ...gateway, discovery: { at: 0, url: null, metadata, findings: [] } }
  expect(identityScopes(openId, true)).toBe('openid')
  expect(identityScopes(gateway, true)).toBe('')
})
