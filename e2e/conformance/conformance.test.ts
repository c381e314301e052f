// The official MCP conformance suite, run against a fixture runtime directly and through Limen: no check may be lost.
// Its authorization-server mode walks Limen's own authorization server.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChild, type Child } from '../../examples/demo/child.ts'
import { ensureServer, type ConfiguredServer } from '../../examples/demo/configure.ts'
import { findFreePort } from '../../examples/demo/ports.ts'
import { walk } from '../../examples/demo/walk.ts'
import { ada } from '../harness/people.ts'
import { signIn } from '../harness/raw-oauth.ts'
import { sharedStack } from '../harness/shared-stack.ts'
import { startBearerShim, type Shim } from './bearer-shim.ts'
import { lostChecks, runSuite } from './suite.ts'

const stack = sharedStack()
const workerSecret = 'conformance-worker-secret'

/** Open, for the direct runs; and behind the contract, for the runs through Limen. */
let open: Runtime
let guarded: Runtime
let server: ConfiguredServer
let shim: Shim

interface Runtime {
  child: Child
  url: string
}

/** Signs in and gives the answer to the suite, as the browser would. */
async function walkBack(url: URL, redirectUri: string): Promise<void> {
  const response = await fetch(await walk(url, { person: ada, redirectUri }))
  await response.body?.cancel()
}

async function startRuntime(name: string, env: Record<string, string>): Promise<Runtime> {
  const child = startChild({
    name,
    command: process.execPath,
    args: ['start.ts'],
    cwd: path.resolve(import.meta.dirname, '../fixtures/conformance-runtime'),
    env: { HOST: '127.0.0.1', PORT: String(await findFreePort([])), ...env },
    logDirectory: path.join(stack.stateDirectory, 'logs'),
    readyLine: /listening http/,
  })
  await child.ready
  const url = /listening (\S+)/.exec(readFileSync(child.logFile, 'utf8'))?.[1]
  if (!url) throw new Error(`${name} printed no URL`)
  return { child, url }
}

beforeAll(async () => {
  open = await startRuntime('conformance-open', {})
  guarded = await startRuntime('conformance-guarded', { WORKER_SECRET: workerSecret })
  server = await ensureServer(stack.admin, stack.gatewayId, {
    slug: 'conformance',
    name: 'Conformance',
    runtimeUrl: guarded.url,
    workerSecret,
    scopes: ['tickets.read'],
  })
  const { tokens } = await signIn(server, ada)
  shim = await startBearerShim(stack.origin, tokens.access_token)
})

afterAll(async () => {
  await shim?.close()
  await Promise.all([open?.child.stop(), guarded?.child.stop()])
})

describe('the official server suite', () => {
  const throughUrl = () => `${shim.origin}${new URL(server.mcpUrl).pathname}`

  it.each([
    { args: ['--requirements', '2025-11-25'], checksMin: 84 },
    { args: ['--requirements', '2026-07-28'], checksMin: 164 },
    { args: ['--suite', 'all', '--spec-version', '2025-06-18'], checksMin: 56 },
    { args: ['--suite', 'all', '--spec-version', '2025-03-26'], checksMin: 3 },
  ])('loses no check through Limen with $args', { timeout: 120_000 }, async ({ args, checksMin }) => {
    const direct = await runSuite(['server', '--url', open.url, ...args])
    const succeeded = [...direct.scenarios.values()].flat().filter(({ status }) => status === 'SUCCESS')
    expect(succeeded.length, direct.output.slice(-2_000)).toBeGreaterThanOrEqual(checksMin)
    const through = await runSuite(['server', '--url', throughUrl(), ...args])
    expect(lostChecks(direct, through)).toEqual([])
    expect(through.exitCode).toBe(direct.exitCode)
  })
})

describe('the official authorization-server mode', () => {
  it('passes every check at an attachment', { timeout: 120_000 }, async () => {
    const port = await findFreePort([])
    const redirectUri = `http://127.0.0.1:${port}/callback`
    const client = await stack.admin.post<{ id: string }>('/clients', {
      gatewayId: stack.gatewayId,
      name: 'Conformance suite',
      redirectUris: [redirectUri],
      tokenEndpointAuthMethod: 'none',
    })
    const issuer = server.mcpUrl.replace(/\/mcp$/, '')
    let walking: Promise<unknown> | undefined
    const result = await runSuite(
      [
        'authorization',
        '--url',
        issuer,
        '--client-id',
        client.id,
        '--resource',
        server.mcpUrl,
        '-p',
        String(port),
      ],
      (output) => {
        const url = /^https?:\S*response_type=code\S*$/m.exec(output)?.[0]
        if (url && !walking) {
          walking = walkBack(new URL(url), redirectUri)
        }
      },
    )
    await walking
    const checks = [...result.scenarios.values()].flat()
    expect(walking, result.output).toBeDefined()
    expect(checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING')).toEqual([])
    expect(checks.filter(({ status }) => status === 'SUCCESS').length).toBeGreaterThanOrEqual(2)
    expect(result.exitCode).toBe(0)
  })
})
