// One definition of a route: validation, OpenAPI and the permission it asks for, together.
import type { OpenAPIHono, RouteConfig, RouteHandler } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import type { z } from 'zod'
import { problem } from '../../schema/api/problem.ts'
import type { Permission } from '../../schema/api/permissions.ts'
import { requireConnectionsCookie } from './connections/cookies.ts'
import type { AdminEnv } from './context.ts'
import { requireMasterKeys } from './require-master-keys.ts'
import { requirePermission } from './require-permission.ts'

/**
 * `public`: no sign-in and no permission. `signed_in`: whoever has a credential, for what is their own. `connections`:
 * whoever is signed in to *My connections*, by the cookie of that. All are closed lists that a test reads.
 */
export type RouteDefinition = Omit<RouteConfig, 'middleware'> & {
  permission: Permission | 'public' | 'signed_in' | 'connections'
  operationId: string
  summary: string
  /** False for what writes nothing, and for the one write that puts a deployment right whose keys are lost. */
  needsMasterKeys?: false
}

export interface Endpoint {
  definition: RouteDefinition
  mount: (app: OpenAPIHono<AdminEnv>, authenticate: MiddlewareHandler<AdminEnv>) => void
}

/** Keeps the literal types of a definition for its handler. */
export function defineRoute<P extends string, R extends Omit<RouteDefinition, 'path'> & { path: P }>(
  definition: R,
): R {
  return definition
}

/** Binds a handler to its route. Sign-in and permission come first, then validation, then the handler. */
export function endpoint<R extends RouteDefinition>(
  definition: R,
  handler: RouteHandler<R, AdminEnv>,
): Endpoint {
  const { permission, needsMasterKeys, ...rest }: RouteDefinition = definition
  const route: RouteConfig = rest
  return {
    definition,
    mount(app, authenticate) {
      const documented: RouteConfig = {
        ...route,
        security: securityOf(permission),
        'x-permission': permission,
        tags: [route.path.split('/')[1] ?? 'limen'],
        responses: { ...route.responses, default: problemAnswer },
      }
      const isWrite = route.method !== 'get' && needsMasterKeys !== false
      const middleware =
        permission === 'public'
          ? []
          : permission === 'connections'
            ? [requireConnectionsCookie]
            : [
                authenticate,
                ...(permission === 'signed_in' ? [] : [requirePermission(permission)]),
                ...(isWrite ? [requireMasterKeys] : []),
              ]
      // The literal types of `R` were checked where the handler was bound; the router needs only their frame.
      app.openapi({ ...documented, middleware }, handler as unknown as RouteHandler<RouteConfig, AdminEnv>)
    },
  }
}

function securityOf(permission: RouteDefinition['permission']): Record<string, string[]>[] {
  if (permission === 'public') return []
  if (permission === 'connections') return [{ connections: [] }]
  return [{ bearer: [] }, { session: [] }, { cloudflareAccess: [] }]
}

/** A JSON answer of a route. */
export function jsonAnswer<S extends z.ZodType>(schema: S, description: string) {
  return { description, content: { 'application/json': { schema } } }
}

/** A JSON body that must be there. */
export function jsonBody<S extends z.ZodType>(schema: S) {
  return { required: true, content: { 'application/json': { schema } } }
}

const problemAnswer = {
  description: 'Problem details (RFC 9457)',
  content: { 'application/problem+json': { schema: problem } },
}
