// Headers of a runtime's answer that reach the client: built fresh, by allow-list (M6, M3).

const PASSED = ['mcp-protocol-version', 'cache-control', 'allow', 'retry-after', 'x-accel-buffering'] as const

/** The session id is not among them: it is sealed first, and only on the answer to `initialize` (M5). */
export function runtimeAnswerHeaders(runtime: Headers): Headers {
  const headers = new Headers()
  for (const name of PASSED) {
    const value = runtime.get(name)
    if (value !== null) headers.set(name, value)
  }
  const type = runtime.get('content-type')
  if (type !== null) headers.set('content-type', isMcpType(type) ? type : 'text/plain; charset=utf-8')
  return headers
}

/**
 * JSON and event streams stay what they are. Anything else is passed as plain text: a runtime's HTML must not run on the
 * origin of the consent page.
 */
function isMcpType(type: string): boolean {
  return isJson(type) || isEventStream(type)
}

export function isJson(type: string | null): boolean {
  const essence = essenceOf(type)
  return essence === 'application/json' || (essence.startsWith('application/') && essence.endsWith('+json'))
}

export function isEventStream(type: string | null): boolean {
  return essenceOf(type) === 'text/event-stream'
}

function essenceOf(type: string | null): string {
  if (type === null) return ''
  const end = type.indexOf(';')
  return (end === -1 ? type : type.slice(0, end)).trim().toLowerCase()
}
