// How the settings of a server read where somebody else changed them. Pure.
import { formatSeconds } from '../../../../format/duration.ts'
import { formatBytes } from '../../../../format/numbers.ts'
import { AUTH_MODES } from '../../../../format/server-status.tsx'
import { labelOf } from '../../../../ui/label-of.ts'
import { PLACEMENTS } from '../../new/api-key-fields.tsx'
import type { SettingsValues } from './settings-values.ts'
import { CHANGED_TOOLS, NEW_TOOLS } from './tools-card.tsx'

/** Undefined: a text, a list of texts, or yes and no. */
export function settingText(field: keyof SettingsValues, values: SettingsValues): string | undefined {
  switch (field) {
    case 'authMode':
      return AUTH_MODES[values.authMode]
    case 'upstreamAuth':
      return keyText(values.upstreamAuth)
    case 'passthrough':
      return passthroughText(values.passthrough)
    case 'identityHeader':
      return values.identityHeader ?? 'not sent'
    case 'newTools':
      return labelOf(NEW_TOOLS, values.newTools)
    case 'changedTools':
      return labelOf(CHANGED_TOOLS, values.changedTools)
    case 'timeoutMs':
      return values.timeoutMs === null ? undefined : formatSeconds(values.timeoutMs / 1_000)
    case 'bodyBytesMax':
      return values.bodyBytesMax === null ? 'as the deployment' : formatBytes(values.bodyBytesMax)
    default:
      return undefined
  }
}

function keyText({ placement, name, prefix, keyOwner }: SettingsValues['upstreamAuth']): string {
  const place = [labelOf(PLACEMENTS, placement), name, prefix && `after “${prefix}”`]
  return `${place.filter(Boolean).join(', ')}; ${keyOwner === 'shared' ? 'one key of the organization' : 'a key of each user'}`
}

function passthroughText({ authorizationServers, scopes, verification }: SettingsValues['passthrough']) {
  return [
    `Authorization servers: ${authorizationServers.join(', ') || 'as the runtime says'}`,
    `Scopes: ${scopes.join(', ') || 'none'}`,
    verification
      ? `Tokens of ${verification.issuer} verified with ${verification.jwksUri}, audience ${verification.audience ?? 'any'}`
      : 'Tokens not verified here',
  ].join('; ')
}
