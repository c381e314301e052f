// The public URLs of a server in both forms, to show and to copy (O1–O3). Pure.
import type { Attachment } from '../../schema/api/attachments.ts'
import { hostSurface, pathSurface, type Surface } from '../edge/public-urls.ts'

export function presentSurfaces(
  publicOrigin: string,
  slug: string,
  customHost: string | null,
): Attachment['urls'] {
  const path = pathSurface(publicOrigin, slug)
  return {
    path: presentSurface(
      path,
      `${publicOrigin}/.well-known/oauth-authorization-server/s/${slug}`,
      `${publicOrigin}/.well-known/openid-configuration/s/${slug}`,
    ),
    host: customHost === null ? null : presentHost(hostSurface(publicOrigin, customHost)),
  }
}

function presentHost(surface: Surface) {
  return presentSurface(
    surface,
    `${surface.issuer}/.well-known/oauth-authorization-server`,
    `${surface.issuer}/.well-known/openid-configuration`,
  )
}

function presentSurface(
  surface: Surface,
  authorizationServerMetadataUrl: string,
  openidConfigurationUrl: string,
) {
  return {
    issuer: surface.issuer,
    mcpUrl: surface.resource,
    authorizationEndpoint: surface.authorizationEndpoint,
    tokenEndpoint: surface.tokenEndpoint,
    registrationEndpoint: surface.registrationEndpoint,
    revocationEndpoint: surface.revocationEndpoint,
    protectedResourceMetadataUrl: surface.resourceMetadataUrl,
    authorizationServerMetadataUrl,
    openidConfigurationUrl,
  }
}
