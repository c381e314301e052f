import { expect, it } from 'vitest'
import { gatewayText } from './gateway-text.ts'
import { blankGateway, type GatewayValues } from './gateway-values.ts'

const text = (field: keyof GatewayValues, change: Partial<GatewayValues> = {}) =>
  gatewayText(field, { ...blankGateway(), ...change }, [])

it('what somebody else changed of a Gateway reads as its fields do', () => {
  expect(text('accessTokenTtlSeconds')).toBe('1 hour')
  expect(text('refreshTokenTtlSeconds')).toBe('30 days')
  expect(text('consent', { consent: 'remember' })).toBe('Remember it')
  expect(text('endpoints')).toBe('as discovered')
  const endpoints = { ...blankGateway().endpoints, jwks_uri: 'https://a.example/keys' }
  expect(text('endpoints', { endpoints })).toBe('Keys (jwks_uri) https://a.example/keys')
  expect(text('clientRegistration')).toContain('Metadata documents: yes')
})

it('no field of a Gateway reads as JSON', () => {
  for (const [field, value] of Object.entries(blankGateway()))
    if (typeof value === 'object' && !Array.isArray(value))
      expect(text(field as keyof GatewayValues), field).not.toMatch(/[{}]|undefined/)
})
