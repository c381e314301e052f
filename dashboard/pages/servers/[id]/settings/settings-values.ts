// What the settings form holds, and what is sent of it: only what was changed. Pure.
import type { Server, ServerUpdate } from '../../../../../schema/api/servers.ts'
import type { Base } from '../../../../ui/create-form.ts'

/** A stored map that is never shown: kept as it is, removed, or written anew. */
export interface SecretMap {
  action: 'keep' | 'remove' | 'replace'
  entries: { name: string; value: string }[]
}

export interface SettingsValues {
  name: string
  slug: string
  description: string
  runtimeUrl: string
  authMode: Server['authMode']
  open: boolean
  upstreamAuth: NonNullable<Server['upstreamAuth']>
  passthrough: NonNullable<Server['passthrough']>
  /** Secrets: '' keeps what is stored. */
  upstreamKey: string
  workerSecret: string
  staticHeaders: SecretMap
  staticQuery: SecretMap
  workerSecretHeader: string
  accessTokenHeader: string
  identityHeader: string | null
  newTools: Server['newTools']
  changedTools: Server['changedTools']
  acceptClaimed: boolean
  webSearch: boolean
  allowedOrigins: string[]
  timeoutMs: number | null
  bodyBytesMax: number | null
}

/** One for each field: a shared one would be typed into twice. */
const kept = (): SecretMap => ({ action: 'keep', entries: [] })
const BEARER: SettingsValues['upstreamAuth'] = {
  placement: 'bearer',
  name: null,
  prefix: '',
  keyOwner: 'shared',
}
const UNVERIFIED: SettingsValues['passthrough'] = {
  authorizationServers: [],
  scopes: [],
  verification: null,
}

export function settingsOf(server: Server): Base<SettingsValues> {
  return {
    version: server.version,
    values: {
      name: server.name,
      slug: server.slug,
      description: server.description,
      runtimeUrl: server.runtimeUrl,
      authMode: server.authMode,
      open: server.open,
      upstreamAuth: server.upstreamAuth ?? BEARER,
      passthrough: server.passthrough ?? UNVERIFIED,
      upstreamKey: '',
      workerSecret: '',
      staticHeaders: kept(),
      staticQuery: kept(),
      workerSecretHeader: server.workerSecretHeader,
      accessTokenHeader: server.accessTokenHeader,
      identityHeader: server.identityHeader,
      newTools: server.newTools,
      changedTools: server.changedTools,
      acceptClaimed: server.acceptClaimed,
      webSearch: server.webSearch,
      allowedOrigins: server.allowedOrigins,
      timeoutMs: server.timeoutMs,
      bodyBytesMax: server.bodyBytesMax,
    },
  }
}

/** What the API is asked to change. Settings of another auth mode are not sent: the API refuses them. */
export function changeOf(before: SettingsValues, after: SettingsValues): ServerUpdate {
  const { upstreamAuth, passthrough, open, upstreamKey, workerSecret, staticHeaders, staticQuery, ...plain } =
    after
  const { authMode } = after
  const known = new Map<string, unknown>(Object.entries(before))
  const isChanged = (field: keyof SettingsValues) => !isSame(after[field], known.get(field))
  const changed: ServerUpdate = Object.fromEntries(
    Object.entries(plain).filter(([field, value]) => !isSame(value, known.get(field))),
  )
  const isNewMode = isChanged('authMode')
  /** Whose tokens are proven is asked for anew where the runtime moves: what stands in the form is the answer. */
  const isAskedAnew = passthrough.verification !== null && isElsewhere(before.runtimeUrl, after.runtimeUrl)
  return {
    ...changed,
    ...(authMode === 'none' && isChanged('open') ? { open } : {}),
    ...(authMode === 'api_key' && (isNewMode || isChanged('upstreamAuth')) ? { upstreamAuth } : {}),
    ...(authMode === 'passthrough' && (isNewMode || isAskedAnew || isChanged('passthrough'))
      ? { passthrough }
      : {}),
    ...(authMode === 'api_key' && upstreamAuth.keyOwner === 'shared' && upstreamKey !== ''
      ? { upstreamKey }
      : {}),
    ...(workerSecret === '' ? {} : { workerSecret }),
    ...(staticHeaders.action === 'keep' ? {} : { staticHeaders: mapOf(staticHeaders) }),
    ...(staticQuery.action === 'keep' ? {} : { staticQuery: mapOf(staticQuery) }),
  }
}

function mapOf({ action, entries }: SecretMap): Record<string, string> | null {
  const named = entries.filter(({ name }) => name.trim() !== '')
  return action === 'remove' || named.length === 0
    ? null
    : Object.fromEntries(named.map(({ name, value }) => [name.trim(), value]))
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Whether the secrets of the runtime before would be sent to somebody else (product.md §2). */
export function isElsewhere(before: string, after: string): boolean {
  return !URL.canParse(after) || new URL(after).origin !== new URL(before).origin
}
