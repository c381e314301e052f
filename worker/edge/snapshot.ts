// The configuration snapshot of one server: everything a request at its URL needs (architecture.md §3.5).
import type { AttachmentRow, ClientRow, GatewayRow, ServerRow } from '../../schema/tables/index.ts'

/** One tool's policy. */
export interface ToolPolicy {
  enabled: boolean
  requiredScopes: readonly string[]
  timeoutMs: number | null
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
}

/** A snapshot of a server that has its Gateway. */
export type AttachedSnapshot = Snapshot & { attachment: AttachmentRow; gateway: GatewayRow }

export function isAttached(snapshot: Snapshot): snapshot is AttachedSnapshot {
  return snapshot.attachment !== null && snapshot.gateway !== null
}
