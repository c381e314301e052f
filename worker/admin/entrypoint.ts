// The admin plane as a named entrypoint, for the service binding of the Pages dashboard (architecture.md §3.10).
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { Env } from '../environment.ts'
import { adminApi } from './index.ts'

let app: ReturnType<typeof adminApi> | undefined

/** One app per isolate, built when it is first asked for: the MCP door never pays for it. */
export function handleAdmin(request: Request, env: Env, ctx: ExecutionContext): Response | Promise<Response> {
  app ??= adminApi()
  return app.fetch(request, env, ctx)
}

export class AdminApi extends WorkerEntrypoint<Env> {
  override fetch(request: Request): Response | Promise<Response> {
    return handleAdmin(request, this.env, this.ctx)
  }
}
