// Names of the contract headers (product.md §3, "The runtime contract"). Pure.
import type { FieldError } from '../../../schema/api/problem.ts'
import { plainName } from '../../runtime/target.ts'
import { keyHeaderName } from '../../runtime/upstream-key.ts'
import { invalidFields } from '../admin-problem.ts'
import type { AuthSettings } from './auth-settings.ts'

export interface ContractHeaders extends Pick<AuthSettings, 'authMode' | 'upstreamAuth'> {
  workerSecretHeader: string
  accessTokenHeader: string
  identityHeader: string | null
}

export const HEADER_PRESETS = {
  default: { workerSecretHeader: 'x-gateway-worker-secret', accessTokenHeader: 'x-gateway-access-token' },
  emcy: { workerSecretHeader: 'x-emcy-worker-secret', accessTokenHeader: 'x-emcy-upstream-access-token' },
} as const

/** RFC 9110 §7.6.1 and what the proxy itself speaks. */
const NEVER = new Set(
  [
    'connection',
    'keep-alive',
    'proxy-authenticate',
    'proxy-authorization',
    'proxy-connection',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
    'host',
    'cookie',
    'set-cookie',
    'accept',
    'last-event-id',
    'user-agent',
    'traceparent',
    'tracestate',
    'baggage',
    'x-limen-hop',
  ].map(plainName),
)
const NEVER_PREFIXES = ['content-', 'mcp-', 'cf-', 'sec-']

/** Throws AdminProblem `validation` beside each name that cannot be used. */
export function checkHeaderNames(headers: ContractHeaders, staticHeaders: readonly string[]): void {
  const errors: FieldError[] = []
  const seen = new Map<string, string>()
  const named: [path: string, name: string][] = [
    ['workerSecretHeader', headers.workerSecretHeader],
    ...credentialHeader(headers),
    ...(headers.identityHeader === null
      ? []
      : [['identityHeader', headers.identityHeader] as [string, string]]),
    ...staticHeaders.map((name): [string, string] => [`staticHeaders.${name}`, name]),
  ]
  for (const [path, name] of named) {
    const fault = faultOf(path, name)
    if (fault) errors.push({ path, message: fault })
    const plain = plainName(name)
    const other = seen.get(plain)
    if (other) errors.push({ path, message: `has the same name as ${other}; choose another one` })
    seen.set(plain, path)
  }
  if (errors.length > 0) throw invalidFields(errors)
}

/** The header of the one credential that this auth mode sends. */
function credentialHeader({
  authMode,
  accessTokenHeader,
  upstreamAuth,
}: ContractHeaders): [string, string][] {
  if (authMode === 'oauth') return [['accessTokenHeader', accessTokenHeader]]
  if (authMode === 'passthrough') return [['authMode', 'authorization']]
  const name = keyHeaderName(upstreamAuth)
  return name === null
    ? []
    : [[upstreamAuth?.placement === 'bearer' ? 'upstreamAuth' : 'upstreamAuth.name', name]]
}

/** Paths at which `authorization` may stand. */
const MAY_AUTHORIZE = /^(?:accessTokenHeader|authMode|upstreamAuth(?:\.name)?|staticHeaders\..*)$/

function faultOf(path: string, name: string): string | undefined {
  const plain = plainName(name)
  if (plain === 'authorization') {
    return MAY_AUTHORIZE.test(path) ? undefined : 'authorization is allowed for the access token only'
  }
  if (NEVER.has(plain)) return `"${name}" cannot be used; choose a name of your own, such as x-…`
  const prefix = NEVER_PREFIXES.find((start) => name.replaceAll(/[^a-z0-9]/g, '-').startsWith(start))
  return prefix ? `names that begin with "${prefix}" cannot be used; choose a name such as x-…` : undefined
}
