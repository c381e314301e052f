// Keep-alive connections that send one request after the other. Raw sockets: the load must cost less than its target.
import { connect } from 'node:net'

export interface LoadTarget {
  port: number
  path: string
  headers: Record<string, string>
  body: string
}

export interface LoadResult {
  requests: number
  seconds: number
}

/** Loads the target for `seconds` over `connections`. Throws at the first answer that is not 200. */
export async function load(target: LoadTarget, seconds: number, connections: number): Promise<LoadResult> {
  const headers = Object.entries({
    Host: `127.0.0.1:${target.port}`,
    'Content-Length': String(Buffer.byteLength(target.body)),
    ...target.headers,
  })
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const request = Buffer.from(`POST ${target.path} HTTP/1.1\r\n${lines}\r\n${target.body}`)
  const startedAt = performance.now()
  const until = startedAt + seconds * 1_000
  const counts = await Promise.all(
    Array.from({ length: connections }, () => keepSending(target.port, request, until)),
  )
  const requests = counts.reduce((sum, count) => sum + count, 0)
  return { requests, seconds: (performance.now() - startedAt) / 1_000 }
}

function keepSending(port: number, request: Buffer, until: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let done = 0
    let pending = ''
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => socket.write(request))
    socket.on('error', reject)
    socket.on('close', () =>
      reject(new Error(`the server closed a connection after ${done} requests: ${pending}`)),
    )
    socket.on('data', (data) => {
      pending += data.toString('latin1')
      const end = endOfAnswer(pending)
      if (end === undefined) return
      if (!pending.startsWith('HTTP/1.1 200')) {
        reject(new Error(pending.slice(0, 1_000)))
        socket.destroy()
        return
      }
      pending = pending.slice(end)
      done += 1
      if (performance.now() < until) {
        socket.write(request)
        return
      }
      socket.removeAllListeners('close')
      socket.destroy()
      resolve(done)
    })
  })
}

function endOfAnswer(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head + 2))?.[1]
  if (length !== undefined) {
    const end = head + 4 + Number(length)
    return end <= text.length ? end : undefined
  }
  return text.endsWith('0\r\n\r\n') ? text.length : undefined
}
