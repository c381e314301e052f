// Headers of a request to a runtime: built fresh, by allow-list (M6). What is not named here does not get through.
import type { RuntimeTarget } from './target.ts'
import { plainName } from './target.ts'
import { HOP_HEADER } from './hops.ts'
import { keyHeader } from './upstream-key.ts'
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
  /** Key of the upstream (mode `api_key`). */
  upstreamKey: string | null
  /** The client's own credential, unchanged (mode `passthrough`, M13). */
  authorization: string | null
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

/** As a plain object with names in lower case, which costs a fraction of `Headers`. */
export function runtimeRequestHeaders(
  client: Headers,
  target: RuntimeTarget,
  own: OwnHeaders,
): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name of PASSED) {
    const value = client.get(name)
    if (value !== null) headers[name] = value
  }
  if (own.isModern) {
    for (const [name, value] of client) {
      if (name.startsWith(PARAMETER_PREFIX) && !target.reservedNames.has(plainName(name)))
        headers[name] = value
    }
  }
  if (own.mcpName !== undefined) headers['mcp-name'] = own.mcpName
  if (own.sessionId !== null) headers['mcp-session-id'] = own.sessionId
  if (own.lastEventId !== null) headers['last-event-id'] = own.lastEventId
  headers['user-agent'] = USER_AGENT
  headers[HOP_HEADER] = String(own.hops + 1)
  // Last, so that nothing above can stand in their place, not even a name that an admin chose badly.
  for (const [name, value] of target.fixedHeaders) headers[name] = value
  const { identityHeader, accessTokenHeader } = target
  if (identityHeader !== null) {
    if (own.identityToken === null) delete headers[identityHeader]
    else headers[identityHeader] = own.identityToken
  }
  if (accessTokenHeader !== null) {
    if (own.accessToken === null) delete headers[accessTokenHeader]
    else
      headers[accessTokenHeader] =
        accessTokenHeader === 'authorization' ? `Bearer ${own.accessToken}` : own.accessToken
  }
  const { upstreamKey, authorization } = own
  if (upstreamKey !== null && target.upstreamAuth !== null) {
    const placed = keyHeader(target.upstreamAuth, upstreamKey)
    if (placed) headers[placed[0]] = placed[1]
  }
  if (authorization !== null) headers['authorization'] = authorization
  return headers
}
