// What a server is doing, in one word (product.md §3): the first of these that holds. Pure.
import type { Server } from '../../../schema/api/servers.ts'
import type { ServerRows } from './load.ts'

export function statusOf({ server, attachment, catalog }: ServerRows): Server['status'] {
  if (!server.enabled) return 'disabled'
  if (server.pausedReason !== null) return 'paused'
  if (server.authMode === 'oauth' && attachment === null) return 'needs_gateway'
  if (catalog?.error) return 'unreachable'
  const isSeen = catalog !== null && catalog.completeAt !== null
  // Where users sign in, nobody but a signed-in one can see the tools; elsewhere there is nothing to connect.
  if (!isSeen) return server.authMode === 'oauth' ? 'awaiting_connection' : 'serving'
  return catalog.tools === 0 ? 'no_tools_found' : 'serving'
}
