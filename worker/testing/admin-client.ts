// Speaks to the admin API over HTTP requests with the real bindings behind it.
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Permission } from '../../schema/api/permissions.ts'
import type { Actor } from '../admin/context.ts'
import { handleAdmin } from '../admin/entrypoint.ts'
import { adminApi } from '../admin/index.ts'
import type { Env } from '../environment.ts'

export const ADMIN_SECRET = 'test-admin-secret-test-admin-secret-0'
export const testEnv = env as unknown as Env

export interface AdminAnswer {
  status: number
  headers: Headers
  // The tests read what they expect; a wrong shape fails there.
  body: Record<string, unknown>
  text: string
}

export interface AdminCall {
  body?: unknown
  /** Sent as it is. */
  raw?: string
  ifMatch?: number | string
  headers?: Record<string, string>
  secret?: string | null
  /** Somebody signed in with these alone, in place of the bootstrap secret. */
  permissions?: readonly Permission[]
  /** Somebody in particular, in place of the bootstrap secret. */
  actor?: Actor
  env?: Env
}

/** `path` below /api/v1. Waits for what the request left in `waitUntil`. */
export async function admin(method: string, path: string, call: AdminCall = {}): Promise<AdminAnswer> {
  const headers = new Headers(call.headers)
  const secret = call.secret === undefined ? ADMIN_SECRET : call.secret
  if (secret !== null && !headers.has('authorization')) headers.set('authorization', `Bearer ${secret}`)
  const payload = call.raw ?? (call.body === undefined ? undefined : JSON.stringify(call.body))
  if (payload !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json')
  if (call.ifMatch !== undefined) headers.set('if-match', `"${call.ifMatch}"`)
  const request = new Request(`http://127.0.0.1:8787/api/v1${path}`, {
    method,
    headers,
    ...(payload === undefined ? {} : { body: payload }),
  })
  const ctx = createExecutionContext()
  const actor = call.actor ?? (call.permissions && actorWith(call.permissions))
  const bindings = call.env ?? testEnv
  const response = await (actor
    ? signedInAs(actor).fetch(request, bindings, ctx)
    : handleAdmin(request, bindings, ctx))
  const text = await response.text()
  await waitOnExecutionContext(ctx)
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
    text,
  }
}

/** An API key with these permissions. */
export function actorWith(permissions: Iterable<Permission>): Actor {
  return {
    kind: 'api_key',
    id: 'key_1',
    name: 'test key',
    permissions: new Set(permissions),
    mayChangeOwners: false,
    role: null,
    memberId: null,
    user: null,
    expiresAt: null,
  }
}

function signedInAs(actor: Actor) {
  return adminApi(async (c, next) => {
    c.set('actor', actor)
    await next()
  })
}
