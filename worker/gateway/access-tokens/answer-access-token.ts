// Whose access token is this, and which upstream key goes to the runtime with it? One question, no network.
import { sha256Base64url } from '../../crypto/digest.ts'
import type { CredentialAnswer } from '../contract.ts'
import type { UpstreamKeys } from '../upstream-keys/upstream-keys.ts'
import type { AccessTokenQuestion } from './contract.ts'
import { findServerState } from './server-state.ts'
import { useAccessToken, type StoredToken } from './token-store.ts'

export interface AccessTokenParts {
  sql: SqlStorage
  /** The server whose object this is. */
  serverId: string
  keys: UpstreamKeys
}

const INVALID = { ok: false, reason: 'invalid_token' } as const

export async function answerAccessToken(
  { sql, serverId, keys }: AccessTokenParts,
  question: AccessTokenQuestion,
): Promise<CredentialAnswer> {
  if (question.serverId !== serverId) return INVALID
  const tokenHash = await sha256Base64url(question.token)
  const token = useAccessToken(sql, tokenHash, Date.now())
  if (!token) return INVALID
  // The edge's copy may be older than ours; what an admin switched off holds at once (P8).
  const state = findServerState(sql)
  if (state && !state.enabled && state.version >= question.serverVersion) {
    return { ok: false, reason: 'server_disabled' }
  }
  // A key that replaced the one the edge knows of is the one in force.
  const isNewer = state !== undefined && state.version > question.serverVersion
  const sharedId = isNewer ? state.upstreamKeyId : null
  const key = await findKey(keys, token, question, sharedId)
  if (typeof key === 'object' && key !== null) return key
  return {
    ok: true,
    caller: null,
    token: { id: token.id, agentId: token.agentId, user: token.user },
    upstreamKey: key,
    expiresAt: token.expiresAt ?? Number.POSITIVE_INFINITY,
  }
}

/** A user's own key is chosen by what the token was bound to, never by anything the request says (S20). */
async function findKey(
  keys: UpstreamKeys,
  { user }: StoredToken,
  { upstreamKey, runtimeOrigin }: AccessTokenQuestion,
  newerSharedId: string | null,
): Promise<string | null | Extract<CredentialAnswer, { ok: false }>> {
  switch (upstreamKey.kind) {
    case 'none':
      return null
    case 'shared': {
      const id = newerSharedId ?? upstreamKey.id
      const shared = id === null ? undefined : await keys.openShared(id, runtimeOrigin)
      return shared ?? { ok: false, reason: 'secrets_missing' }
    }
    case 'per_user': {
      const { issuer, subject } = user ?? { issuer: null, subject: null }
      if (issuer === null || subject === null) return { ok: false, reason: 'user_not_bound' }
      const own = await keys.openOwn({ issuer, subject }, runtimeOrigin)
      return own ?? { ok: false, reason: 'upstream_key_missing' }
    }
  }
}
