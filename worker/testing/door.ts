// The whole Worker as its callers see it: servers made through the admin API, MCP requests at their public URL, and a
// runtime with a ledger behind them.
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { expect } from 'vitest'
import { handleRequest } from '../app.ts'
import type { Env } from '../environment.ts'
import { logPace } from '../logs/record.ts'
import { admin, testEnv, type AdminCall } from './admin-client.ts'
import { createServer } from './admin-builders.ts'
import { startRun, type RuntimeRun } from './hostile-runtime.ts'

export interface DoorServer {
  id: string
  slug: string
  mcpUrl: string
  runtime: RuntimeRun
}

/** Answers every request with an empty result. */
const FINE = {
  headers: { 'content-type': 'application/json' },
  chunks: [{ text: '{"jsonrpc":"2.0","id":{{id}},"result":{}}' }],
}

export async function serverBehindDoor(overrides: Record<string, unknown> = {}): Promise<DoorServer> {
  const runtime = startRun()
  await runtime.script(FINE)
  const { id, slug, mcpUrl } = await createServer({ runtimeUrl: runtime.url, ...overrides })
  return { id, slug, mcpUrl, runtime }
}

export async function tokenFor(serverId: string, overrides: Record<string, unknown> = {}) {
  const answer = await admin('POST', '/access-tokens', { body: { serverId, name: 'test', ...overrides } })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as { id: string; token: string }
}

/** Changes a server as it stands now. */
export async function change(serverId: string, body: Record<string, unknown>, call: AdminCall = {}) {
  const { version } = (await admin('GET', `/servers/${serverId}`)).body
  return admin('PATCH', `/servers/${serverId}`, { body, ifMatch: version as number, ...call })
}

interface Knock {
  token?: string
  headers?: Record<string, string>
  body?: unknown
  env?: Partial<Env>
}

/** No tool is named, so that nothing but the credential decides. */
const PING = { jsonrpc: '2.0', id: 1, method: 'ping', params: {} }

/** One MCP request at the public URL. */
export async function knock(
  { mcpUrl }: Pick<DoorServer, 'mcpUrl'>,
  { token, headers = {}, body = PING, env = {} }: Knock = {},
): Promise<Response> {
  return visit(mcpUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify(body),
    env,
  })
}

/** Any request at the public origin. */
export async function visit(
  url: string,
  { env = {}, ...init }: RequestInit & { env?: Partial<Env> } = {},
): Promise<Response> {
  // The request is waited for with its log, which would linger for the next one. put-back.ts undoes it.
  logPace.flushAfterMs = 0
  const ctx = createExecutionContext()
  const response = await handleRequest(new Request(url, init), { ...testEnv, ...env }, ctx)
  const text = await response.text()
  await waitOnExecutionContext(ctx)
  return new Response(text === '' ? null : text, response)
}
