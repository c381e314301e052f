// An MCP runtime behind Limen. `createMcpHandler` serves both protocol eras from one factory.
import { setTimeout } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { behindLimen, callApi } from './contract.ts'

function createTodoServer(): McpServer {
  const server = new McpServer({ name: 'sdk-todo', version: '0.1.0' })
  const reads = { annotations: { readOnlyHint: true } }
  const writes = { annotations: { readOnlyHint: false, destructiveHint: false } }

  server.registerTool('list_todos', { description: 'List your todos', ...reads }, () =>
    callApi('GET', '/todos'),
  )
  server.registerTool(
    'add_todo',
    { description: 'Add a todo', inputSchema: z.object({ title: z.string() }), ...writes },
    ({ title }) => callApi('POST', '/todos', { title }),
  )
  server.registerTool(
    'complete_todo',
    { description: 'Mark a todo as done', inputSchema: z.object({ id: z.int() }), ...writes },
    ({ id }) => callApi('POST', `/todos/${id}/complete`),
  )
  server.registerTool('whoami', { description: 'Say whose account this is', ...reads }, () =>
    callApi('GET', '/me'),
  )
  server.registerTool(
    'count_slowly',
    {
      description: 'Count, reporting progress',
      inputSchema: z.object({ steps: z.int().min(1).max(100) }),
      ...reads,
    },
    async ({ steps }, { mcpReq: { _meta: meta, notify, signal } }) => {
      const progressToken = meta?.progressToken
      for (let progress = 1; progress <= steps; progress++) {
        await setTimeout(100, undefined, { signal })
        if (progressToken === undefined) continue
        await notify({
          method: 'notifications/progress',
          params: { progressToken, progress, total: steps },
        })
      }
      return { content: [{ type: 'text', text: `Counted to ${steps}` }] }
    },
  )
  return server
}

const mcp = createMcpHandler(createTodoServer)
const hostname = process.env.HOST ?? '127.0.0.1'
const server = serve(
  { fetch: behindLimen('/mcp', mcp.fetch), hostname, port: Number(process.env.PORT ?? 0) },
  ({ port }) => console.log(`listening http://${hostname}:${port}/mcp`),
)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}
