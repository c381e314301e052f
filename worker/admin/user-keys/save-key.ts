// The write behind a user's own upstream key, whoever enters it: audited first, because a sealed key cannot wait in a
// queue, then kept by the server's object.
import { sql } from 'drizzle-orm'
import type { ServerRow } from '../../../schema/tables/servers.ts'
import { settingsOf, type Env } from '../../environment.ts'
import { serverObject } from '../../gateway/address.ts'
import type { KeyOwner, ServerRpc } from '../../gateway/access-tokens/contract.ts'
import { forgetAllCredentials } from '../../oauth/credential/credential-cache.ts'
import { AdminProblem, invalidField } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import type { Actor } from '../context.ts'
import { userKeyRemoved } from '../object-tasks/new-task.ts'

interface KeyWrite {
  actor: Actor
  requestId: string
  server: ServerRow
  owner: KeyOwner
}

export async function saveUserKey(env: Env, write: KeyWrite, key: string) {
  const { server, owner } = write
  checkHasUserKeys(server)
  const guard = sql`EXISTS (SELECT 1 FROM servers WHERE id = ${server.id} AND version = ${server.version})`
  await commitWrite(env, { ...auditOf(write, 'user_key.entered'), guard, changes: [] }).catch(
    (error: unknown) => {
      if (!(error instanceof GuardFailed)) throw error
      throw new AdminProblem('conflict', 'The server was changed just now. Look at it and try again.')
    },
  )
  const object: ServerRpc = serverObject(env, server.id)
  const saved = await object.putUserKey({ ...owner, origin: new URL(server.runtimeUrl).origin, key })
  forgetAllCredentials()
  return { ...saved, effectiveWithinSeconds: effectiveWithin(env) }
}

export async function removeUserKey(env: Env, write: KeyWrite) {
  const { actor, server, owner } = write
  const [told] = await commitWrite(env, {
    ...auditOf(write, 'user_key.removed'),
    guard: sql`TRUE`,
    changes: [],
    tasks: [userKeyRemoved(server.id, owner, actor)],
  })
  if (told) return { effectiveWithinSeconds: effectiveWithin(env) }
  throw new AdminProblem(
    'unavailable',
    "The server's object does not answer. The order is queued and will be repeated; you may also ask again.",
  )
}

export function hasUserKeys({ authMode, upstreamAuth }: ServerRow): boolean {
  return authMode === 'api_key' && upstreamAuth?.keyOwner === 'per_user'
}

/** Throws AdminProblem `conflict`. */
function checkHasUserKeys(server: ServerRow): void {
  if (hasUserKeys(server)) return
  throw new AdminProblem('conflict', `At ${server.name} users have no keys of their own.`, {
    errors: invalidField('upstreamAuth.keyOwner', 'is not "per_user"').errors,
  })
}

function auditOf({ actor, requestId, server, owner }: KeyWrite, action: string) {
  return {
    actor,
    requestId,
    at: Date.now(),
    action,
    resource: { kind: 'server', id: server.id },
    before: null,
    after: { issuer: owner.issuer, subject: owner.subject },
  }
}

function effectiveWithin(env: Env): number {
  return Math.ceil(settingsOf(env).revocationCacheMs / 1_000)
}
