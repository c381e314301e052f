import type { Permission } from '../../schema/api/permissions.ts'

/** What stands beside a control that somebody may see and not use. The API refuses it with much the same words. */
export function missingPermission(permission: Permission, what = 'This'): string {
  return `${what} needs the permission ${permission}, which you do not have.`
}
