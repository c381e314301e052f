// One request of the doctor. Whoever runs it says how requests travel: over the network, or in this deployment itself.

/** A whole answer, its body cut at a bound. Header names are lower case. */
export interface Reply {
  status: number
  headers: Headers
  text: string
}

export interface Probe {
  method?: 'GET' | 'POST' | 'OPTIONS'
  headers?: Record<string, string>
  body?: string
}

/**
 * Sends one request without following redirects; `isOpenStream` answers are not read. Throws where no whole answer
 * comes; the message says why.
 */
export type Send = (url: string, probe: Probe) => Promise<Reply>

/** The stream that a GET opens never ends: that it is one says everything. */
export function isOpenStream(response: { headers: Headers }, method: string): boolean {
  return method === 'GET' && response.headers.get('content-type')?.startsWith('text/event-stream') === true
}

/** The answer, or why there was none. */
export async function trySend(
  send: Send,
  url: string,
  probe: Probe = {},
): Promise<Reply | { failure: string }> {
  try {
    return await send(url, probe)
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) }
  }
}

/** The body as a JSON object; undefined when it is none. */
export function jsonObjectOf(reply: Reply): Record<string, unknown> | undefined {
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(reply.headers.get('content-type') ?? '')) return undefined
  return parseObject(reply.text)
}

export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** What came instead of what was asked for, in a few words. */
export function describeReply(reply: Reply | { failure: string }): string {
  if ('failure' in reply) return reply.failure
  const type = reply.headers.get('content-type')?.split(';')[0] ?? 'no content type'
  if (reply.status >= 300 && reply.status < 400) {
    return `${reply.status} to ${reply.headers.get('location') ?? 'nowhere'}`
  }
  return `${reply.status} ${type}`
}

/** The strings of an array that a metadata document holds; undefined where it is absent or no array. */
export function stringsOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : undefined
}
