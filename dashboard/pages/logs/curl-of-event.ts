// A curl that sends the call of an event again, with placeholders for what is never logged: token and arguments. What
// strangers wrote, such as a tool's name, stands in it only in characters that no shell takes for its own. Pure.
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
  const revision = headerLine('MCP-Protocol-Version', version)
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
  const member = Object.hasOwn(NAMED, method) ? NAMED[method] : undefined
  const name = (method === 'tools/call' ? event.tool : null) ?? `the-${member}-was-not-logged`
  const mirrored = isModern
    ? [...headerLine('Mcp-Method', method), ...(member ? headerLine('Mcp-Name', headerValue(name)) : [])]
    : []
  const body = {
    jsonrpc: '2.0',
    id: 1,
    method,
    params: {
      ...(member ? { [member]: name } : {}),
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
    `  --data-raw '${plainJson(body)}'`,
  ].join('\n')
}

/** Characters that PowerShell, cmd and fish read as sh does. */
const PLAIN = /^[\w./-]+$/

/** Any name in them: as it is, or in Base64 (revision 2026-07-28, streamable-http#value-encoding). */
function headerValue(name: string): string {
  if (PLAIN.test(name)) return name
  const bytes = new TextEncoder().encode(name)
  return `=?base64?${btoa(String.fromCharCode(...bytes))}?=`
}

/** Left out where the value is in no such characters. */
function headerLine(name: string, value: string | null): string[] {
  const isSafe = value !== null && (PLAIN.test(value) || /^=\?base64\?[A-Za-z0-9+/=]*\?=$/.test(value))
  return isSafe ? [`  -H '${name}: ${value}' \\`] : []
}

/** JSON whose strings hold letters, digits and `_ ./:-`; all else is escaped, as JSON allows (RFC 8259 §7). */
function plainJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /"(?:[^"\\]|\\.)*"/g,
    (token) => `"${String(JSON.parse(token)).replaceAll(/[^A-Za-z0-9_ ./:-]/g, escaped)}"`,
  )
}

/** Of one UTF-16 code unit: a character beyond them becomes two, as JSON has it. */
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** For a POSIX shell: nothing in it is looked at. A line break would let a second command begin where one pastes. */
function quoted(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is taken out
  return `'${text.replaceAll(/[\u0000-\u001f\u007f]/g, ' ').replaceAll("'", String.raw`'\''`)}'`
}
