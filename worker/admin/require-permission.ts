// The one mechanism that asks for a permission (product.md §6, S13).
import { createMiddleware } from 'hono/factory'
import type { Permission } from '../../schema/api/permissions.ts'
import type { SignedInUser } from '../identity/signed-in-user.ts'
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
  if (hasPermission(actor, permission)) return
  const whoever =
    actor.kind === 'user' ? `You are signed in as ${actor.name}, who is no member of this deployment. ` : ''
  throw new AdminProblem('forbidden', `${whoever}This needs the permission ${permission}.`)
}

export function hasPermission(actor: Actor, permission: Permission): boolean {
  return actor.permissions === 'all' || actor.permissions.has(permission)
}

/**
 * For what belongs to a person and not to a role: their own sessions, invitation and connections. Answers the person,
 * member or not. Throws AdminProblem `forbidden` for API keys and the bootstrap secret, which are nobody.
 */
export function requireSignedIn(actor: Actor): SignedInUser {
  if (actor.user) return actor.user
  throw new AdminProblem(
    'forbidden',
    'This is for people: sign in at /api/v1/sign-in/start. API keys and the bootstrap secret belong to nobody.',
  )
}
