import { hostSurface } from '../../edge/public-urls.ts'
import type { Configuration } from '../configuration/configuration.ts'

/** Limen's own origins: never a target of an outbound request (S10). */
export function ownOriginsOf(
  publicOrigin: string,
  { customHosts }: Pick<Configuration, 'customHosts'>,
): string[] {
  return [publicOrigin, ...customHosts.map((host) => hostSurface(publicOrigin, host).issuer)]
}
