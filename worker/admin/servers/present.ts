// A server as admins see it: everything but its secrets. Pure.
import type { Server } from '../../../schema/api/servers.ts'
import type { ServerRow } from '../../../schema/tables/servers.ts'
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
