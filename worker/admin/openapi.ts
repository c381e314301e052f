// The description of the API, made from the same definitions that validate (OpenAPI 3.1).
import type { OpenAPIHono } from '@hono/zod-openapi'
import { SESSION_COOKIE } from '../identity/session-cookie.ts'
import { SESSION_NAME } from './connections/cookies.ts'
import type { AdminEnv } from './context.ts'

/** Adds the public route `/openapi.json`. */
export function describeApi(app: OpenAPIHono<AdminEnv>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description:
      'An API key; on a new deployment, until there is an Owner, the bootstrap secret (ADMIN_SECRET)',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description:
      'A sign-in in a browser (/sign-in/start). Writes must come from the dashboard: `Origin` is checked',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'cloudflareAccess', {
    type: 'apiKey',
    in: 'header',
    name: 'Cf-Access-Jwt-Assertion',
    description: 'Set by Cloudflare Access, where it stands in front. `Origin` is checked as for sessions',
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'connections', {
    type: 'apiKey',
    in: 'cookie',
    name: `${SESSION_NAME}{gatewayId}`,
    description:
      'A sign-in at one Gateway in a browser (/session/connections/sign-in), for one’s own connections there. Writes must come from the dashboard: `Origin` is checked',
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
