// An MCP runtime that misbehaves on command over real sockets, and keeps a ledger of what reached it.
// `PUT /control/<run>` sets the script, `GET /control/<run>` reads the ledger, every other path is `/<run>/…`.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Answer, LedgerEntry, Script } from './script.ts'

interface Run {
  script: Script
  ledger: LedgerEntry[]
}

export interface HostileRuntime {
  origin: string
  close(): void
}

/** Starts it on a free port of the loopback interface. */
export async function startHostileRuntime(): Promise<HostileRuntime> {
  const runs = new Map<string, Run>()
  const server = createServer((request, response) => {
    void serve(runs, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function serve(
  runs: Map<string, Run>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, first = '', second = ''] = (request.url ?? '').split(/[/?]/)
  const isControl = first === 'control'
  const name = isControl ? second : first
  const run = runs.get(name) ?? { script: { answers: [] }, ledger: [] }
  runs.set(name, run)
  const body = await readAll(request)
  if (isControl) {
    if (request.method === 'PUT') run.script = JSON.parse(body) as Script
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(run.ledger))
    return
  }
  const startedAt = Date.now()
  const entry: LedgerEntry = {
    method: request.method ?? '',
    url: request.url ?? '',
    rawHeaders: request.rawHeaders,
    body,
    aborted: false,
    abortedAfterMs: null,
    bytesSent: 0,
  }
  run.ledger.push(entry)
  response.on('close', () => {
    if (response.writableFinished) return
    entry.aborted = true
    entry.abortedAfterMs = Date.now() - startedAt
  })
  const answers = run.script.answers
  const answer = answers[Math.min(run.ledger.length, answers.length) - 1]
  if (answer) await play(answer, body, response, entry)
  else response.writeHead(500).end('no script')
}

async function play(
  answer: Answer,
  body: string,
  response: ServerResponse,
  entry: LedgerEntry,
): Promise<void> {
  const fill = template(body)
  if (answer.delayMs) await pause(answer.delayMs)
  if (answer.hang) return
  if (answer.resetBeforeStatus) {
    response.socket?.resetAndDestroy()
    return
  }
  response.writeHead(answer.status ?? 200, answer.headers)
  response.flushHeaders()
  for (const chunk of answer.chunks ?? []) {
    if (chunk.delayMs) await pause(chunk.delayMs)
    const text = fill(chunk.text)
    for (let written = 0; written < (chunk.repeat ?? 1); written += 1) {
      if (response.destroyed) return
      entry.bytesSent += text.length
      if (!response.write(text)) await drained(response)
    }
  }
  if (answer.end === 'open') return
  if (answer.end === 'reset') response.socket?.destroy()
  else response.end()
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.once('drain', done)
    response.once('close', done)
  })
}

function template(body: string): (text: string) => string {
  const id = /"id"\s*:\s*("(?:[^"\\]|\\.)*"|[-+.0-9eE]+)/.exec(body)?.[1] ?? 'null'
  const secret = /"secret"\s*:\s*"([^"]*)"/.exec(body)?.[1] ?? ''
  return (text) => text.replaceAll('{{id}}', id).replaceAll('{{secret}}', secret)
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
