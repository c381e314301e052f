// The door: fetch, queue, scheduled; exports the Durable Object classes.
import { handleRequest } from './app.ts'
import type { Env } from './environment.ts'
import { installOutboundGuard } from './net/platform-fetch.ts'

export { GatewayObject } from './gateway/object.ts'

installOutboundGuard()

export default {
  fetch: handleRequest,
} satisfies ExportedHandler<Env>
