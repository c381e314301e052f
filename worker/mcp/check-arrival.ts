// What can be said about a request before anybody knows who sends it: host, origin, loops, HTTP method (M8, S10).
import type { Settings } from '../environment.ts'
import { isAllowedOrigin } from '../policy/allowed-origin.ts'
import { countHops } from '../runtime/hops.ts'
import type { Exchange } from './parts.ts'
import { McpRefusal } from './refusal.ts'

export type McpHttpMethod = 'GET' | 'POST' | 'DELETE'

export interface Arrival {
  method: McpHttpMethod
  hops: number
}

/** Throws McpRefusal. */
export function checkArrival({ request, snapshot, surface }: Exchange, settings: Settings): Arrival {
  const { headers, method } = request
  if (hostOf(request.url) !== hostOf(surface.resource)) throw new McpRefusal('wrong_host')
  const origin = headers.get('origin')
  if (origin !== null) {
    const own = [settings.publicOrigin, new URL(surface.resource).origin]
    const embedding = snapshot.embeddingApps.flatMap(({ allowedOrigins }) => allowedOrigins)
    const isAllowed = isAllowedOrigin(origin, own, [...snapshot.server.allowedOrigins, ...embedding])
    // The dashboard's inspector is a client in the browser.
    if (!isAllowed && origin !== settings.dashboardOrigin()) {
      throw new McpRefusal('origin_not_allowed', { rule: 'allowed_origins', detail: `Origin: ${origin}` })
    }
  }
  const hops = countHops(headers)
  if (hops === undefined) throw new McpRefusal('loop_detected')
  if (method !== 'POST' && method !== 'GET' && method !== 'DELETE') {
    throw new McpRefusal('method_not_allowed', { headers: { allow: 'GET, POST, DELETE, OPTIONS' } })
  }
  return { method, hops }
}

/** Host and port as they stand in a URL. */
function hostOf(url: string): string {
  const start = url.indexOf('://') + 3
  const end = url.indexOf('/', start)
  return end === -1 ? url.slice(start) : url.slice(start, end)
}
