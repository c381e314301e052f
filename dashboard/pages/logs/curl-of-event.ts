// A curl that sends the call of an event again, with placeholders for what is never logged: token and arguments. Pure.
import type { LogEvent } from '../../../schema/api/logs.ts'

/** First revision without handshake and sessions. */
const MODERN_SINCE = '2026-07-28'

/** Methods whose `Mcp-Name` header repeats a member of `params`. */
const NAMED: Readonly<Record<string, 'name' | 'uri'>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
}

/** Undefined for what is no call, such as the steps of a sign-in. */
export function curlOfEvent(
  event: Pick<LogEvent, 'kind' | 'method' | 'tool' | 'protocolVersion'>,
  mcpUrl: string,
): string | undefined {
  if (event.kind !== 'call' || event.method === null) return undefined
  // A body with several messages is logged as its first one "and 2 more".
  const method = event.method.replace(/ and \d+ more$/, '')
  const version = event.protocolVersion
  const token = `MCP_TOKEN='paste an MCP token or access token here'`
  const authorization = `  -H "Authorization: Bearer $MCP_TOKEN" \\`
  const revision = version === null ? [] : [`  -H ${quoted(`MCP-Protocol-Version: ${version}`)} \\`]
  if (method === 'GET' || method === 'DELETE') {
    const accept = method === 'GET' ? [`  -H 'Accept: text/event-stream' \\`] : []
    return [
      token,
      `curl -sS -N -X ${method} \\`,
      authorization,
      ...accept,
      ...revision,
      `  ${quoted(mcpUrl)}`,
    ].join('\n')
  }
  const isModern = version !== null && version >= MODERN_SINCE
  const member = NAMED[method]
  const name = method === 'tools/call' ? event.tool : null
  const mirrored = isModern
    ? [
        `  -H ${quoted(`Mcp-Method: ${method}`)} \\`,
        ...(member
          ? [`  -H ${quoted(`Mcp-Name: ${headerValue(name ?? `the ${member}, which was not logged`)}`)} \\`]
          : []),
      ]
    : []
  const body = {
    jsonrpc: '2.0',
    id: 1,
    method,
    params: {
      ...(member ? { [member]: name ?? `the ${member}, which was not logged` } : {}),
      ...(method === 'tools/call' ? { arguments: { 'ARGUMENTS ARE NOT LOGGED': 'write them here' } } : {}),
      ...(isModern
        ? {
            _meta: {
              'io.modelcontextprotocol/protocolVersion': version,
              'io.modelcontextprotocol/clientInfo': { name: 'curl', version: '1' },
              'io.modelcontextprotocol/clientCapabilities': {},
            },
          }
        : {}),
    },
  }
  return [
    token,
    `curl -sS ${quoted(mcpUrl)} \\`,
    authorization,
    `  -H 'Content-Type: application/json' \\`,
    `  -H 'Accept: application/json, text/event-stream' \\`,
    ...revision,
    ...mirrored,
    `  --data-raw ${quoted(JSON.stringify(body))}`,
  ].join('\n')
}

/** For a POSIX shell: nothing in it is looked at. A line break would let a second command begin where one pastes. */
function quoted(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return `'${text.replaceAll(/[\u0000-\u001f\u007f]/g, ' ').replaceAll("'", String.raw`'\''`)}'`
}

/** 2026-07-28, streamable-http#header-encoding: what a header cannot carry travels as base64. */
function headerValue(text: string): string {
  if (/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !text.toLowerCase().startsWith('=?base64?'))
    return text
  const bytes = new TextEncoder().encode(text)
  return `=?base64?${btoa(String.fromCodePoint(...bytes))}?=`
}
