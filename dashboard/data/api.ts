// One request to the admin API: JSON in, JSON out, problem details (RFC 9457) as an error with its fields.
import { authorizationHeader } from './credential.ts'
import type { Problem } from '../../schema/api/problem.ts'
import { visibleText } from '../format/visible-text.ts'

/** The API's own words for it are for programs. */
const NOBODY = 'You are not signed in any more, so nothing was done. Sign in, then try again.'

/** What the API answered in the place of what was asked for. `message` is for people. */
export class ApiProblem extends Error {
  override name = 'ApiProblem'
  readonly status: number
  readonly problem: Partial<Problem>
  constructor(status: number, problem: Partial<Problem>) {
    const said = problem.detail ?? problem.title ?? `The server answered ${status}.`
    super(status === 401 ? NOBODY : visibleText(said))
    this.status = status
    this.problem = problem
  }
}

/** No answer came: the network, or the deployment, is away. */
export class ApiUnreachable extends Error {
  override name = 'ApiUnreachable'
}

export interface ApiCall {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  /** The version that an edit started from. */
  ifMatch?: number
  query?: Readonly<Record<string, string | number | boolean | null | undefined>>
  signal?: AbortSignal
}

let noteNobody: (path: string) => void = () => {}

/** Calls with the path of every request to which the API answers that nobody is signed in. */
export function onNobody(listener: (path: string) => void): void {
  noteNobody = listener
}

let noteStale: () => void = () => {}

/** Calls when something that changed meanwhile was to be removed or rotated as it was known here. */
export function onStale(listener: () => void): void {
  noteStale = listener
}

/** `path` below /api/v1. Throws ApiProblem or ApiUnreachable. The session travels in its cookie. */
export async function api<T>(path: string, call: ApiCall = {}): Promise<T> {
  const response = await send(path, call)
  const text = await response.text()
  const answer: unknown = text === '' ? null : parse(text)
  if (!response.ok) throw problemOf(response, answer)
  return answer as T
}

/** The same for an answer that comes piece by piece: `onEvent` gets each as soon as it is there. */
export async function apiEvents(
  path: string,
  call: ApiCall,
  onEvent: (event: unknown) => void,
): Promise<void> {
  const response = await send(path, call)
  if (!response.ok || !response.body) throw problemOf(response, parse(await response.text()))
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  const read = () =>
    reader.read().catch((cause: unknown) => {
      if (call.signal?.aborted) throw cause
      throw new ApiUnreachable('The answer of Limen broke off. Try again.', { cause })
    })
  let rest = ''
  for (let piece = await read(); !piece.done; piece = await read()) {
    const events = (rest + piece.value).split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) if (event.startsWith('data: ')) onEvent(parse(event.slice(6)))
  }
}

async function send(path: string, call: ApiCall): Promise<Response> {
  const { method = 'GET', body, ifMatch, query, signal } = call
  const headers: Record<string, string> = { accept: 'application/json', ...authorizationHeader() }
  // A write without a body says it too: the API takes no plain form, and a proxy may make its body an empty one.
  if (body !== undefined || method === 'POST' || method === 'PUT' || method === 'PATCH')
    headers['content-type'] = 'application/json'
  if (ifMatch !== undefined) headers['if-match'] = `"${ifMatch}"`
  const response = await fetch(`/api/v1${path}${queryOf(query)}`, {
    method,
    headers,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw new ApiUnreachable('Limen cannot be reached. Check your connection; nothing was lost.', { cause })
  })
  if (response.status === 401) noteNobody(path)
  // A form asks for what stands there now by itself, and shows the difference.
  if (response.status === 412 && (method === 'DELETE' || method === 'POST')) noteStale()
  return response
}

function problemOf(response: Response, answer: unknown): ApiProblem {
  return new ApiProblem(response.status, isRecord(answer) ? answer : {})
}

/** The part that follows the path; what is undefined, null or empty is left out. */
export function queryOf(query: ApiCall['query']): string {
  const filled = Object.entries(query ?? {}).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  const text = new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? '' : `?${text}`
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
