// What every handler of the admin API finds in its context.
import type { Permission } from '../../schema/api/permissions.ts'
import type { Env } from '../environment.ts'

/** Who asks. Members and API keys join the bootstrap secret here. */
export interface Actor {
  kind: 'bootstrap' | 'member' | 'api_key'
  id: string | null
  permissions: 'all' | ReadonlySet<Permission>
}

export interface AdminEnv {
  Bindings: Env
  Variables: {
    requestId: string
    actor: Actor
  }
}
