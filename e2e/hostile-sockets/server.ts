// Raw sockets that end, break or never finish an answer, and count who connected. HTTP libraries on the server side
// are too well-behaved for this.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createHttpServer } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { HostileSockets, SocketLedger } from '../../worker/testing/hostile-sockets.ts'

type Play = (socket: Socket, ledger: SocketLedger, targetPort: number) => void

const HEAD = 'HTTP/1.1 200 OK\r\nConnection: close\r\n'
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))

const SCENARIOS: Record<string, Play> = {
  'fin-after-request': (socket) => socket.end(),
  'rst-after-request': (socket) => socket.resetAndDestroy(),
  'partial-headers': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le'),
  'not-http': (socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n\r\n'),
  'bad-length': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: zz\r\n\r\n'),
  'endless-headers': (socket, ledger) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    pour(socket, ledger, `X-Filler: ${'a'.repeat(8_000)}\r\n`)
  },
  'short-body': (socket) => socket.end(`${HEAD}Content-Length: 100\r\n\r\nabc`),
  'cut-chunks': (socket) => socket.end(`${HEAD}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`),
  'bad-chunks': (socket) => socket.end(`${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n`),
  'bad-gzip': (socket) => socket.end(`${HEAD}Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc`),
  never: () => {},
  'stalled-body': (socket) => socket.write(`${HEAD}Content-Length: 100\r\n\r\nabc`),
  'dripping-body': (socket) => {
    socket.write(`${HEAD}Content-Length: 1000000\r\n\r\n`)
    const timer = setInterval(() => socket.write('x'), 20)
    socket.on('close', () => clearInterval(timer))
  },
  'endless-body': (socket, ledger) => {
    socket.write(`${HEAD}\r\n`)
    pour(socket, ledger, 'x'.repeat(16_384))
  },
  'gzip-bomb': (socket) => {
    socket.write(`${HEAD}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`)
    socket.end(bomb)
  },
  'early-hints': (socket) =>
    socket.end(
      'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    ),
  switching: (socket) =>
    socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
  'status-999': (socket) => socket.end('HTTP/1.1 999 Odd\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
  ok: (socket) => socket.end(`${HEAD}Content-Length: 2\r\n\r\nok`),
}

/** Starts all of them on free ports. */
export async function startHostileSockets(): Promise<{ sockets: HostileSockets; close(): void }> {
  const ledger: SocketLedger = { scenario: 0, closing: 0, target: 0, bytes: 0 }
  const open = new Set<Socket>()
  const listener = (name: 'scenario' | 'closing' | 'target', play: (socket: Socket) => void) =>
    createServer((socket) => {
      ledger[name] += 1
      open.add(socket)
      socket.on('close', () => open.delete(socket))
      socket.on('error', () => {})
      play(socket)
    })

  const target = listener('target', (socket) => onRequest(socket, () => SCENARIOS['ok']?.(socket, ledger, 0)))
  const targetPort = await listen(target)
  const scenario = listener('scenario', (socket) =>
    onRequest(socket, (path) => playPath(path, socket, ledger, targetPort)),
  )
  const closing = listener('closing', (socket) => socket.destroy())
  const book = createHttpServer((_, response) => response.end(JSON.stringify(ledger)))
  const refused = createServer()
  const sockets: HostileSockets = {
    scenarioPort: await listen(scenario),
    closingPort: await listen(closing),
    refusedPort: await listen(refused),
    targetPort,
    ledgerPort: await listen(book),
  }
  refused.close()
  return {
    sockets,
    close() {
      for (const socket of open) socket.destroy()
      book.closeAllConnections()
      for (const server of [target, scenario, closing, book]) server.close()
    },
  }
}

function playPath(path: string, socket: Socket, ledger: SocketLedger, targetPort: number): void {
  const redirect = /^redirect-(3\d\d)$/.exec(path)
  if (redirect) {
    const head = `HTTP/1.1 ${redirect[1]} Elsewhere\r\nLocation: http://127.0.0.1:${targetPort}/stolen\r\n`
    socket.end(`${head}Connection: close\r\nContent-Length: 0\r\n\r\n`)
    return
  }
  const play = SCENARIOS[path]
  if (play) play(socket, ledger, targetPort)
  else socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n')
}

/** Calls back once, with the path's first segment, when the head of the request has arrived. */
function onRequest(socket: Socket, play: (path: string) => void): void {
  let head = ''
  const onData = (data: Buffer) => {
    head += data.toString('latin1')
    if (!head.includes('\r\n\r\n')) return
    socket.off('data', onData)
    socket.resume()
    play(/^\S+ \/([^\s?]*)/.exec(head)?.[1] ?? '')
  }
  socket.on('data', onData)
}

/** Writes for ever, as fast as the peer reads. */
function pour(socket: Socket, ledger: SocketLedger, text: string): void {
  if (socket.destroyed) return
  ledger.bytes += text.length
  socket.write(text, () => setImmediate(() => pour(socket, ledger, text)))
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
