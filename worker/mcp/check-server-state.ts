// Does this server serve at all? (M0, product.md §3)
import { isAttached, type Snapshot } from '../edge/snapshot.ts'
import { McpRefusal } from './refusal.ts'

/** Throws McpRefusal. */
export function checkServerState(snapshot: Snapshot): void {
  const { server } = snapshot
  if (!server.enabled) throw new McpRefusal('server_disabled', { rule: 'server_enabled' })
  if (server.pausedReason === 'secrets_missing') throw new McpRefusal('secrets_missing')
  if (server.authMode === 'oauth' && !isAttached(snapshot)) throw new McpRefusal('no_gateway')
}
