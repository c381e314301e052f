// The admin API: /api/v1, JSON, described by OpenAPI 3.1 (product.md §10).
import { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { newRequestId } from '../http/request-id.ts'
import { AdminProblem } from './admin-problem.ts'
import { authenticate } from './authenticate.ts'
import type { AdminEnv } from './context.ts'
import { ENDPOINTS } from './endpoints.ts'
import { describeApi } from './openapi.ts'
import { problemResponse } from './problem-response.ts'
import { refuseInvalid } from './refuse-invalid.ts'
import { limitBody, requireJson } from './require-json.ts'

export const ADMIN_BASE_PATH = '/api/v1'

/**
 * The whole API below `ADMIN_BASE_PATH`; answers every path with JSON. Build it once per isolate. `signIn` sets the
 * actor or throws; each route then asks for its permission.
 */
export function adminApi(signIn: MiddlewareHandler<AdminEnv> = authenticate): OpenAPIHono<AdminEnv> {
  const app = new OpenAPIHono<AdminEnv>({ defaultHook: refuseInvalid }).basePath(ADMIN_BASE_PATH)
  app.use('*', async (c, next) => {
    c.set('requestId', newRequestId())
    await next()
    c.res.headers.set('X-Request-Id', c.get('requestId'))
    c.res.headers.set('Cache-Control', 'no-store')
    c.res.headers.set('X-Content-Type-Options', 'nosniff')
  })
  app.use('*', requireJson, limitBody)
  for (const endpoint of ENDPOINTS) endpoint.mount(app, signIn)
  describeApi(app)
  app.notFound(() => {
    throw new AdminProblem('not_found', 'There is no such route. /api/v1/openapi.json lists them.')
  })
  app.onError((error, c) => problemResponse(error, c))
  return app
}
