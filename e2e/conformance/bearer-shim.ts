// The official suite sends no credential: this loopback hop adds one and changes nothing else, Host and Origin included.
import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Shim {
  /** Origin of the shim, without a trailing slash. */
  origin: string
  close(): Promise<void>
}

/** Starts a shim before `target` (an http origin) that sends `Authorization: Bearer <token>` with each request. */
export async function startBearerShim(target: string, token: string): Promise<Shim> {
  const { hostname, port, host } = new URL(target)
  // A connection of its own for each request: a reused one races with an early 4xx that closes it.
  const agent = new http.Agent({ keepAlive: false })
  const server = http.createServer((request, response) => {
    // The suite aims at the shim's port; a foreign Host, which it also sends, must arrive as it is.
    const isOurs = request.headers.host === new URL(originOf(server)).host
    const headers = {
      ...request.headers,
      authorization: `Bearer ${token}`,
      host: isOurs ? host : request.headers.host,
    }
    const upstream = http.request(
      { hostname, port, method: request.method, path: request.url, headers, agent },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        response.flushHeaders()
        answer.pipe(response)
      },
    )
    upstream.on('error', (error) => {
      if (!response.headersSent) response.writeHead(502)
      response.end(String(error))
    })
    response.on('close', () => upstream.destroy())
    request.pipe(upstream)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: originOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function originOf(server: http.Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
