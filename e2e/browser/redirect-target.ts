// What listens at a client's loopback redirect URI: answers a page and remembers the authorization responses.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface RedirectTarget {
  redirectUri: string
  /** Query parameters of every authorization response, in order. */
  received: URLSearchParams[]
  close(): void
}

export async function startRedirectTarget(): Promise<RedirectTarget> {
  const received: URLSearchParams[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (url.pathname === '/callback') received.push(url.searchParams)
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>Client</title><h1>Back at the client</h1>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { redirectUri: `http://127.0.0.1:${port}/callback`, received, close: () => void server.close() }
}
