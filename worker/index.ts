// The door: fetch, queue, scheduled; exports the Durable Object classes.
import type { Env } from './environment.ts'

export { GatewayObject } from './gateway/object.ts'

export default {
  fetch() {
    return new Response('limen\n')
  },
} satisfies ExportedHandler<Env>
