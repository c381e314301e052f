import { expect, it } from 'vitest'
import { settingText } from './setting-text.ts'
import type { SettingsValues } from './settings-values.ts'

const VALUES: SettingsValues = {
  name: 'Weather',
  slug: 'weather',
  description: '',
  runtimeUrl: 'https://weather.example/mcp',
  authMode: 'passthrough',
  open: false,
  upstreamAuth: { placement: 'header', name: 'x-key', prefix: 'Token ', keyOwner: 'per_user' },
  passthrough: { authorizationServers: [], scopes: ['read'], verification: null },
  upstreamKey: '',
  workerSecret: '',
  staticHeaders: { action: 'keep', entries: [] },
  staticQuery: { action: 'keep', entries: [] },
  workerSecretHeader: 'x-gateway-worker-secret',
  accessTokenHeader: 'x-gateway-access-token',
  identityHeader: null,
  newTools: 'read_only_on',
  changedTools: 'report',
  acceptClaimed: false,
  webSearch: false,
  allowedOrigins: [],
  timeoutMs: 90_000,
  bodyBytesMax: null,
}

it('what somebody else changed of a server reads as its fields do, with units', () => {
  expect(settingText('timeoutMs', VALUES)).toBe('90 seconds')
  expect(settingText('bodyBytesMax', VALUES)).toBe('as the deployment')
  expect(settingText('bodyBytesMax', { ...VALUES, bodyBytesMax: 2_048 })).toBe('2.0 KiB')
  expect(settingText('upstreamAuth', VALUES)).toBe(
    'A header of its own, x-key, after “Token ”; a key of each user',
  )
  expect(settingText('passthrough', VALUES)).toBe(
    'Authorization servers: as the runtime says; Scopes: read; Tokens not verified here',
  )
  expect(settingText('newTools', VALUES)).toBe('On if they only read')
})
