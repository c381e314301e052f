// The hot question (architecture.md §3.4): whose token is this, what may it do, and which downstream token goes with
// it. One lookup in SQLite; no network unless the downstream token has to be refreshed.
import { sha256Hex } from '../../crypto/digest.ts'
import type { Caller, CredentialAnswer, CredentialQuestion, GrantView } from '../contract.ts'
import { findIssuer, type Issuer } from '../configuration/configuration.ts'
import { isBlockedUser } from './blocked-users.ts'
import { isDocumentUrl } from './clients/client-document.ts'
import { isBlocked } from './clients/find-client.ts'
import { answerEmbeddedCredential } from './exchange/answer-embedded-credential.ts'
import { parseLibraryToken } from './library-token.ts'
import type { AuthorizationParts } from './parts.ts'
import { leadsToLocalProgram } from './redirect-uri.ts'
import { OAuthStore } from './storage/oauth-store.ts'

/** The runtime's call must fit into what is left of the downstream token. */
const DOWNSTREAM_MS_MIN = 5_000

/** An access token as the library stores it; the members Limen reads. */
interface StoredAccessToken {
  expiresAt: number
  audience?: string
  scope?: string[]
  grant: { clientId: string; scope: string[] }
}

const INVALID = { ok: false, reason: 'invalid_token' } as const

export async function answerCredential(
  parts: AuthorizationParts,
  question: CredentialQuestion,
): Promise<CredentialAnswer> {
  const configuration = await parts.configuration()
  const issuer = findIssuer(configuration, question.issuerKey, parts.publicOrigin)
  // The edge's copy may be older than ours; what an admin switched off holds at once (P8).
  if (!issuer || issuer.server.id !== question.serverId) return { ok: false, reason: 'no_gateway' }
  if (!issuer.server.enabled) return { ok: false, reason: 'server_disabled' }

  const token = await findAccessToken(parts, issuer, question.token)
  if (!token) return answerEmbeddedCredential(parts, issuer, question.token)
  if (isBlocked(parts.storage.sql, token.clientId)) return { ok: false, reason: 'blocked' }
  const grant = parts.vault.findByAuthorization(token.userId, token.authorizationId)
  if (!grant || grant.state === 'needs_reauth' || grant.state === 'revoked') return INVALID
  if (isBlockedUser(parts.storage.sql, grant.identity)) return { ok: false, reason: 'blocked' }

  const downstream = await parts.vault.accessToken(grant.id, DOWNSTREAM_MS_MIN)
  if (!downstream.ok) {
    switch (downstream.reason) {
      case 'ended':
        return INVALID
      case 'unavailable':
        return {
          ok: false,
          reason: 'downstream_unavailable',
          retryAfterSeconds: downstream.retryAfterSeconds,
        }
      case 'needs_review':
        return { ok: false, reason: 'gateway_needs_review' }
    }
  }
  parts.vault.touch(grant.id)
  return {
    ok: true,
    caller: callerOf(issuer, token, grant),
    downstream: { accessToken: downstream.accessToken, expiresAt: downstream.expiresAt },
    expiresAt: token.expiresAt,
  }
}

interface AccessToken {
  userId: string
  authorizationId: string
  clientId: string
  scopes: readonly string[]
  expiresAt: number
}

/** Alive, stored under this very issuer, and meant for its resource (O8, S8). */
async function findAccessToken(
  parts: AuthorizationParts,
  issuer: Issuer,
  token: string,
): Promise<AccessToken | undefined> {
  const named = parseLibraryToken(token)
  if (!named) return undefined
  const hash = await sha256Hex(token)
  const store = new OAuthStore(parts.storage.sql, issuer.key)
  const entry = store.find(`token:${named.userId}:${named.authorizationId}:${hash}`, Date.now())
  if (!entry) return undefined
  const stored = JSON.parse(entry.value) as StoredAccessToken
  const expiresAt = stored.expiresAt * 1_000
  if (expiresAt <= Date.now() || stored.audience !== issuer.surface.resource) return undefined
  return {
    ...named,
    clientId: stored.grant.clientId,
    scopes: stored.scope ?? stored.grant.scope,
    expiresAt,
  }
}

/** Scopes that the attachment no longer has are gone at once, also from tokens issued before. */
function callerOf(issuer: Issuer, token: AccessToken, grant: GrantView): Caller {
  return {
    grantId: grant.id,
    userId: token.userId,
    identity: grant.identity,
    clientId: token.clientId,
    clientName: grant.clientName,
    clientRegistration: registrationOf(issuer, token.clientId),
    hasLoopbackRedirect: leadsToLocalProgram(grant.redirectUri),
    scopes: token.scopes.filter((scope) => issuer.scopes.includes(scope)),
  }
}

/** The order of `findClient`, without a look at any document. */
function registrationOf(issuer: Issuer, clientId: string): Caller['clientRegistration'] {
  if (issuer.clients.some((client) => client.id === clientId)) return 'preregistered'
  return isDocumentUrl(clientId) ? 'cimd' : 'dcr'
}
