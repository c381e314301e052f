// What every handler of the admin API finds in its context.
import type { Permission, Role } from '../../schema/api/permissions.ts'
import type { Env } from '../environment.ts'
import type { SignedInUser } from '../identity/signed-in-user.ts'

/** Who asks. */
export interface Actor {
  /** `user`: signed in at the deployment, but no member. */
  kind: 'bootstrap' | 'member' | 'api_key' | 'user'
  /** Of the member or of the key. */
  id: string | null
  /** Readable: an e-mail address, the name of a key. Stands in audit rows. */
  name: string
  permissions: 'all' | ReadonlySet<Permission>
  /** Only Owners change Owners (product.md §6). */
  mayChangeOwners: boolean
  role: Role | null
  /** The member whose rights bound a key, or who asks; null for the bootstrap secret and what it made. */
  memberId: string | null
  /** The person; null for keys and the bootstrap secret. */
  user: SignedInUser | null
  /** When the credential itself ends, where it does. */
  expiresAt: number | null
}

export interface AdminEnv {
  Bindings: Env
  Variables: {
    requestId: string
    actor: Actor
  }
}
