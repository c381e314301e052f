// The door: fetch, queue, scheduled; exports the Durable Object classes.
import { handleRequest } from './app.ts'
import type { Env } from './environment.ts'

export { GatewayObject } from './gateway/object.ts'

export default {
  fetch: handleRequest,
} satisfies ExportedHandler<Env>
