import { expect, it } from 'vitest'
import type { Server } from '../../../../../schema/api/servers.ts'
import { changeOf, settingsOf, type SettingsValues } from './settings-values.ts'

const VALUES: SettingsValues = settingsOf({
  name: 'Weather',
  slug: 'weather',
  description: '',
  runtimeUrl: 'https://weather.example/mcp',
  authMode: 'none',
  open: false,
  upstreamAuth: null,
  passthrough: null,
  workerSecretHeader: 'x-gateway-worker-secret',
  accessTokenHeader: 'x-gateway-access-token',
  identityHeader: null,
  newTools: 'read_only_on',
  changedTools: 'report',
  acceptClaimed: false,
  webSearch: false,
  allowedOrigins: [],
  timeoutMs: 60_000,
  bodyBytesMax: null,
  version: 3,
} as unknown as Server).values

it('sends only what was changed, and no secret that was not entered', () => {
  expect(changeOf(VALUES, { ...VALUES, name: 'Forecast' })).toEqual({ name: 'Forecast' })
  expect(changeOf(VALUES, { ...VALUES })).toEqual({})
})

it('sends the settings of the chosen auth mode and of no other', () => {
  const upstreamAuth = { placement: 'header', name: 'x-api-key', prefix: '', keyOwner: 'shared' } as const
  const edited = { ...VALUES, open: true, upstreamAuth, upstreamKey: 'a-key' }
  expect(changeOf(VALUES, edited)).toEqual({ open: true })
  expect(changeOf(VALUES, { ...edited, authMode: 'api_key' })).toEqual({
    authMode: 'api_key',
    upstreamAuth,
    upstreamKey: 'a-key',
  })
})

it('removes stored headers only where that was chosen', () => {
  const staticHeaders = { action: 'replace', entries: [{ name: ' x-team ', value: 'blue' }] } as const
  expect(
    changeOf(VALUES, { ...VALUES, staticHeaders: { ...staticHeaders, entries: [...staticHeaders.entries] } }),
  ).toEqual({
    staticHeaders: { 'x-team': 'blue' },
  })
  expect(changeOf(VALUES, { ...VALUES, staticQuery: { action: 'remove', entries: [] } })).toEqual({
    staticQuery: null,
  })
})
