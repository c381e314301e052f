// Whether a server is still the one that a request began at.
import type { Exchange } from './parts.ts'

/** Deleted and made again, detached, attached elsewhere, or the custom host gone: another edge. */
export function isSameEdge(now: Exchange['snapshot'], { snapshot: began, surface }: Exchange): boolean {
  return (
    now.server.id === began.server.id &&
    now.attachment?.id === began.attachment?.id &&
    (surface.form === 'path' || now.attachment?.customHost === began.attachment?.customHost)
  )
}
