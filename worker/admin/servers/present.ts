// A server as admins see it: everything but its secrets. Pure.
import type { SecretProbe, Server, ServerWithProbe } from '../../../schema/api/servers.ts'
import type { ServerRow } from '../../../schema/tables/servers.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { presentAttachment } from '../attachments/present.ts'
import { presentSurfaces } from '../public-surfaces.ts'
import type { ServerRows } from './load.ts'
import { statusOf } from './status.ts'
import { warningsOf } from './warnings.ts'

export function presentServer(rows: ServerRows, publicOrigin: string): Server {
  const { server, attachment, gateway } = rows
  const urls = presentSurfaces(publicOrigin, server.slug, attachment?.customHost ?? null)
  const { acceptClaimed, allowedOrigins, bodyBytesMax, timeoutMs, webSearch, ...shown } =
    auditedServer(server)
  return {
    ...shown,
    changedTools: server.changedTools === 'allow' ? 'report' : server.changedTools,
    missingSecrets: server.missingSecrets ?? [],
    warnings: warningsOf(server),
    status: statusOf(rows),
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
    upstreamKeyId,
    ...rest
  } = row
  return {
    ...rest,
    workerSecretSet: workerSecret !== null,
    pendingWorkerSecretSet: pendingWorkerSecret !== null,
    staticHeadersSet: staticHeaders !== null,
    staticQuerySet: staticQuery !== null,
    upstreamKeySet: upstreamKeyId !== null,
  }
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
