// A real SDK 2.x client with a person behind it who signs in through the walker whenever the server asks for it.
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client'
import type { WalkingProvider } from './oauth-provider.ts'

export interface DemoClient {
  client: Client
  close(): Promise<void>
}

/** Connects; where the server answers 401, the provider's person signs in and the client connects again. */
export async function connect(mcpUrl: string, provider: WalkingProvider): Promise<DemoClient> {
  const open = async () => {
    const client = new Client(
      { name: provider.options.clientName, version: '1.0.0' },
      { versionNegotiation: { mode: 'auto' } },
    )
    const transport = new StreamableHTTPClientTransport(new URL(mcpUrl), { authProvider: provider })
    try {
      await client.connect(transport)
      return client
    } catch (error) {
      await client.close()
      if (!(error instanceof UnauthorizedError) || !provider.callback) throw error
      await transport.finishAuth(provider.callback.searchParams)
      provider.callback = undefined
      return undefined
    }
  }
  const client = (await open()) ?? (await open())
  if (!client) throw new Error('signed in, and still refused')
  return { client, close: () => client.close() }
}

/** The text of a tool's answer; throws when the tool reports an error. */
export function textOf(result: Awaited<ReturnType<Client['callTool']>>): string {
  const text = result.content.map((part) => (part.type === 'text' ? part.text : `(${part.type})`)).join('\n')
  if (result.isError) throw new Error(`the tool answered with an error: ${text}`)
  return text
}
