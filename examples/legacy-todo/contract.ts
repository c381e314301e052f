// What a runtime owes to Limen: trust the worker secret, act with the forwarded token, say when the token was refused.
import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash, timingSafeEqual } from 'node:crypto'

const { WORKER_SECRET, API_URL } = process.env
if (!WORKER_SECRET || !API_URL) throw new Error('WORKER_SECRET and API_URL are needed')
const secretHeader = process.env.WORKER_SECRET_HEADER ?? 'x-gateway-worker-secret'
const tokenHeader = process.env.ACCESS_TOKEN_HEADER ?? 'x-gateway-access-token'

const call = new AsyncLocalStorage<{ accessToken: string | undefined; tokenRefused: boolean }>()

/** The door: a bare 401 without the secret, and a 401 that names the token when the API refused it. */
export function behindLimen(path: string, serve: (request: Request) => Promise<Response>) {
  return async (request: Request): Promise<Response> => {
    if (!isWorkerSecret(request.headers.get(secretHeader) ?? '')) return new Response(null, { status: 401 })
    if (new URL(request.url).pathname !== path) return new Response(null, { status: 404 })
    const accessToken = request.headers.get(tokenHeader)?.replace(/^Bearer /i, '')
    const state = { accessToken, tokenRefused: false }
    const response = await call.run(state, () => serve(request))
    const hasBegun = response.headers.get('content-type')?.startsWith('text/event-stream')
    if (!state.tokenRefused || hasBegun) return response
    return new Response(null, {
      status: 401,
      headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
    })
  }
}

/** Calls the Todo API as the user whose token came with this MCP request; the answer is a tool result. */
export async function callApi(method: 'GET' | 'POST', path: string, body?: object) {
  const state = call.getStore()
  if (!state?.accessToken) return failure('No access token came with this call: sign in first')
  const response = await fetch(API_URL + path, {
    method,
    headers: { authorization: `Bearer ${state.accessToken}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (response.status === 401) {
    state.tokenRefused = true // where the answer has begun, the result says it instead
    return { ...failure('The API refused the access token'), _meta: { 'limen/downstream': 'invalid_token' } }
  }
  const answer = (await response.json()) as Record<string, unknown>
  if (!response.ok) return failure(String(answer.error))
  return { content: [{ type: 'text' as const, text: JSON.stringify(answer) }], structuredContent: answer }
}

const failure = (text: string) => ({ content: [{ type: 'text' as const, text }], isError: true })

const digest = (text: string) => createHash('sha256').update(text).digest()
const isWorkerSecret = (given: string) => timingSafeEqual(digest(given), digest(WORKER_SECRET))
