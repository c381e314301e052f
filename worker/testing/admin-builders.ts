// Gateways, servers and attachments made through the admin API, with the fake downstream behind them.
import { expect } from 'vitest'
import { admin, type AdminAnswer } from './admin-client.ts'
import { fakeDownstream } from './fake-downstream.ts'

export const CLIENT_SECRET = 'canary-client-secret-Zq81'
export const WORKER_SECRET = 'canary-worker-secret-Yp72'
export const NEW_WORKER_SECRET = 'canary-worker-secret-rotated-Xo63'
export const STATIC_SECRET = 'canary-static-secret-Wn54'

let serial = 0

export function gatewayBody(overrides: Record<string, unknown> = {}) {
  serial += 1
  return {
    name: `Helpdesk ${serial}`,
    authorizationServerUrl: `${fakeDownstream().first}/good`,
    clientId: 'limen',
    clientSecret: CLIENT_SECRET,
    resource: 'https://api.test.dev',
    scopes: ['tickets.read', 'tickets.write', 'accounts.read', 'admin.read'],
    ...overrides,
  }
}

export function serverBody(overrides: Record<string, unknown> = {}) {
  serial += 1
  return {
    slug: `server-${serial}`,
    name: `Server ${serial}`,
    runtimeUrl: `${fakeDownstream().first}/runtime`,
    workerSecret: WORKER_SECRET,
    ...overrides,
  }
}

export async function createGateway(overrides: Record<string, unknown> = {}) {
  const answer = await admin('POST', '/gateways', { body: gatewayBody(overrides) })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as {
    id: string
    version: number
    callbackUrl: string
    endpoints: Record<string, string>
  }
}

export async function createServer(overrides: Record<string, unknown> = {}) {
  const answer = await admin('POST', '/servers', { body: serverBody(overrides) })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as { id: string; version: number; slug: string; name: string; mcpUrl: string }
}

export async function attach(gatewayId: string, serverId: string, overrides: Record<string, unknown> = {}) {
  const answer = await admin('POST', '/attachments', { body: { gatewayId, serverId, ...overrides } })
  expect(answer.status, answer.text).toBe(201)
  return answer.body as { id: string; version: number; urls: { path: Record<string, string> } }
}

export function pathsOf(answer: AdminAnswer): string[] {
  return (answer.body['errors'] as { path: string }[]).map(({ path }) => path)
}
