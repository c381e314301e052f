// From a proven credential to who asks. Pure.
import { PERMISSIONS, ROLE_PERMISSIONS, type Permission, type Role } from '../../schema/api/permissions.ts'
import type { MemberRow } from '../../schema/tables/members.ts'
import type { FoundApiKey } from '../identity/api-key.ts'
import type { SignedInUser } from '../identity/signed-in-user.ts'
import type { Actor } from './context.ts'

export const BOOTSTRAP: Actor = {
  kind: 'bootstrap',
  id: null,
  name: 'bootstrap secret',
  permissions: 'all',
  mayChangeOwners: true,
  role: null,
  memberId: null,
  user: null,
  expiresAt: null,
}

/** A person: a member with the permissions of the role, anybody else with none. */
export function actorOfUser(
  user: SignedInUser,
  member: MemberRow | null | undefined,
  expiresAt: number | null,
): Actor {
  const common = { user, expiresAt, mayChangeOwners: member?.role === 'owner' }
  if (!member) {
    const name = user.email ?? user.displayName ?? user.subject
    const id = `${user.issuer}#${user.subject}`
    return { ...common, kind: 'user', id, name, permissions: new Set(), role: null, memberId: null }
  }
  const { id, email: name, role } = member
  const permissions = new Set(ROLE_PERMISSIONS[role])
  return { ...common, kind: 'member', id, name, permissions, role, memberId: id }
}

/** A key never has more than its maker has now, whatever it was made with. */
export function actorOfApiKey({ key, maker }: FoundApiKey): Actor {
  const ofMaker: readonly Permission[] = maker ? ROLE_PERMISSIONS[maker.role] : PERMISSIONS
  const permissions = new Set(key.permissions.filter((permission) => ofMaker.includes(permission)))
  return {
    kind: 'api_key',
    id: key.id,
    name: key.name,
    permissions,
    // Else a key with `members.manage` alone could make an Owner, who may do everything.
    mayChangeOwners:
      (maker === null || maker.role === 'owner') &&
      PERMISSIONS.every((permission) => permissions.has(permission)),
    role: null,
    memberId: key.memberId,
    user: null,
    expiresAt: key.expiresAt,
  }
}

/** Why this actor may not give or take this role; undefined where they may. Nobody gives more than they have. */
export function roleFault(actor: Actor, role: Role): string | undefined {
  if (role === 'owner' && !actor.mayChangeOwners) return 'Only an Owner may make, change or remove an Owner.'
  const { permissions } = actor
  if (permissions === 'all') return undefined
  const lacking = ROLE_PERMISSIONS[role].filter((permission) => !permissions.has(permission))
  return lacking.length === 0
    ? undefined
    : `The role ${role} has permissions that you do not have: ${lacking.join(', ')}.`
}
