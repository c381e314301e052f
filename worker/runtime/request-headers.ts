// Headers of a request to a runtime: built fresh, by allow-list (M6). What is not named here does not get through.
import type { RuntimeTarget } from './target.ts'
import { plainName } from './target.ts'
import { HOP_HEADER } from './hops.ts'
import { USER_AGENT } from './user-agent.ts'

const PASSED = [
  'content-type',
  'accept',
  'mcp-protocol-version',
  'mcp-method',
  'mcp-name',
  'traceparent',
  'tracestate',
  'baggage',
] as const

const PARAMETER_PREFIX = 'mcp-param-'

export interface OwnHeaders {
  /** The downstream access token; null for a server without grants. */
  accessToken: string | null
  /** The caller as a JWT; null where the server does not ask for it or nobody is known to call. */
  identityToken: string | null
  /** The runtime's own session id and event id, unsealed. */
  sessionId: string | null
  lastEventId: string | null
  /** How many gateways the client's request had passed before this one. */
  hops: number
  /** `Mcp-Param-*` exists on modern traffic only. */
  isModern: boolean
  /** In place of the client's `Mcp-Name`, where the id in it was unsealed. */
  mcpName?: string | undefined
}

export function runtimeRequestHeaders(client: Headers, target: RuntimeTarget, own: OwnHeaders): Headers {
  const headers = new Headers()
  for (const name of PASSED) {
    const value = client.get(name)
    if (value !== null) headers.set(name, value)
  }
  if (own.isModern) {
    for (const [name, value] of client) {
      if (name.startsWith(PARAMETER_PREFIX) && !target.reservedNames.has(plainName(name)))
        headers.set(name, value)
    }
  }
  if (own.mcpName !== undefined) headers.set('mcp-name', own.mcpName)
  if (own.sessionId !== null) headers.set('mcp-session-id', own.sessionId)
  if (own.lastEventId !== null) headers.set('last-event-id', own.lastEventId)
  headers.set('user-agent', USER_AGENT)
  headers.set(HOP_HEADER, String(own.hops + 1))
  // Last, so that nothing above can stand in their place, not even a name that an admin chose badly.
  for (const [name, value] of target.fixedHeaders) headers.set(name, value)
  if (target.identityHeader !== null) {
    if (own.identityToken === null) headers.delete(target.identityHeader)
    else headers.set(target.identityHeader, own.identityToken)
  }
  if (own.accessToken === null) {
    headers.delete(target.accessTokenHeader)
  } else {
    const isAuthorization = target.accessTokenHeader.toLowerCase() === 'authorization'
    headers.set(target.accessTokenHeader, isAuthorization ? `Bearer ${own.accessToken}` : own.accessToken)
  }
  return headers
}
