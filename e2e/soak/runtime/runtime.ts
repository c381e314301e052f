// The MCP runtime: one tool that says who called, and a ledger of every call that arrived, by the call's own number.
import type { ServerResponse } from 'node:http'
import type { TokenFamilies } from '../downstream/token-families.ts'
import type { FaultOf, Faults } from '../faults.ts'
import { cut, json, pause, serve, type Served } from '../platform/serve.ts'

/** What a client calls with. */
export interface CallArguments {
  call: string
  user: string
  /** The client means to go away before the answer. */
  leaves: boolean
}

/** One arrival. Times are ms since 1970. */
export interface Arrival {
  at: number
  /** Undefined: an access token that nobody issued, or that has ended. */
  family: string | undefined
  isOwnUser: boolean
  hasSecret: boolean
  /** The answer said that the token is invalid (M4), which allows one more try. */
  wasToldInvalid: boolean
}

export interface Runtime extends Served {
  arrivals: Map<string, Arrival[]>
}

export interface RuntimeOptions {
  families: TokenFamilies
  faults: Faults
  workerSecret: string
  onMoment(moment: 'call arrived'): void
}

/** Longer than a client that leaves waits. */
const LEFT_MS = 400

interface Message {
  id?: unknown
  method?: string
  params?: { arguments?: CallArguments }
}

export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { families, faults, workerSecret, onMoment } = options
  const arrivals = new Map<string, Arrival[]>()
  const served = await serve(async (request, response, body) => {
    if (faults.isAway('runtime')) return cut(response)
    const message = body.length > 0 ? (JSON.parse(body.toString()) as Message) : {}
    const asked = message.params?.arguments
    if (message.method !== 'tools/call' || !asked) return json(response, 200, result(message.id, {}))
    const stored = families.findAccess(String(request.headers['x-gateway-access-token']))
    const arrival: Arrival = {
      at: Date.now(),
      family: stored?.family.id,
      isOwnUser: stored?.family.user === asked.user,
      hasSecret: request.headers['x-gateway-worker-secret'] === workerSecret,
      wasToldInvalid: false,
    }
    arrivals.set(asked.call, [...(arrivals.get(asked.call) ?? []), arrival])
    if (stored && !stored.family.usedAt.has(stored.generation))
      stored.family.usedAt.set(stored.generation, arrival.at)
    onMoment('call arrived')
    const isSecond = (arrivals.get(asked.call)?.length ?? 0) > 1
    const fault = faults.draw('runtime', asked.leaves || isSecond ? ['invalid_token'] : [])
    arrival.wasToldInvalid = fault === 'invalid_token'
    // So that its client is gone before there is an answer.
    if (asked.leaves) await pause(LEFT_MS)
    const text = JSON.stringify({ call: asked.call, family: arrival.family ?? null })
    await answer(fault, response, result(message.id, { content: [{ type: 'text', text }] }), faults)
  })
  return { ...served, arrivals }
}

async function answer(
  fault: FaultOf<'runtime'> | null,
  response: ServerResponse,
  body: object,
  faults: Faults,
): Promise<void> {
  const text = JSON.stringify(body)
  switch (fault) {
    case '503':
      return void response.writeHead(503).end('Service Unavailable')
    case 'cut before status':
      return cut(response)
    case 'bare 401':
      return void response.writeHead(401).end()
    case 'invalid_token':
      return void response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end()
    case 'cut inside JSON':
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      })
      response.write(text.slice(0, 12), () => cut(response))
      return
    case 'stream cut':
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"jsonrpc":"2.0","method":"notifications/message","params":{}}\n\n', () =>
        cut(response),
      )
      return
    case 'slow stream':
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': soon\n\n')
      await pause(faults.random.between(500, 2_500))
      return void response.end(`data: ${text}\n\n`)
    case 'slow':
      await pause(faults.random.between(500, 2_500))
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(text)
    case null:
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(text)
  }
}

function result(id: unknown, value: object): object {
  return { jsonrpc: '2.0', id: id ?? null, result: value }
}
