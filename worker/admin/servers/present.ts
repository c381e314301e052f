// A server as admins see it: everything but its secrets. Pure.
import type { SecretProbe, Server, ServerWithProbe } from '../../../schema/api/servers.ts'
import type { ServerRow } from '../../../schema/tables/servers.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { presentAttachment } from '../attachments/present.ts'
import { presentSurfaces } from '../public-surfaces.ts'
import type { ServerRows } from './load.ts'

export function presentServer({ server, attachment, gateway }: ServerRows, publicOrigin: string): Server {
  const urls = presentSurfaces(publicOrigin, server.slug, attachment?.customHost ?? null)
  const { acceptClaimed, allowedOrigins, bodyBytesMax, timeoutMs, webSearch, ...shown } =
    auditedServer(server)
  const { open: _open, ...fields } = shown
  return {
    ...fields,
    changedTools: server.changedTools === 'allow' ? 'report' : server.changedTools,
    missingSecrets: server.missingSecrets ?? [],
    warnings: server.staticQuery === null ? [] : [QUERY_WARNING],
    status: statusOf(server, attachment !== null),
    acceptClaimed,
    allowedOrigins,
    bodyBytesMax,
    timeoutMs,
    webSearch,
    mcpUrl: urls.path.mcpUrl,
    urls: {
      path: documentsOf(urls.path),
      host: urls.host && documentsOf(urls.host),
    },
    attachment: attachment && gateway && presentAttachment(attachment, server, gateway, publicOrigin),
  }
}

/** What a change answers: the server, what the runtime said to a new worker secret, and when it holds (P8). */
export function presentChange(env: Env, rows: ServerRows, probe: SecretProbe | null): ServerWithProbe {
  return {
    ...presentServer(rows, settingsOf(env).publicOrigin),
    workerSecretProbe: probe,
    effectiveWithinSeconds: SNAPSHOT_AGE_SECONDS,
  }
}

/** Every isolate reads the configuration of a server again at the latest after this (`edge/load-snapshot.ts`). */
const SNAPSHOT_AGE_SECONDS = 10

/** The state that an audit row keeps. */
export function auditedServer(row: ServerRow) {
  const {
    workerSecret,
    pendingWorkerSecret,
    staticHeaders,
    staticQuery,
    secretVersion: _version,
    ...rest
  } = row
  return {
    ...rest,
    workerSecretSet: workerSecret !== null,
    pendingWorkerSecretSet: pendingWorkerSecret !== null,
    staticHeadersSet: staticHeaders !== null,
    staticQuerySet: staticQuery !== null,
  }
}

function statusOf(server: ServerRow, isAttached: boolean): Server['status'] {
  if (!server.enabled) return 'disabled'
  if (server.pausedReason !== null) return 'paused'
  if (server.authMode === 'oauth' && !isAttached) return 'needs_gateway'
  return 'serving'
}

/** P7. */
const QUERY_WARNING: Server['warnings'][number] = {
  field: 'staticQuery',
  code: 'secret_in_url',
  message:
    'Query parameters stand in the URL of every call and may be logged by proxies and by the runtime. Use staticHeaders for a key where the runtime allows it.',
}

type Surface = ReturnType<typeof presentSurfaces>['path']

function documentsOf(surface: Surface): Server['urls']['path'] {
  const {
    mcpUrl,
    issuer,
    protectedResourceMetadataUrl,
    authorizationServerMetadataUrl,
    openidConfigurationUrl,
  } = surface
  return {
    mcpUrl,
    issuer,
    protectedResourceMetadataUrl,
    authorizationServerMetadataUrl,
    openidConfigurationUrl,
  }
}
