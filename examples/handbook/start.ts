// An MCP server of the kind that most publishers run: one API key in a header, no OAuth, no users. Behind Limen it is a
// server of mode `api_key`: Limen holds the key, and clients have access tokens of their own.
import { createHash, timingSafeEqual } from 'node:crypto'
import { serve } from '@hono/node-server'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { PAGES } from './pages.ts'

const { API_KEY } = process.env
if (!API_KEY) throw new Error('API_KEY is needed')

function createHandbook(): McpServer {
  const server = new McpServer({ name: 'handbook', version: '0.1.0' })
  const reads = { annotations: { readOnlyHint: true } }
  server.registerTool(
    'search_handbook',
    {
      description: 'Titles of the pages that hold a word',
      inputSchema: z.object({ word: z.string() }),
      ...reads,
    },
    ({ word }) => {
      const found = PAGES.filter(({ title, text }) =>
        `${title} ${text}`.toLowerCase().includes(word.toLowerCase()),
      )
      return text(found.length > 0 ? found.map(({ title }) => title).join('\n') : `No page holds “${word}”.`)
    },
  )
  server.registerTool(
    'read_page',
    {
      description: 'The text of one page',
      inputSchema: z.object({ title: z.enum(PAGES.map(({ title }) => title)) }),
      ...reads,
    },
    ({ title }) => text(PAGES.find((page) => page.title === title)?.text ?? ''),
  )
  return server
}

const text = (value: string) => ({ content: [{ type: 'text' as const, text: value }] })
const digest = (value: string) => createHash('sha256').update(value).digest()
const isKey = (given: string | null) => timingSafeEqual(digest(given ?? ''), digest(API_KEY))

const mcp = createMcpHandler(createHandbook)

async function answer(request: Request): Promise<Response> {
  if (!isKey(request.headers.get('x-api-key')))
    return new Response('x-api-key is missing or wrong', { status: 401 })
  if (new URL(request.url).pathname !== '/mcp') return new Response(null, { status: 404 })
  return mcp.fetch(request)
}

const hostname = process.env.HOST ?? '127.0.0.1'
const server = serve({ fetch: answer, hostname, port: Number(process.env.PORT ?? 0) }, ({ port }) =>
  console.log(`listening http://${hostname}:${port}/mcp`),
)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}
