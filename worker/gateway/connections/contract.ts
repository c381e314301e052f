// *My connections* of one Gateway (product.md §5), as plain data that survives RPC: a person signs in at the downstream
// for their own identity alone, and sees and ends what is theirs.
import type { OAuthCall, PageAnswer } from '../authorization/contract.ts'
import type { GrantPage, GrantView, Identity } from '../contract.ts'

export interface ConnectionsStart {
  /** SHA-256 as base64url of a verifier that only the browser at the dashboard holds. */
  challenge: string
  /** Absolute URL at the dashboard that takes the one-time code; made there, never by a stranger. */
  finishUrl: string
  /** For the rate limit; never logged. */
  address: string
}

export interface ConnectionsSession {
  identity: Identity
  /** ms since 1970. */
  expiresAt: number
}

export interface ConnectionsRpc {
  /** The handle with which the browser opens the main host; null where too many sign-ins are under way. */
  startConnections(start: ConnectionsStart): Promise<string | null>
  /** `/g/<gateway id>/connections?handle=…`: on to the downstream login. */
  openConnections(call: OAuthCall): Promise<PageAnswer>
  /** Null for a code that is unknown, used, too old, or another browser's. */
  finishConnections(code: string, verifier: string): Promise<(ConnectionsSession & { token: string }) | null>
  /** Null for a session that has ended, and for a blocked user. */
  connectionsSession(token: string): Promise<ConnectionsSession | null>
  endConnectionsSession(token: string): Promise<void>
  /** Exactly the grants of that person at this Gateway. Null as above. */
  listConnections(token: string, query: { cursor?: string; limit: number }): Promise<GrantPage | null>
  /** Undefined also for somebody else's grant. */
  findConnection(token: string, grantId: string): Promise<GrantView | undefined>
}
