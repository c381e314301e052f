// The tools, on SDK 1.x. Each calls the Todo API as the user whose token came with the MCP request.
import { setTimeout } from 'node:timers/promises'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'
import { callApi } from './contract.ts'

const reads = { annotations: { readOnlyHint: true } }
const writes = { annotations: { readOnlyHint: false, destructiveHint: false } }

export function createTodoServer(): McpServer {
  const server = new McpServer({ name: 'legacy-todo', version: '0.1.0' })

  server.registerTool('list_todos', { description: 'List your todos', ...reads }, () =>
    callApi('GET', '/todos'),
  )
  server.registerTool(
    'add_todo',
    { description: 'Add a todo', inputSchema: { title: z.string() }, ...writes },
    ({ title }) => callApi('POST', '/todos', { title }),
  )
  server.registerTool(
    'complete_todo',
    { description: 'Mark a todo as done', inputSchema: { id: z.int() }, ...writes },
    ({ id }) => callApi('POST', `/todos/${id}/complete`),
  )
  server.registerTool('whoami', { description: 'Say whose account this is', ...reads }, () =>
    callApi('GET', '/me'),
  )
  server.registerTool(
    'count_slowly',
    { description: 'Count, reporting progress', inputSchema: { steps: z.int().min(1).max(100) }, ...reads },
    async ({ steps }, { _meta: meta, sendNotification, signal }) => {
      const progressToken = meta?.progressToken
      for (let progress = 1; progress <= steps; progress++) {
        await setTimeout(100, undefined, { signal })
        if (progressToken === undefined) continue
        const params = { progressToken, progress, total: steps }
        await sendNotification({ method: 'notifications/progress', params })
      }
      return { content: [{ type: 'text', text: `Counted to ${steps}` }] }
    },
  )
  return server
}
