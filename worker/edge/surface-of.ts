import { hostSurface, pathSurface, type Surface, type SurfaceForm } from './public-urls.ts'
import type { Snapshot } from './snapshot.ts'

/** The public URLs under which a request reached this server; undefined for a form the server does not have. */
export function surfaceOf(mainOrigin: string, snapshot: Snapshot, form: SurfaceForm): Surface | undefined {
  if (form === 'path') return pathSurface(mainOrigin, snapshot.server.slug)
  const customHost = snapshot.attachment?.customHost
  return customHost ? hostSurface(mainOrigin, customHost) : undefined
}
