// Who is compared: a bare streaming proxy, Limen with a warm credential, and other Limens: what a benchmark makes of them.
// All before the same runtime, each in its own workerd.
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { Children } from '../examples/demo/children.ts'
import { findFreePort } from '../examples/demo/ports.ts'
import { API_RESOURCE, CLIENT_ID } from '../examples/demo/stack.ts'
import type { BuiltWorker } from './build-worker.ts'
import { startLimen, type BenchServer, type LimenInstance } from './limen-instance.ts'
import type { Contender } from './measure.ts'
import { startRuntime } from './runtime.ts'
import { signIn } from './sign-in.ts'
import { writeProxyConfig } from './workerd-config.ts'
import { startWorkerd } from './workerd-process.ts'

/** A plain tool call of 150 bytes. */
export const BODY =
  '{"jsonrpc":"2.0","id":12345,"method":"tools/call","params":{"name":"list_tickets","arguments":{"status":"open","team":"support","limit":25,"page":1}}}'

export interface Contenders {
  list: Contender[]
  /** How many requests reached the runtime. */
  runtimeRequests(): number
  stop(): Promise<void>
}

/** A Limen in a process of its own, which differs from the warm one. */
export interface OtherLimen {
  credentialCacheSeconds: number
  /** Which of its servers are contenders. */
  prepare(instance: LimenInstance): Promise<{ name: string; target: BenchServer }[]>
}

/** Asks its object every time. */
export const COLD: OtherLimen = {
  credentialCacheSeconds: 0,
  prepare: async (target) => [{ name: 'Limen, cold call', target }],
}

export async function startContenders(
  root: string,
  state: string,
  worker: BuiltWorker,
  others: readonly OtherLimen[],
): Promise<Contenders> {
  const children = new Children()
  const ends: (() => unknown)[] = [() => children.stopAll()]
  const stop = async () => {
    await Promise.all(ends.map((end) => end()))
  }
  try {
    const ports: number[] = []
    while (ports.length < 3) ports.push(await findFreePort(ports))
    const [proxyPort = 0, warmPort = 0, authPort = 0] = ports

    const runtime = await startRuntime()
    ends.push(() => runtime.close())
    const proxy = await startWorkerd(
      writeProxyConfig(path.join(state, 'proxy'), proxyPort, runtime.url, worker.compatibility),
      proxyPort,
    )
    ends.push(() => proxy.stop())

    const clientSecret = randomBytes(24).toString('base64url')
    const issuer = `http://127.0.0.1:${authPort}`
    const startAuth = (callbacks: readonly string[]) =>
      children.start({
        name: 'authorization-server',
        command: process.execPath,
        args: ['start.ts'],
        cwd: path.join(root, 'examples/authorization-server'),
        env: {
          HOST: '127.0.0.1',
          PORT: String(authPort),
          ISSUER: issuer,
          STATE_FILE: path.join(state, 'authorization-server.sqlite'),
          API_RESOURCE,
          CLIENT_ID,
          CLIENT_SECRET: clientSecret,
          REDIRECT_URIS: callbacks.join(' ') || 'http://127.0.0.1:1/unregistered',
          ACCESS_TOKEN_FORMAT: 'jwt',
        },
        logDirectory: path.join(state, 'logs'),
        readyLine: /listening http/,
      })
    await startAuth([])
    const limen = async (name: string, port: number, credentialCacheSeconds: number) => {
      const directory = path.join(state, name)
      const instance = await startLimen({
        root,
        directory,
        port,
        worker,
        issuer,
        clientSecret,
        runtimeUrl: runtime.url,
        credentialCacheSeconds,
      })
      ends.push(() => instance.workerd.stop())
      return instance
    }
    const warm = await limen('warm', warmPort, 10)
    const prepared: ServerOfLimen[] = [{ name: 'Limen, warm call', instance: warm, target: warm }]
    for (const [index, other] of others.entries()) {
      ports.push(await findFreePort(ports))
      const instance = await limen(`other-${index}`, ports.at(-1) ?? 0, other.credentialCacheSeconds)
      for (const named of await other.prepare(instance)) prepared.push({ instance, ...named })
    }
    await children.stop('authorization-server')
    await startAuth(prepared.map(({ target }) => target.callbackUrl))
    const list = [
      {
        name: 'bare streaming proxy',
        pid: proxy.pid,
        target: {
          port: proxyPort,
          path: '/mcp',
          body: BODY,
          headers: headersFor('lmn_0'.padEnd(150, 'x')),
        },
      },
    ]
    for (const one of prepared) list.push(await contender(one))
    return { list, runtimeRequests: () => runtime.requests(), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

interface ServerOfLimen {
  name: string
  instance: LimenInstance
  target: BenchServer
}

async function contender({ name, instance, target: { server } }: ServerOfLimen): Promise<Contender> {
  const { workerd, port } = instance
  const headers = headersFor(await signIn(server.mcpUrl))
  return {
    name,
    pid: workerd.pid,
    target: { port, path: new URL(server.mcpUrl).pathname, body: BODY, headers },
  }
}

function headersFor(token: string): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': '2025-11-25',
    Authorization: `Bearer ${token}`,
  }
}
