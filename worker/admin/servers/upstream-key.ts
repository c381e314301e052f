// The shared upstream key of a server (product.md §3). The object of the server keeps it sealed under an id of its own,
// and the row names the id that is in force, so that a save that fails changes nothing.
import type { ServerRow } from '../../../schema/tables/servers.ts'
import { randomId } from '../../crypto/random-id.ts'
import type { Env } from '../../environment.ts'
import { serverObject } from '../../gateway/address.ts'
import type { ServerRpc } from '../../gateway/access-tokens/contract.ts'
import { invalidField } from '../admin-problem.ts'
import { wantsSharedKey } from './auth-settings.ts'

const FIELD = 'upstreamKey'

/** The row of a new server with its key. Throws AdminProblem `validation`. */
export async function withNewKey(env: Env, row: ServerRow, key: string | null): Promise<ServerRow> {
  checkHasUse(row, key)
  if (!wantsSharedKey(row)) return row
  if (key === null) throw invalidField(FIELD, 'is required for a key that the organization shares')
  return { ...row, upstreamKeyId: await putSharedKey(env, row, key) }
}

/**
 * The edited row with what the edit means for its key: a key belongs to the origin it was entered for (S19). `entered`:
 * undefined, nothing was sent; null, the key is to go.
 */
export async function withChangedKey(
  env: Env,
  before: ServerRow,
  edited: ServerRow,
  entered: string | null | undefined,
): Promise<ServerRow> {
  checkHasUse(edited, entered)
  if (!wantsSharedKey(edited)) return withMissing({ ...edited, upstreamKeyId: null }, false)
  if (typeof entered === 'string') {
    return withMissing({ ...edited, upstreamKeyId: await putSharedKey(env, edited, entered) }, false)
  }
  const isKept = entered !== null && before.upstreamKeyId !== null && !hasMoved(before, edited)
  if (isKept) return edited
  if (!wantsSharedKey(before)) {
    throw invalidField(FIELD, 'is required for a key that the organization shares')
  }
  return withMissing({ ...edited, upstreamKeyId: null }, true)
}

function checkHasUse(row: ServerRow, key: string | null | undefined): void {
  if (typeof key !== 'string' || wantsSharedKey(row)) return
  throw invalidField(
    FIELD,
    row.authMode === 'api_key'
      ? 'is for "shared"; with "per_user" each user enters their own key'
      : `is for the auth mode "api_key"; this server has "${row.authMode}"`,
  )
}

async function putSharedKey(env: Env, { id: serverId, runtimeUrl }: ServerRow, key: string): Promise<string> {
  const id = randomId('upk')
  const object: ServerRpc = serverObject(env, serverId)
  await object.putSharedKey({ id, origin: new URL(runtimeUrl).origin, key })
  return id
}

function withMissing(row: ServerRow, isMissing: boolean): ServerRow {
  const others = (row.missingSecrets ?? []).filter((field) => field !== FIELD)
  const missing = isMissing ? [...others, FIELD as 'upstreamKey'] : others
  return {
    ...row,
    missingSecrets: missing.length > 0 ? missing : null,
    pausedReason: missing.length > 0 ? 'secrets_missing' : null,
  }
}

function hasMoved(before: ServerRow, after: ServerRow): boolean {
  return new URL(before.runtimeUrl).origin !== new URL(after.runtimeUrl).origin
}
