// A body may take half a minute, and an approval another quarter of one. What was asked before is asked again after it,
// as a request that came now would ask: no call goes by a right that ended more than the promised seconds ago (P8).
import { CALL_SNAPSHOT_MS_MAX } from '../edge/load-snapshot.ts'
import { accessEnded } from './access-ended.ts'
import { authenticate, type Access } from './authenticate.ts'
import type { CallRecord } from './call-record.ts'
import { checkServerState } from './check-server-state.ts'
import { isSameEdge } from './is-same-edge.ts'
import type { Exchange, McpParts } from './parts.ts'
import type { ReadMessage } from './read-message.ts'
import { withKnownTools } from './reload-for-tool.ts'
import { requireAccess } from './require-access.ts'
import { requireAllowed } from './require-allowed.ts'

/** Answers that are as young as this need no second question; so a cached one is taken only while it may age so much. */
export const YOUNG_MS = 1_000

export interface Asked {
  exchange: Exchange
  access: Access
  /** Ms since 1970. */
  askedAt: number
}

/** Null while what was asked at `askedAt` is young. Throws McpRefusal, and SnapshotUnavailableError. */
export function askAgain(
  parts: Pick<McpParts, 'checkCredential' | 'loadSnapshot'>,
  exchange: Exchange,
  record: CallRecord,
  message: ReadMessage | undefined,
  askedAt: number,
  maxAgeMs: number,
): Promise<Asked> | null {
  return Date.now() - askedAt > YOUNG_MS ? ask(parts, exchange, record, message, maxAgeMs) : null
}

async function ask(
  parts: Pick<McpParts, 'checkCredential' | 'loadSnapshot'>,
  exchange: Exchange,
  record: CallRecord,
  message: ReadMessage | undefined,
  maxAgeMs: number,
): Promise<Asked> {
  const { env, ctx, snapshot: began } = exchange
  const askedAt = Date.now()
  const snapshot = await parts.loadSnapshot(env, ctx, { slug: began.server.slug }, CALL_SNAPSHOT_MS_MAX)
  if (!snapshot || !isSameEdge(snapshot, exchange)) throw accessEnded(exchange)
  checkServerState(snapshot)
  const now = { ...exchange, snapshot }
  const access = await authenticate(parts, now, maxAgeMs)
  record.noteAccess(access)
  requireAccess(now, access, record)
  const known = message ? await withKnownTools(parts, now, message) : now
  if (message) requireAllowed(known, message.body.messages, access)
  return { exchange: known, access, askedAt }
}
