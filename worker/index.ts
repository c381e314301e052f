// The door: fetch, queue, scheduled; exports the Durable Object classes and the named entrypoints.
import { deliverWaitingTasks } from './admin/object-tasks/deliver-waiting.ts'
import { loadOwnOrigins } from './edge/own-origins.ts'
import { handleRequest } from './app.ts'
import { rediscoverDue } from './catalog/rediscover-due.ts'
import type { Env } from './environment.ts'
import { pruneIdentity } from './identity/prune-identity.ts'
import { consumeLogs } from './logs/consume.ts'
import { keepLogCap } from './logs/keep-cap.ts'
import { pruneLogs } from './logs/prune.ts'
import { installOutboundGuard } from './net/platform-fetch.ts'

export { AdminApi } from './admin/entrypoint.ts'
export { GatewayObject } from './gateway/object.ts'
export { MeterObject } from './meter/object.ts'

// Before any library runs: nothing fetches past worker/net (architecture.md §3.5b).
installOutboundGuard()

/** As in wrangler.toml; the other one is hourly. */
const EVERY_MINUTE = '* * * * *'

export default {
  fetch: handleRequest,
  queue: (batch, env) => consumeLogs(batch, env),
  async scheduled(controller, env) {
    const now = controller.scheduledTime
    const work: Promise<unknown>[] = [deliverWaitingTasks(env, now), keepLogCap(env)]
    if (controller.cron !== EVERY_MINUTE)
      work.push(pruneLogs(env, now), pruneIdentity(env, now), rediscoverDue(env, now, loadOwnOrigins))
    // Neither waits for the other's success.
    const results = await Promise.allSettled(work)
    for (const result of results) {
      if (result.status === 'rejected')
        console.error(JSON.stringify({ level: 'error', message: String(result.reason) }))
    }
  },
} satisfies ExportedHandler<Env, string>
