// Access tokens of servers without OAuth: their outer form, and the question that the edge asks about one.
import type { ServerRow } from '../../../schema/tables/index.ts'
import { sha256Base64url } from '../../crypto/digest.ts'
import type { MasterKeys } from '../../crypto/master-keys.ts'
import { randomToken } from '../../crypto/random-id.ts'
import type { Snapshot } from '../../edge/snapshot.ts'
import type { AccessTokenQuestion, WantedKey } from '../../gateway/access-tokens/contract.ts'
import { SHARD } from '../../gateway/address.ts'
import { sealToken, type TokenBinding } from './token-envelope.ts'

/** A token of one server opens at no other (S8). */
export function accessTokenBinding(serverId: string): TokenBinding {
  return { issuerKey: `${serverId}:t`, kind: 'access_token' }
}

/** A fresh token, shown once, and the hash that is kept. */
export async function issueAccessToken(
  keys: MasterKeys,
  serverId: string,
): Promise<{ token: string; tokenHash: string }> {
  const inner = randomToken(32)
  const [token, tokenHash] = await Promise.all([
    sealToken(keys, SHARD, inner, accessTokenBinding(serverId)),
    sha256Base64url(inner),
  ])
  return { token, tokenHash }
}

export function accessTokenQuestion(server: ServerRow, token: string): AccessTokenQuestion {
  return {
    token,
    serverId: server.id,
    serverVersion: server.version,
    runtimeOrigin: new URL(server.runtimeUrl).origin,
    upstreamKey: wantedKey(server),
  }
}

function wantedKey({ authMode, upstreamAuth, upstreamKeyId }: ServerRow): WantedKey {
  if (authMode !== 'api_key') return { kind: 'none' }
  return upstreamAuth?.keyOwner === 'per_user' ? { kind: 'per_user' } : { kind: 'shared', id: upstreamKeyId }
}

const cacheKeys = new WeakMap<Snapshot, string>()

/** An answer holds the key of one runtime: with every change of the server it is asked for again (S19). */
export function cacheKeyOf(snapshot: Snapshot): string {
  const known = cacheKeys.get(snapshot)
  if (known !== undefined) return known
  const key = `${snapshot.server.id}:t${snapshot.server.version}`
  cacheKeys.set(snapshot, key)
  return key
}
