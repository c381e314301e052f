// May the caller of a running stream still have it? Asked every few seconds (M12, P8).
import { SnapshotUnavailableError } from '../edge/load-snapshot.ts'
import type { Message } from '../protocol/message.ts'
import { authenticate } from './authenticate.ts'
import { checkServerState } from './check-server-state.ts'
import { isSameEdge } from './is-same-edge.ts'
import type { McpErrorCode } from './errors.ts'
import type { Exchange, McpParts } from './parts.ts'
import { McpRefusal } from './refusal.ts'
import { requireAccess } from './require-access.ts'
import { requireAllowed } from './require-allowed.ts'

const MAX_AGE_MS = 5_000

/** Refusals that say nothing about the caller's right: the stream goes on. */
const TOLERATED: ReadonlySet<McpErrorCode> = new Set(['downstream_unavailable', 'gateway_needs_review'])

/** The code of the refusal that a new request would get now; undefined while the stream may go on. Never throws. */
export async function findEndReason(
  parts: Pick<McpParts, 'checkCredential' | 'loadSnapshot'>,
  exchange: Exchange,
  messages: readonly Message[],
): Promise<McpErrorCode | undefined> {
  const { env, ctx, snapshot: began, surface } = exchange
  try {
    const snapshot = await parts.loadSnapshot(env, ctx, { slug: began.server.slug }, MAX_AGE_MS)
    if (!snapshot || !isSameEdge(snapshot, exchange)) return 'access_ended'
    checkServerState(snapshot)
    const access = await authenticate(parts, { ...exchange, snapshot }, MAX_AGE_MS)
    requireAccess({ request: exchange.request, snapshot }, access)
    requireAllowed({ snapshot, surface }, messages, access)
    return undefined
  } catch (error) {
    if (error instanceof McpRefusal) return TOLERATED.has(error.code) ? undefined : error.code
    if (!(error instanceof SnapshotUnavailableError)) {
      console.error(
        JSON.stringify({ level: 'error', message: 'a stream could not be re-checked', error: String(error) }),
      )
    }
    // Whether it still holds is not known: authorization fails closed (P6).
    return 'internal'
  }
}
