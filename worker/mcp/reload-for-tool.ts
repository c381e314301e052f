// A call of a tool that this isolate's snapshot does not have may be one of a tool that was learned just now.
import { toolOf } from '../policy/decide-call.ts'
import type { Exchange, McpParts } from './parts.ts'
import type { ReadMessage } from './read-message.ts'

/** Names that nobody has must not make every call read D1. */
const MAX_AGE_MS = 1_000

/** The same exchange, or one with a younger snapshot. Synchronous where every tool is known or may be new. */
export function withKnownTools(
  parts: Pick<McpParts, 'loadSnapshot'>,
  exchange: Exchange,
  { body }: ReadMessage,
): Exchange | Promise<Exchange> {
  const { server, tools } = exchange.snapshot
  if (server.newTools === 'on') return exchange
  const isNew = body.messages.some((message) => {
    const name = toolOf(message)
    return name !== undefined && !tools.has(name)
  })
  return isNew ? reload(parts, exchange) : exchange
}

async function reload(parts: Pick<McpParts, 'loadSnapshot'>, exchange: Exchange): Promise<Exchange> {
  const { env, ctx, snapshot: known } = exchange
  const snapshot = await parts.loadSnapshot(env, ctx, { slug: known.server.slug }, MAX_AGE_MS)
  // Another edge is another request's.
  const isSame = snapshot?.server.id === known.server.id && snapshot.attachment?.id === known.attachment?.id
  return isSame ? { ...exchange, snapshot } : exchange
}
