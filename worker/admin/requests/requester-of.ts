import type { Actor } from '../context.ts'

export interface Requester {
  kind: Actor['kind']
  id: string
  name: string
}

/** Who asks or decides, as requests keep it. */
export function requesterOf(actor: Actor): Requester {
  return { kind: actor.kind, id: actor.id ?? actor.kind, name: actor.name }
}
