// What a GatewayObject knows of its own Gateway: rows of D1, and each issuer built from them. Pure.
import type {
  AttachmentRow,
  ClientRow,
  EmbeddingAppRow,
  GatewayRow,
  ServerRow,
} from '../../../schema/tables/index.ts'
import {
  hostSurface,
  issuerKeyOf,
  pathSurface,
  type IssuerKey,
  type Surface,
} from '../../edge/public-urls.ts'
import { offeredScopes } from '../authorization/scopes.ts'

export interface Configuration {
  gateway: GatewayRow
  attachments: readonly AttachmentRow[]
  servers: readonly ServerRow[]
  clients: readonly ClientRow[]
  embeddingApps: readonly EmbeddingAppRow[]
  /** Under which any Gateway of this deployment gets tokens: none of those is ever exchanged (product.md §5). */
  ownClientIds: readonly string[]
  /** Of every Gateway of this deployment: Limen's own origins (S10). */
  customHosts: readonly string[]
}

/** One public issuer: one form of one attachment (O1). */
export interface Issuer {
  key: IssuerKey
  /** Changes whenever something that the OAuth library is built from does. */
  revision: string
  surface: Surface
  gateway: GatewayRow
  attachment: AttachmentRow
  server: ServerRow
  /** The attachment's subset, or the Gateway's full set. */
  scopes: readonly string[]
  clients: readonly ClientRow[]
  embeddingApps: readonly EmbeddingAppRow[]
}

/** The issuer of this key, or undefined when there is none (any more). */
export function findIssuer(
  configuration: Configuration,
  issuerKey: string,
  publicOrigin: string,
): Issuer | undefined {
  const [attachmentId, suffix] = issuerKey.split(':')
  const attachment = configuration.attachments.find((row) => row.id === attachmentId)
  const server = configuration.servers.find((row) => row.id === attachment?.serverId)
  if (!attachment || !server) return undefined
  const form = suffix === 'p' ? 'path' : suffix === 'h' ? 'host' : undefined
  if (!form || (form === 'host' && !attachment.customHost)) return undefined
  const surface =
    form === 'path'
      ? pathSurface(publicOrigin, server.slug)
      : hostSurface(publicOrigin, attachment.customHost ?? '')
  const { gateway } = configuration
  return {
    key: issuerKeyOf(attachment.id, form),
    revision: `${gateway.version} ${attachment.version} ${server.version} ${surface.issuer}`,
    surface,
    gateway,
    attachment,
    server,
    scopes: offeredScopes(attachment, gateway),
    clients: configuration.clients,
    embeddingApps: configuration.embeddingApps,
  }
}
