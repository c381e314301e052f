// The fastest runtime that still speaks MCP: one fixed answer with the id of the request. Raw sockets, because here an
// HTTP library would cost more than what is measured.
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export interface BenchRuntime {
  url: string
  requests(): number
  close(): void
}

export async function startRuntime(): Promise<BenchRuntime> {
  let requests = 0
  const open = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => {})
    let pending = ''
    socket.on('data', (data) => {
      pending += data.toString('latin1')
      for (;;) {
        const end = endOfRequest(pending)
        if (end === undefined) return
        requests += 1
        socket.write(answerTo(pending.slice(0, end)))
        pending = pending.slice(end)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    requests: () => requests,
    close() {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}

/** Where the first whole request ends, undefined while it is still arriving. */
function endOfRequest(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head + 2))?.[1]
  if (length !== undefined) {
    const end = head + 4 + Number(length)
    return end <= text.length ? end : undefined
  }
  if (!/\r\ntransfer-encoding: *chunked/i.test(text.slice(0, head + 2))) return head + 4
  const last = text.indexOf('0\r\n\r\n', head + 4)
  return last < 0 ? undefined : last + 5
}

function answerTo(request: string): string {
  const id = /"id":("[^"]*"|\d+)/.exec(request)?.[1] ?? 'null'
  const body = `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"3 open tickets"}],"isError":false}}`
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}
