// The real MCP clients with a token that somebody gave them, in place of a sign-in.
import { Client as Client2, StreamableHTTPClientTransport as Transport2 } from '@modelcontextprotocol/client'
import type { VersionNegotiationMode } from '@modelcontextprotocol/client'
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as Transport1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'

export interface BearerSession {
  toolNames(): Promise<string[]>
  call(name: string): Promise<string>
  close(): Promise<void>
}

export interface BearerClient {
  label: string
  connect(mcpUrl: string, headers: Record<string, string>): Promise<BearerSession>
}

const sdk1: BearerClient = {
  label: 'SDK 1.x',
  async connect(mcpUrl, headers) {
    const client = new Client1({ name: 'e2e-sdk-1', version: '1.0.0' })
    const transport = new Transport1(new URL(mcpUrl), { requestInit: { headers } })
    await client.connect(transport as Parameters<typeof client.connect>[0])
    return {
      toolNames: async () => (await client.listTools()).tools.map(({ name }) => name),
      call: async (name) => textOf((await client.callTool({ name, arguments: {} })).content),
      close: () => client.close(),
    }
  },
}

function sdk2(label: string, mode: VersionNegotiationMode): BearerClient {
  return {
    label,
    async connect(mcpUrl, headers) {
      const client = new Client2({ name: 'e2e-sdk-2', version: '1.0.0' }, { versionNegotiation: { mode } })
      await client.connect(new Transport2(new URL(mcpUrl), { requestInit: { headers } }))
      return {
        toolNames: async () => (await client.listTools()).tools.map(({ name }) => name),
        call: async (name) => textOf((await client.callTool({ name, arguments: {} })).content),
        close: () => client.close(),
      }
    },
  }
}

export const bearerClients: readonly BearerClient[] = [
  sdk1,
  sdk2('SDK 2.x auto', 'auto'),
  sdk2('SDK 2.x pinned 2026-07-28', { pin: '2026-07-28' }),
]

function textOf(content: unknown): string {
  return (content as { text?: string }[]).map((part) => part.text ?? '').join('\n')
}
