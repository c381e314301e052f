// The MCP requests that the doctor makes: legacy, since every server of today answers that era.

export const DOCTOR_PROTOCOL_VERSION = '2025-11-25'

const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'mcp-protocol-version': DOCTOR_PROTOCOL_VERSION,
}

export interface McpCredentials {
  token?: string | undefined
  sessionId?: string | undefined
}

/** `headers` of any request below, with the credential and the session where there are some. */
export function mcpHeaders({ token, sessionId }: McpCredentials = {}): Record<string, string> {
  return {
    ...HEADERS,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(sessionId === undefined ? {} : { 'mcp-session-id': sessionId }),
  }
}

export function toolsListProbe(credentials?: McpCredentials, cursor?: string) {
  const params = cursor === undefined ? {} : { params: { cursor } }
  return {
    method: 'POST' as const,
    headers: mcpHeaders(credentials),
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', ...params }),
  }
}

export function initializeProbe(credentials: McpCredentials) {
  const params = {
    protocolVersion: DOCTOR_PROTOCOL_VERSION,
    capabilities: {},
    clientInfo: { name: 'limen-doctor', version: '1' },
  }
  return {
    method: 'POST' as const,
    headers: mcpHeaders(credentials),
    body: JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params }),
  }
}

export function initializedProbe(credentials: McpCredentials) {
  return {
    method: 'POST' as const,
    headers: mcpHeaders(credentials),
    body: JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }),
  }
}
