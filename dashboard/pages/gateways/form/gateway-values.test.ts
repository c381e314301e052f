import { expect, it } from 'vitest'
import { blankGateway, changeOf, newGatewayOf } from './gateway-values.ts'

it('an edit sends only what differs, so that nothing else is discovered or registered again', () => {
  const before = { ...blankGateway(), name: 'Desk', scopes: ['a'] }
  expect(changeOf({ ...before, scopes: ['a', 'b'] }, before)).toEqual({ scopes: ['a', 'b'] })
  expect(changeOf(before, before)).toEqual({})
})

it('an endpoint that is emptied is unpinned, and a filled one is named', () => {
  const blank = blankGateway()
  const before = { ...blank, endpoints: { ...blank.endpoints, issuer: 'https://a', jwks_uri: 'https://a/k' } }
  const after = { ...blank, endpoints: { ...blank.endpoints, issuer: 'https://b' } }
  expect(changeOf(after, before)).toEqual({
    endpoints: { issuer: 'https://b' },
    manualOverrides: ['issuer'],
  })
})

it('a stored secret stays unless another one is entered or it is taken away', () => {
  const before = blankGateway()
  expect(changeOf({ ...before, name: 'Desk' }, before)).not.toHaveProperty('clientSecret')
  expect(changeOf({ ...before, clientSecret: 'new' }, before)).toEqual({ clientSecret: 'new' })
  expect(changeOf({ ...before, clientSecret: null }, before)).toEqual({ clientSecret: null })
})

it('a new Gateway leaves to its recipe what nobody entered', () => {
  const body = newGatewayOf({ ...blankGateway(), name: 'Desk', authorizationServerUrl: ' https://a ' })
  expect(body).toMatchObject({ authorizationServerUrl: 'https://a', clientId: null, identity: {} })
  expect(body).not.toHaveProperty('endpoints')
  expect(body).not.toHaveProperty('tokenEndpointAuthMethod')
})
