// How long the first byte of a runtime's answer may take (M12).
import type { Snapshot } from '../edge/snapshot.ts'
import { toolOf } from '../policy/decide-call.ts'
import type { McpHttpMethod } from './check-arrival.ts'
import type { ReadMessage } from './read-message.ts'

/** Streams that stay open for as long as the client wants them. */
export function isOpenStream(method: McpHttpMethod, message: ReadMessage | undefined): boolean {
  const first = message?.body.messages[0]
  return method === 'GET' || (first?.kind === 'request' && first.method === 'subscriptions/listen')
}

/** The tool's own time, or the server's; null for open streams. Of an array the longest. */
export function firstByteMs(
  { server, tools }: Pick<Snapshot, 'server' | 'tools'>,
  method: McpHttpMethod,
  message: ReadMessage | undefined,
): number | null {
  if (isOpenStream(method, message)) return null
  const own = (message?.body.messages ?? []).map(
    (one) => tools.get(toolOf(one) ?? '')?.timeoutMs ?? server.timeoutMs,
  )
  return own.length === 0 ? server.timeoutMs : Math.max(...own)
}
