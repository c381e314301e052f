// An attachment as admins see it, with every public URL it has. Pure.
import type { Attachment } from '../../../schema/api/attachments.ts'
import type { AttachmentRow, GatewayRow, ServerRow } from '../../../schema/tables/index.ts'
import { callbackUrl } from '../../edge/public-urls.ts'
import { offeredScopes } from '../../gateway/authorization/scopes.ts'
import { presentSurfaces } from '../public-surfaces.ts'

export function presentAttachment(
  row: AttachmentRow,
  server: Pick<ServerRow, 'slug'>,
  gateway: Pick<GatewayRow, 'scopes'>,
  publicOrigin: string,
): Attachment {
  return {
    ...row,
    effectiveScopes: offeredScopes(row, gateway),
    urls: presentSurfaces(publicOrigin, server.slug, row.customHost),
    callbackUrl: callbackUrl(publicOrigin, row.gatewayId),
  }
}
