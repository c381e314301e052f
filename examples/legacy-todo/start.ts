// An MCP runtime behind Limen as many run today: SDK 1.x, a session for each client, answers as event streams.
import { randomUUID } from 'node:crypto'
import { serve } from '@hono/node-server'
import { WebStandardStreamableHTTPServerTransport as Transport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { behindLimen } from './contract.ts'
import { createTodoServer } from './tools.ts'

const sessions = new Map<string, Transport>()

/** A request without a session opens one, which only `initialize` can use; an unknown session is 404. */
async function answer(request: Request): Promise<Response> {
  const id = request.headers.get('mcp-session-id')
  const transport = id === null ? await openSession() : sessions.get(id)
  if (transport) return transport.handleRequest(request)
  const error = { code: -32001, message: 'Session not found' }
  return Response.json({ jsonrpc: '2.0', id: null, error }, { status: 404 })
}

async function openSession(): Promise<Transport> {
  const transport = new Transport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => void sessions.set(id, transport),
    onsessionclosed: (id) => void sessions.delete(id),
  })
  await createTodoServer().connect(transport)
  return transport
}

const hostname = process.env.HOST ?? '127.0.0.1'
const server = serve(
  { fetch: behindLimen('/mcp', answer), hostname, port: Number(process.env.PORT ?? 0) },
  ({ port }) => console.log(`listening http://${hostname}:${port}/mcp`),
)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}
