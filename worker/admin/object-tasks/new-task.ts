// What a Gateway's object must be told after a write.
import type { ObjectTaskRow, RevocationTarget } from '../../../schema/tables/object-tasks.ts'
import type { GatewayPlacement } from '../../gateway/address.ts'
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

/** A client id is refused from now on, or no longer, whatever registration it has. */
export function clientBlock(
  gateway: GatewayPlacement,
  actor: Actor,
  kind: 'block_client' | 'unblock_client',
  clientId: string,
): NewTask {
  return { ...addressed(gateway, actor), kind, target: { clientId }, downstream: false }
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
