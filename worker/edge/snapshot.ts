// The configuration snapshot of one server: everything a request at its URL needs (architecture.md §3.5).
import type {
  AttachmentRow,
  ClientRow,
  EmbeddingAppRow,
  GatewayRow,
  Passthrough,
  ServerRow,
} from '../../schema/tables/index.ts'
import type { MeteredRules } from '../meter/metered-rules.ts'
import type { Governance } from '../policy/governance.ts'
import type { ToolRisk, ToolState } from '../../schema/tables/tools.ts'

/** What holds for one tool, whoever calls: `worker/policy/tool-offer.ts` decides with it. */
export interface ToolPolicy {
  enabled: boolean
  requiredScopes: readonly string[]
  timeoutMs: number | null
  risk: ToolRisk
  /** The user approves each call. */
  confirmation: boolean
  /** Cost units of one call. */
  cost: number
  /** Null: configured, and never seen; then the hashes are null too. */
  state: ToolState | null
  /** Of the pinned definition, and of the one that was seen last while a change waits for approval. */
  hash: string | null
  seenHash: string | null
}

/** Loaded from D1, compiled once for each revision, cached per isolate. */
export interface Snapshot {
  /** Changes whenever a row behind it does; two reads of one revision are the same object, so caches may hang on it. */
  revision: string
  server: ServerRow
  attachment: AttachmentRow | null
  gateway: GatewayRow | null
  /** The attachment's effective scopes: its subset, or the Gateway's full set. */
  scopes: readonly string[]
  tools: ReadonlyMap<string, ToolPolicy>
  preregisteredClients: readonly ClientRow[]
  /** Apps that may exchange tokens at this Gateway (product.md §5), and the origins of their pages. */
  embeddingApps: readonly EmbeddingOrigins[]
  /** Who may use the server, and what rules change for whom; compiled at the first question of a revision. */
  governance: Governance
  /** Budgets and rate limits; null when nothing is counted here. */
  meters: MeteredRules | null
}

export type EmbeddingOrigins = Pick<EmbeddingAppRow, 'id' | 'allowedOrigins'>

/** A snapshot of a server that has its Gateway. */
export type AttachedSnapshot = Snapshot & { attachment: AttachmentRow; gateway: GatewayRow }

export function isAttached(snapshot: Snapshot): snapshot is AttachedSnapshot {
  return snapshot.attachment !== null && snapshot.gateway !== null
}

/** A server whose clients bring the upstream's own tokens (M13). */
export type PassthroughSnapshot = Snapshot & { server: ServerRow & { passthrough: Passthrough } }

export function isPassthrough(snapshot: Snapshot): snapshot is PassthroughSnapshot {
  return snapshot.server.authMode === 'passthrough' && snapshot.server.passthrough !== null
}

/** Servers that tell a client where to sign in (RFC 9728); the others have access tokens or are open. */
export function hasResourceDocument(snapshot: Snapshot): boolean {
  return isAttached(snapshot) || isPassthrough(snapshot)
}
