// What a Gateway's object must be told after a write.
import type { ObjectTaskRow, RevocationTarget } from '../../../schema/tables/object-tasks.ts'
import type { ServerRow } from '../../../schema/tables/servers.ts'
import type { GatewayPlacement } from '../../gateway/address.ts'
import type { KeyOwner } from '../../gateway/access-tokens/contract.ts'
import type { UserKey } from '../../gateway/contract.ts'
import type { Actor } from '../context.ts'

/** A task that has no id yet. */
export type NewTask = Omit<ObjectTaskRow, 'id' | 'createdAt'>

/** The object reads its configuration again (P8: also emergency state such as a disabled server). */
export function configurationChanged(gateway: GatewayPlacement, actor: Actor): NewTask {
  return { ...addressed(gateway, actor), kind: 'configuration_changed', target: null, downstream: false }
}

/** Grants end, with their tokens. */
export function revocation(
  gateway: GatewayPlacement,
  actor: Actor,
  target: RevocationTarget,
  downstream: boolean,
): NewTask {
  return { ...addressed(gateway, actor), kind: 'revoke', target, downstream }
}

/** Whom to refuse from now on, or no longer: a client id, whatever registration it has, or a user. */
export type Block =
  | { kind: 'block_client' | 'unblock_client'; target: { clientId: string } }
  | { kind: 'block_user' | 'unblock_user'; target: UserKey }

/** Of a user's grants the authorization server is told too, as when they are revoked (product.md §5). */
export function blocking(gateway: GatewayPlacement, actor: Actor, block: Block): NewTask {
  return { ...addressed(gateway, actor), ...block, downstream: block.kind === 'block_user' }
}

/** The object of a server without OAuth hears what holds for it now. Empty where there is no such object. */
export function serverChanged(after: ServerRow, before: ServerRow | null, actor: Actor): NewTask[] {
  if (!hasOwnObject(after) && !(before && hasOwnObject(before))) return []
  const { id, version, enabled, authMode, upstreamAuth, upstreamKeyId, runtimeUrl } = after
  const server = {
    version,
    enabled,
    runtimeOrigin: new URL(runtimeUrl).origin,
    upstreamKeyId,
    hasUserKeys: authMode === 'api_key' && upstreamAuth?.keyOwner === 'per_user',
  }
  return [{ ...ofServer(id, actor), kind: 'server_changed', target: { server } }]
}

/** Access tokens and keys of a deleted server go with it. */
export function serverDeleted(server: ServerRow, actor: Actor): NewTask[] {
  if (!hasOwnObject(server)) return []
  return [{ ...ofServer(server.id, actor), kind: 'server_changed', target: { server: null } }]
}

export function accessTokenRevoked(serverId: string, tokenId: string, actor: Actor): NewTask {
  return { ...ofServer(serverId, actor), kind: 'access_token_revoked', target: { tokenId } }
}

export function userKeyRemoved(serverId: string, { issuer, subject }: KeyOwner, actor: Actor): NewTask {
  return { ...ofServer(serverId, actor), kind: 'user_key_removed', target: { userKey: { issuer, subject } } }
}

function hasOwnObject({ authMode }: ServerRow): boolean {
  return authMode === 'api_key' || authMode === 'none'
}

function ofServer(serverId: string, actor: Actor) {
  return { ...addressed({ id: serverId, locationHint: null, jurisdiction: null }, actor), downstream: false }
}

function addressed(gateway: GatewayPlacement, actor: Actor) {
  return {
    gatewayId: gateway.id,
    actor: actor.id ? `${actor.kind}:${actor.id}` : actor.kind,
    locationHint: gateway.locationHint,
    jurisdiction: gateway.jurisdiction,
    attempts: 0,
    lastError: null,
  }
}
