import { waitFor } from '@solidjs/testing-library'
import { createRoot } from 'solid-js'
import { afterEach, expect, it, vi } from 'vitest'
import type { Server } from '../../../../../../schema/api/servers.ts'
import { createInspector, type Inspector } from './create-inspector.ts'
import type { McpSession, Tool } from './mcp-session.ts'

const opening: PromiseWithResolvers<McpSession>[] = []

vi.mock('./mcp-session.ts', () => ({
  openSession: () => {
    const one = Promise.withResolvers<McpSession>()
    opening.push(one)
    return one.promise
  },
}))

const SERVER = {
  id: 'srv_1',
  timeoutMs: 1_000,
  upstreamAuth: null,
  urls: { path: { mcpUrl: 'https://limen.example.com/s/a/mcp' } },
} as Server

function session(name: string) {
  return {
    serverName: name,
    protocolVersion: '2026-07-28',
    listTools: async () => [{ name, inputSchema: { type: 'object' } }] as Tool[],
    callTool: () => Promise.reject(new Error('not called here')),
    close: vi.fn(async () => undefined),
  } satisfies McpSession
}

let dispose = () => {}
afterEach(() => dispose())

it('an attempt that was given up ends itself, and leaves the next one alone', async () => {
  const inspector = createRoot<Inspector>((end) => {
    dispose = end
    return createInspector(() => SERVER)
  })
  const [late, next] = [session('late'), session('next')]
  inspector.connect({ token: null })
  await waitFor(() => expect(opening).toHaveLength(1))
  inspector.disconnect()
  expect(inspector.phase().kind).toBe('idle')
  inspector.connect({ token: null })
  await waitFor(() => expect(opening).toHaveLength(2))
  opening[1]?.resolve(next)
  await waitFor(() => expect(inspector.phase().kind).toBe('ready'))
  opening[0]?.resolve(late)
  await waitFor(() => expect(late.close).toHaveBeenCalledOnce())
  expect(inspector.phase()).toMatchObject({ kind: 'ready', serverName: 'next' })
  expect(inspector.tools().map(({ name }) => name)).toEqual(['next'])
  expect(next.close).not.toHaveBeenCalled()
})
