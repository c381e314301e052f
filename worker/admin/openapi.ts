// The description of the API, made from the same definitions that validate (OpenAPI 3.1).
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AdminEnv } from './context.ts'

/** Adds the public route `/openapi.json`. */
export function describeApi(app: OpenAPIHono<AdminEnv>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'The bootstrap secret of the deployment (ADMIN_SECRET)',
  })
  let text: string | undefined
  app.get('/openapi.json', (c) => {
    text ??= JSON.stringify(
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: {
          title: 'Limen admin API',
          version: '1',
          description:
            'Everything the dashboard can do. Errors are problem details (RFC 9457); writes of existing resources need `If-Match`.',
        },
      }),
    )
    return c.body(text, 200, { 'Content-Type': 'application/json' })
  })
}
