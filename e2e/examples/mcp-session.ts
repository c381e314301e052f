// The real MCP clients at a runtime without a gateway: what Limen would send stands in `headers`.
import { Client as Client2, StreamableHTTPClientTransport as Transport2 } from '@modelcontextprotocol/client'
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as Transport1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'

export interface ToolResult {
  isError: boolean
  text: string
  structuredContent: unknown
  meta: unknown
}

export interface McpSession {
  toolNames(): Promise<string[]>
  call(
    name: string,
    args?: Record<string, unknown>,
    onProgress?: (progress: number) => void,
  ): Promise<ToolResult>
  /** Status and challenge of the last HTTP answer. */
  lastAnswer(): { status: number; challenge: string | null } | undefined
  close(): Promise<void>
}

/** `legacy` is SDK 1.x: `initialize` and sessions. `modern` is SDK 2.x, which speaks 2026-07-28 or fails. */
export type ClientLine = 'legacy' | 'modern'

export async function connect(
  line: ClientLine,
  url: string,
  headers: Record<string, string>,
): Promise<McpSession> {
  let last: Response | undefined
  const options = {
    requestInit: { headers },
    async fetch(input: string | URL | Request, init?: RequestInit) {
      last = await fetch(input, init)
      return last
    },
  }
  const client = line === 'legacy' ? await connect1(url, options) : await connect2(url, options)
  return {
    toolNames: async () => (await client.list()).tools.map((tool) => tool.name),
    call: async (name, args = {}, onProgress) => parseResult(await client.call(name, args, onProgress)),
    lastAnswer: () => last && { status: last.status, challenge: last.headers.get('www-authenticate') },
    close: client.close,
  }
}

const info = { name: 'limen-examples-test', version: '1' }
const progressTo = (report?: (progress: number) => void) =>
  report ? { onprogress: ({ progress }: { progress: number }) => report(progress) } : {}

async function connect1(url: string, options: ConstructorParameters<typeof Transport1>[1]) {
  const client = new Client1(info)
  await client.connect(new Transport1(new URL(url), options))
  return {
    list: () => client.listTools(),
    call: (name: string, args: object, report?: (progress: number) => void): Promise<object> =>
      client.callTool({ name, arguments: { ...args } }, undefined, progressTo(report)),
    close: () => client.close(),
  }
}

async function connect2(url: string, options: ConstructorParameters<typeof Transport2>[1]) {
  const client = new Client2(info, { versionNegotiation: { mode: { pin: '2026-07-28' } } })
  await client.connect(new Transport2(new URL(url), options))
  return {
    list: () => client.listTools(),
    call: (name: string, args: object, report?: (progress: number) => void): Promise<object> =>
      client.callTool({ name, arguments: { ...args } }, progressTo(report)),
    close: () => client.close(),
  }
}

interface WireResult {
  isError?: unknown
  content?: unknown
  structuredContent?: unknown
  _meta?: unknown
}

function parseResult({ isError, content, structuredContent, _meta: meta }: WireResult): ToolResult {
  return { isError: isError === true, text: JSON.stringify(content), structuredContent, meta: meta ?? {} }
}
