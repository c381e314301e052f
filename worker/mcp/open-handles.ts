// The client's session and event ids, turned back into the runtime's own (M5, S7).
import type { MasterKeys } from '../crypto/master-keys.ts'
import { openHandle, type HandleOwner } from '../runtime/seal.ts'
import type { Access } from './authenticate.ts'
import type { Exchange } from './parts.ts'
import type { ReadMessage } from './read-message.ts'
import { McpRefusal } from './refusal.ts'

export interface Handles {
  sessionId: string | null
  lastEventId: string | null
}

const NONE: Handles = { sessionId: null, lastEventId: null }

/** Bound to user and client, not to the token: tokens rotate. */
export function handleOwner({ snapshot }: Pick<Exchange, 'snapshot'>, { holder }: Access): HandleOwner {
  return { serverId: snapshot.server.id, userId: holder?.userId ?? '', clientId: holder?.clientId ?? '' }
}

/**
 * Sessions exist on legacy traffic only, and one that comes with `initialize` is stale. Throws McpRefusal
 * `unknown_session` for every id that is not this caller's.
 */
export async function openHandles(
  keys: MasterKeys,
  headers: Headers,
  owner: HandleOwner,
  message: ReadMessage | undefined,
): Promise<Handles> {
  if (message?.era.family === 'modern' || isInitialize(message)) return NONE
  const sealedSession = headers.get('mcp-session-id')
  const sealedEvent = headers.get('last-event-id')
  if (sealedSession === null && sealedEvent === null) return NONE
  const [sessionId, lastEventId] = await Promise.all([
    sealedSession === null ? null : openHandle(keys, 'session', owner, sealedSession),
    sealedEvent === null ? null : openHandle(keys, 'event', owner, sealedEvent),
  ])
  if (sessionId === undefined || lastEventId === undefined) throw new McpRefusal('unknown_session')
  return { sessionId, lastEventId }
}

export function isInitialize(message: ReadMessage | undefined): boolean {
  const first = message?.body.messages[0]
  return first?.kind === 'request' && first.method === 'initialize'
}
