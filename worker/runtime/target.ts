// Where a server's runtime is and which headers of its own every request to it carries (product.md §3, contract).
// Opened and checked once for each snapshot, not for each call.
import type { ServerRow, UpstreamAuth } from '../../schema/tables/index.ts'
import { openSecret } from '../crypto/envelope.ts'
import type { MasterKeys } from '../crypto/master-keys.ts'
import { hostSurface } from '../edge/public-urls.ts'
import type { Snapshot } from '../edge/snapshot.ts'
import { checkTarget, type CheckedTarget } from '../net/target-policy.ts'
import { runtimeErrorOf } from './send.ts'
import { serverSecretBinding, type ServerSecretColumn } from './server-secrets.ts'
import { keyHeaderName } from './upstream-key.ts'

export interface RuntimeTarget {
  /** Runtime URL with the static query parameters. */
  url: string
  /** Headers that an admin entered, the worker secret last; names in lower case. Secret. */
  fixedHeaders: readonly (readonly [name: string, value: string])[]
  /** Name of the header that carries the downstream access token, in lower case; null in every mode but `oauth`. */
  accessTokenHeader: string | null
  /** Name of the header that carries the caller's identity; null where the server does not ask for it. */
  identityHeader: string | null
  /** Where an upstream key goes; null in every mode but `api_key`. */
  upstreamAuth: UpstreamAuth | null
  /** Names that only Limen may set, in the spelling-independent form of `plainName`. */
  reservedNames: ReadonlySet<string>
}

/** A target that requests may be sent to. */
export interface OpenTarget extends RuntimeTarget {
  checked: CheckedTarget
}

/** The part of a snapshot that says where the runtime is. */
export type TargetRows = Pick<Snapshot, 'server' | 'attachment'>

const opened = new WeakMap<TargetRows, OpenTarget>()

/** Throws RuntimeError for a URL that the policy refuses, and what `openSecret` throws; callers fail closed. */
export async function openTarget(
  keys: MasterKeys,
  snapshot: TargetRows,
  deployment: { allowPrivateTargets: boolean; publicOrigin: string },
): Promise<OpenTarget> {
  const known = opened.get(snapshot)
  if (known) return known
  const { server } = snapshot
  const [workerSecret, staticHeaders, staticQuery] = await Promise.all([
    openColumn(keys, server, 'worker_secret', server.workerSecret),
    openColumn(keys, server, 'static_headers', server.staticHeaders),
    openColumn(keys, server, 'static_query', server.staticQuery),
  ])
  const target = runtimeTarget(server, {
    workerSecret,
    staticHeaders: parseTexts(staticHeaders),
    staticQuery: parseTexts(staticQuery),
  })
  const open = { ...target, checked: checkUrl(target.url, snapshot, deployment) }
  opened.set(snapshot, open)
  return open
}

function checkUrl(
  url: string,
  { attachment }: TargetRows,
  { allowPrivateTargets, publicOrigin }: { allowPrivateTargets: boolean; publicOrigin: string },
): CheckedTarget {
  const ownOrigins = [publicOrigin]
  if (attachment?.customHost)
    ownOrigins.push(new URL(hostSurface(publicOrigin, attachment.customHost).issuer).origin)
  try {
    return checkTarget(url, { policy: 'configured', allowPrivateTargets, ownOrigins })
  } catch (error) {
    throw runtimeErrorOf(error)
  }
}

/** The target of a server whose secrets are known in the clear. */
export function runtimeTarget(
  server: Pick<
    ServerRow,
    'runtimeUrl' | 'workerSecretHeader' | 'accessTokenHeader' | 'identityHeader' | 'authMode' | 'upstreamAuth'
  >,
  secrets: {
    workerSecret: string | null
    staticHeaders: Readonly<Record<string, string>>
    staticQuery: Readonly<Record<string, string>>
  },
): RuntimeTarget {
  const url = new URL(server.runtimeUrl)
  for (const [name, value] of Object.entries(secrets.staticQuery)) url.searchParams.set(name, value)
  const upstreamAuth = server.authMode === 'api_key' ? server.upstreamAuth : null
  const accessTokenHeader = server.authMode === 'oauth' ? server.accessTokenHeader.toLowerCase() : null
  const contract = [
    server.workerSecretHeader,
    accessTokenHeader ?? '',
    server.identityHeader ?? '',
    keyHeaderName(upstreamAuth) ?? '',
  ]
  const contractNames = new Set(contract.map(plainName))
  const fixedHeaders = Object.entries(secrets.staticHeaders)
    .filter(([name]) => !contractNames.has(plainName(name)))
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
  if (secrets.workerSecret !== null) {
    fixedHeaders.push([server.workerSecretHeader.toLowerCase(), secrets.workerSecret])
  }
  return {
    url: url.href,
    fixedHeaders,
    accessTokenHeader,
    identityHeader: server.identityHeader?.toLowerCase() ?? null,
    upstreamAuth,
    reservedNames: new Set([...contractNames, ...fixedHeaders.map(([name]) => plainName(name))]),
  }
}

/**
 * One form for all spellings that some runtime takes for the same header: CGI and WSGI fold case and turn `-` into `_`
 * (security.md §2.6).
 */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

async function openColumn(
  keys: MasterKeys,
  server: ServerRow,
  column: ServerSecretColumn,
  envelope: string | null,
): Promise<string | null> {
  return envelope === null ? null : openSecret(keys, serverSecretBinding(server, column), envelope)
}

/** Static headers or query parameters as they are sealed: a JSON object of texts; none where there is nothing. */
export function parseTexts(json: string | null): Record<string, string> {
  return json === null ? {} : (JSON.parse(json) as Record<string, string>)
}
