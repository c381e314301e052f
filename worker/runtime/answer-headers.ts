// Headers of a runtime's answer that reach the client: built fresh, by allow-list (M6, M3).

const PASSED = ['mcp-protocol-version', 'cache-control'] as const
/** They say something only beside a failure. */
const PASSED_WITH_FAILURES = ['allow', 'retry-after'] as const

/**
 * As a plain object with names in lower case, which costs a fraction of `Headers`. The session id is not among them: it is
 * sealed first, and only on the answer to `initialize` (M5).
 */
export function runtimeAnswerHeaders({ headers: runtime, status }: Response): Record<string, string> {
  const headers: Record<string, string> = {}
  pass(runtime, headers, PASSED)
  if (status >= 400) pass(runtime, headers, PASSED_WITH_FAILURES)
  const type = runtime.get('content-type')
  if (type !== null) headers['content-type'] = isMcpType(type) ? type : 'text/plain; charset=utf-8'
  return headers
}

function pass(from: Headers, to: Record<string, string>, names: readonly string[]): void {
  for (const name of names) {
    const value = from.get(name)
    if (value !== null) to[name] = value
  }
}

/**
 * JSON and event streams stay what they are. Anything else is passed as plain text: a runtime's HTML must not run on the
 * origin of the consent page.
 */
function isMcpType(type: string): boolean {
  return isJson(type) || isEventStream(type)
}

export function isJson(type: string | undefined): boolean {
  const essence = essenceOf(type)
  return essence === 'application/json' || (essence.startsWith('application/') && essence.endsWith('+json'))
}

export function isEventStream(type: string | undefined): boolean {
  return essenceOf(type) === 'text/event-stream'
}

function essenceOf(type: string | undefined): string {
  if (type === undefined) return ''
  const end = type.indexOf(';')
  return (end === -1 ? type : type.slice(0, end)).trim().toLowerCase()
}
