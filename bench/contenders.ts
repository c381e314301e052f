// Who is compared: a bare streaming proxy, Limen with a warm credential, and another Limen: one that asks its object every
// time, or what a benchmark makes of it. All before the same runtime, each in its own workerd.
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { Children } from '../examples/demo/children.ts'
import { findFreePort } from '../examples/demo/ports.ts'
import { API_RESOURCE, CLIENT_ID } from '../examples/demo/stack.ts'
import type { BuiltWorker } from './build-worker.ts'
import { startLimen, type LimenInstance } from './limen-instance.ts'
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

/** The third contender: a Limen that differs from the second. */
export interface OtherLimen {
  name: string
  credentialCacheSeconds: number
  prepare(instance: LimenInstance): Promise<void>
}

const COLD: OtherLimen = { name: 'Limen, cold call', credentialCacheSeconds: 0, prepare: async () => {} }

export async function startContenders(
  root: string,
  state: string,
  worker: BuiltWorker,
  otherLimen: OtherLimen = COLD,
): Promise<Contenders> {
  const children = new Children()
  const ends: (() => unknown)[] = [() => children.stopAll()]
  const stop = async () => {
    await Promise.all(ends.map((end) => end()))
  }
  try {
    const ports: number[] = []
    while (ports.length < 4) ports.push(await findFreePort(ports))
    const [proxyPort = 0, warmPort = 0, otherPort = 0, authPort = 0] = ports

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
    const other = await limen('other', otherPort, otherLimen.credentialCacheSeconds)
    await otherLimen.prepare(other)
    await children.stop('authorization-server')
    await startAuth([warm.callbackUrl, other.callbackUrl])

    return {
      list: [
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
        await contender('Limen, warm call', warm),
        await contender(otherLimen.name, other),
      ],
      runtimeRequests: () => runtime.requests(),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function contender(name: string, { workerd, port, server }: LimenInstance): Promise<Contender> {
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
