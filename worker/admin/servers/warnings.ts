// What was chosen for a server and is allowed, but has a risk. Pure.
import type { Server } from '../../../schema/api/servers.ts'
import type { ServerRow } from '../../../schema/tables/servers.ts'

type Warning = Server['warnings'][number]

export const PASSTHROUGH_WARNING: Warning = {
  field: 'authMode',
  code: 'passthrough_discouraged',
  message:
    'MCP advises against forwarding a token that was issued to somebody else. Limen then stores, refreshes and revokes nothing, and cannot end a session. Prefer "oauth" with a Gateway.',
}

/** P7. */
const QUERY_WARNING: Warning = {
  field: 'staticQuery',
  code: 'secret_in_url',
  message:
    'Query parameters stand in the URL of every call and may be logged by proxies and by the runtime. Use staticHeaders for a key where the runtime allows it.',
}

/** P7. */
const KEY_IN_QUERY_WARNING: Warning = {
  field: 'upstreamAuth.placement',
  code: 'secret_in_url',
  message:
    'The key stands in the URL of every call and may be logged by proxies and by the upstream. Use a header where the upstream allows it.',
}

const OPEN_WARNING: Warning = {
  field: 'open',
  code: 'open_to_everybody',
  message: 'Anybody who knows the URL may call the tools of this server. Access tokens close it again.',
}

export function warningsOf(server: ServerRow): Warning[] {
  return [
    ...(server.authMode === 'passthrough' ? [PASSTHROUGH_WARNING] : []),
    ...(server.open ? [OPEN_WARNING] : []),
    ...(server.upstreamAuth?.placement === 'query' ? [KEY_IN_QUERY_WARNING] : []),
    ...(server.staticQuery === null ? [] : [QUERY_WARNING]),
  ]
}
