// The one mechanism that asks for a permission (product.md §6, S13).
import { createMiddleware } from 'hono/factory'
import type { Permission } from '../../schema/api/permissions.ts'
import { AdminProblem } from './admin-problem.ts'
import type { Actor, AdminEnv } from './context.ts'

/** Runs before anything of the request is read. 403 names the missing permission. */
export function requirePermission(permission: Permission) {
  return createMiddleware<AdminEnv>(async (c, next) => {
    checkPermission(c.get('actor'), permission)
    await next()
  })
}

/** Throws AdminProblem `forbidden`. */
export function checkPermission(actor: Actor, permission: Permission): void {
  if (actor.permissions === 'all' || actor.permissions.has(permission)) return
  throw new AdminProblem('forbidden', `This needs the permission ${permission}.`)
}
