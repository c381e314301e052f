// The real MCP clients, one face for all: SDK 1.x, and SDK 2.x in its three modes.
import { Client as Client2, StreamableHTTPClientTransport as Transport2 } from '@modelcontextprotocol/client'
import type { VersionNegotiationMode } from '@modelcontextprotocol/client'
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as Transport1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { WalkingProvider } from '../../examples/demo/oauth-provider.ts'

export interface ToolAnswer {
  text: string
  isError: boolean
}

export interface Session {
  toolNames(): Promise<string[]>
  call(name: string, args?: Record<string, unknown>): Promise<ToolAnswer>
  close(): Promise<void>
}

export interface ClientLine {
  label: string
  /** Whether it can talk to a runtime that knows sessions only. */
  speaksLegacy: boolean
  /** Connects; a person signs in through the provider where the server asks for it. */
  connect(mcpUrl: string, provider: WalkingProvider): Promise<Session>
}

interface Attempt {
  open(): Promise<Session>
  /** Hands the authorization response to the SDK. */
  finish(callback: URL): Promise<void>
}

/** A sign-in that is pending is finished first; one that becomes necessary is finished too, once. */
async function connectWith(attempt: () => Attempt, provider: WalkingProvider): Promise<Session> {
  const finishPending = async (pending: Attempt) => {
    if (!provider.callback) return false
    await pending.finish(provider.callback)
    provider.callback = undefined
    return true
  }
  const first = attempt()
  await finishPending(first)
  try {
    return await first.open()
  } catch (error) {
    if (!(await finishPending(first))) throw error
    return attempt().open()
  }
}

function textOf(content: unknown): string {
  return (content as { text?: string }[]).map((part) => part.text ?? '').join('\n')
}

const sdk1: ClientLine = {
  label: 'SDK 1.x',
  speaksLegacy: true,
  connect: (mcpUrl, provider) =>
    connectWith(() => {
      const transport = new Transport1(new URL(mcpUrl), { authProvider: provider })
      return {
        finish: (callback) => transport.finishAuth(callback.searchParams.get('code') ?? ''),
        async open() {
          const client = new Client1({ name: 'e2e-sdk-1', version: '1.0.0' })
          await client.connect(transport as Parameters<typeof client.connect>[0])
          return {
            toolNames: async () => (await client.listTools()).tools.map((tool) => tool.name),
            async call(name, args = {}) {
              const result = await client.callTool({ name, arguments: args })
              return { text: textOf(result.content), isError: result.isError === true }
            },
            close: () => client.close(),
          }
        },
      }
    }, provider),
}

function sdk2(label: string, mode: VersionNegotiationMode, speaksLegacy: boolean): ClientLine {
  return {
    label,
    speaksLegacy,
    connect: (mcpUrl, provider) =>
      connectWith(() => {
        const transport = new Transport2(new URL(mcpUrl), { authProvider: provider })
        return {
          finish: (callback) => transport.finishAuth(callback.searchParams),
          async open() {
            const client = new Client2(
              { name: 'e2e-sdk-2', version: '1.0.0' },
              { versionNegotiation: { mode } },
            )
            await client.connect(transport)
            return {
              toolNames: async () => (await client.listTools()).tools.map((tool) => tool.name),
              async call(name, args = {}) {
                const result = await client.callTool({ name, arguments: args })
                return { text: textOf(result.content), isError: result.isError === true }
              },
              close: () => client.close(),
            }
          },
        }
      }, provider),
  }
}

export const clientLines: readonly ClientLine[] = [
  sdk1,
  sdk2('SDK 2.x legacy', 'legacy', true),
  sdk2('SDK 2.x auto', 'auto', true),
  sdk2('SDK 2.x pinned 2026-07-28', { pin: '2026-07-28' }, false),
]
