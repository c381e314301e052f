import { hostSurface } from '../../edge/public-urls.ts'
import type { Configuration } from '../configuration/configuration.ts'

/** Limen's own origins as this Gateway knows them: never a target of an outbound request (S10). */
export function ownOriginsOf(publicOrigin: string, configuration: Configuration | undefined): string[] {
  const hosts = (configuration?.attachments ?? []).flatMap((row) => row.customHost ?? [])
  return [publicOrigin, ...hosts.map((host) => hostSurface(publicOrigin, host).issuer)]
}
