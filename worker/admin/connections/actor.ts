import type { ConnectionsSession } from '../../gateway/connections/contract.ts'
import type { Actor } from '../context.ts'

/** A person of the downstream: never a member, whatever their e-mail says. */
export function actorOf({ identity, expiresAt }: ConnectionsSession): Actor {
  return {
    kind: 'user',
    id: `${identity.issuer}#${identity.subject}`,
    name: identity.email ?? identity.displayName ?? identity.subject,
    permissions: new Set(),
    mayChangeOwners: false,
    role: null,
    memberId: null,
    user: null,
    expiresAt,
  }
}
