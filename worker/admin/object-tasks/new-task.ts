// What a Gateway's object must be told after a write.
import type { ObjectTaskRow, RevocationTarget } from '../../../schema/tables/object-tasks.ts'
import type { GatewayPlacement } from '../../gateway/address.ts'
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
