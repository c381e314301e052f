// Who may give or take which role: the rule of the API, to offer nothing that it would refuse.
import { ROLE_PERMISSIONS, ROLES, type Role } from '../../schema/api/role-permissions.ts'
import type { Session } from '../../schema/api/session.ts'

export function mayGiveRole({ kind, role, permissions }: Session, given: Role): boolean {
  if (given === 'owner' && role !== 'owner' && kind !== 'bootstrap') return false
  return ROLE_PERMISSIONS[given].every((permission) => permissions.includes(permission))
}

export function rolesToGive(session: Session): readonly Role[] {
  return ROLES.filter((role) => mayGiveRole(session, role))
}
