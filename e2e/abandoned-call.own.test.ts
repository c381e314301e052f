// A call ends with its client and with its time, and the runtime's request with it (M7, M12). On raw workerd: wrangler's
// proxy keeps a client's end to itself.
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildWorker } from '../bench/build-worker.ts'
import { startLimen, type LimenInstance } from '../bench/limen-instance.ts'
import { ensureServer, type ConfiguredServer } from '../examples/demo/configure.ts'
import { findFreePort } from '../examples/demo/ports.ts'
import { startOwnStack, type OwnStack } from './harness/own-stack.ts'
import { ada } from './harness/people.ts'
import { signIn, type Tokens } from './harness/raw-oauth.ts'
import { until } from './harness/until.ts'

const CALL = JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'sleep' } })

let stack: OwnStack
let limen: LimenInstance
let runtime: Server
/** The same runtime behind a server that waits a second for it. */
let impatient: ConfiguredServer
/** Requests that the silent runtime holds, and how many of them were ended by the other side. */
const seen = { begun: 0, ended: 0 }

beforeAll(async () => {
  stack = await startOwnStack()
  runtime = createServer((request, response) => {
    seen.begun += 1
    request.resume()
    response.once('close', () => (seen.ended += 1))
  }).listen(0, '127.0.0.1')
  await once(runtime, 'listening')
  const runtimeUrl = `http://127.0.0.1:${(runtime.address() as AddressInfo).port}/mcp`
  const root = path.resolve(import.meta.dirname, '..')
  const directory = path.join(stack.stateDirectory, 'raw')
  limen = await startLimen({
    root,
    directory,
    port: await findFreePort([]),
    worker: await buildWorker(root, path.join(directory, 'build')),
    issuer: stack.issuer,
    clientSecret: stack.secrets.clientSecret,
    runtimeUrl,
    credentialCacheSeconds: 10,
  })
  impatient = await ensureServer(limen.admin, limen.gatewayId, {
    slug: 'impatient',
    name: 'Impatient',
    runtimeUrl,
    workerSecret: 'a-worker-secret-of-its-own',
    scopes: ['tickets.read'],
  })
  const { version } = await limen.admin.get<{ version: number }>(`/servers/${impatient.id}`)
  await limen.admin.patch(`/servers/${impatient.id}`, version, { timeoutMs: 1_000 })
  await stack.registerCallback(limen.callbackUrl)
})
afterAll(async () => {
  await limen?.workerd.stop()
  runtime?.closeAllConnections()
  runtime?.close()
  await stack?.dispose()
})

it('a runtime that is too slow is given up: 504 with the id, and its request is ended', async () => {
  const { begun, ended } = seen
  const { tokens } = await signIn(impatient, ada)
  const response = await fetch(impatient.mcpUrl, { method: 'POST', headers: headers(tokens), body: CALL })
  expect(response.status).toBe(504)
  expect(await response.json()).toMatchObject({ id: 7, error: { data: { code: 'runtime_timeout' } } })
  await until('the end of the request at the runtime', () => seen.ended === ended + 1)
  expect(seen.begun).toBe(begun + 1)
})

it('a client that goes away takes its call along: the request at the runtime is ended before its time', async () => {
  const { begun, ended } = seen
  const { tokens } = await signIn(limen.server, ada)
  const url = new URL(limen.server.mcpUrl)
  const lines = Object.entries({ Host: url.host, 'Content-Length': String(CALL.length), ...headers(tokens) })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const client = connect(Number(url.port), url.hostname)
  client.on('error', () => {})
  client.write(`POST ${url.pathname} HTTP/1.1\r\n${head}\r\n${CALL}`)
  await until('the request at the runtime', () => seen.begun === begun + 1)
  client.resetAndDestroy()
  // Far from the minute that the server would wait, and from the time that workerd gives to work it holds.
  await until('the end of the request at the runtime', () => seen.ended === ended + 1, 10_000)
})

function headers({ access_token }: Tokens): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': '2025-11-25',
    Authorization: `Bearer ${access_token}`,
  }
}
