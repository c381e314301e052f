import type { SettingsValues } from './settings-values.ts'

/** What the settings are called on the page. */
export const SETTING_LABELS: Readonly<Record<keyof SettingsValues, string>> = {
  name: 'Name',
  slug: 'Slug',
  description: 'Description',
  runtimeUrl: 'Runtime URL',
  authMode: 'Auth mode',
  open: 'Open to everybody',
  upstreamAuth: 'Upstream key',
  passthrough: 'Passthrough',
  upstreamKey: 'API key',
  workerSecret: 'Worker secret',
  staticHeaders: 'Static headers',
  staticQuery: 'Static query parameters',
  workerSecretHeader: 'Header of the worker secret',
  accessTokenHeader: 'Header of the access token',
  identityHeader: 'Identity header',
  newTools: 'New tools',
  changedTools: 'Changed tools',
  acceptClaimed: 'Accept claimed identities',
  webSearch: 'Web search',
  allowedOrigins: 'Allowed origins',
  timeoutMs: 'Timeout',
  bodyBytesMax: 'Largest body',
}

export const SECRET_LABELS: Readonly<Record<string, string>> = {
  workerSecret: 'the worker secret',
  staticHeaders: 'the static headers',
  staticQuery: 'the static query parameters',
  upstreamKey: 'the API key',
}
