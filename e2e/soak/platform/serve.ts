// A small HTTP server on a free port of the loopback interface. Connections are never closed for being idle: what is cut
// is cut on purpose.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Served {
  port: number
  origin: string
  close(): void
}

export type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => Promise<void>

/** A handler that throws cuts the connection, and is reported. */
export async function serve(handler: Handler): Promise<Served> {
  const server = createServer((request, response) => {
    void answer(request, response, handler)
  })
  server.keepAliveTimeout = 0
  server.requestTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, handler: Handler): Promise<void> {
  let body: Buffer
  try {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    body = Buffer.concat(parts)
  } catch {
    // Whoever sent it is gone.
    return
  }
  try {
    await handler(request, response, body)
  } catch (error) {
    console.error(error)
    response.destroy()
  }
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

export function cut(response: ServerResponse): void {
  response.socket?.resetAndDestroy()
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
