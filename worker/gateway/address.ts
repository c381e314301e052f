// The one function that names objects (architecture.md, first paragraph).
import type { Env } from '../environment.ts'
import type { GatewayObject } from './object.ts'

/** What decides where a Gateway's object lives. A row of `gateways` has all of it. */
export interface GatewayPlacement {
  id: string
  /** Where a new object is born; a hint only, it never moves one. */
  locationHint: string | null
  /** Part of the object's identity: the same Gateway in another jurisdiction is another object. */
  jurisdiction: string | null
}

/** The shard stands in every token; there is one today. */
export const SHARD = '0'

/** The object of a Gateway. Costs nothing until a method is called. */
export function gatewayObject(
  env: Pick<Env, 'GATEWAY'>,
  gateway: GatewayPlacement,
  shard: string = SHARD,
): DurableObjectStub<GatewayObject> {
  const namespace = gateway.jurisdiction
    ? env.GATEWAY.jurisdiction(gateway.jurisdiction as DurableObjectJurisdiction)
    : env.GATEWAY
  return namespace.getByName(
    objectName(gateway.id, shard),
    gateway.locationHint ? { locationHint: gateway.locationHint as DurableObjectLocationHint } : {},
  )
}

export function objectName(gatewayId: string, shard: string): string {
  return `${gatewayId}/${shard}`
}

/** The Gateway an object of this name belongs to. */
export function gatewayIdOf(name: string): string {
  return name.split('/')[0] ?? name
}

/** The object of a server without a Gateway: of the same class, under the server's own id. */
export function serverObject(env: Pick<Env, 'GATEWAY'>, serverId: string): DurableObjectStub<GatewayObject> {
  return gatewayObject(env, { id: serverId, locationHint: null, jurisdiction: null })
}

/** Whether an object of this id belongs to a server and not to a Gateway. */
export function isServerObject(ownerId: string): boolean {
  return ownerId.startsWith('srv_')
}
