// The hot question for a token that was made by an exchange: the runtime gets the user's own token while both live.
import { openUnderToken } from '../../../crypto/token-sealed.ts'
import { sha256Hex } from '../../../crypto/digest.ts'
import type { Issuer } from '../../configuration/configuration.ts'
import type { CredentialAnswer, RefusedTokenAnswer, RefusedTokenReport } from '../../contract.ts'
import { isBlockedUser } from '../blocked-users.ts'
import { isBlocked } from '../clients/find-client.ts'
import type { AuthorizationParts } from '../parts.ts'
import { deleteEmbeddedToken, findEmbeddedToken, purposeOfSubjectToken } from './embedded-tokens.ts'
import { findEmbeddingApp } from './embedding-app.ts'

const INVALID = { ok: false, reason: 'invalid_token' } as const

export async function answerEmbeddedCredential(
  { storage: { sql } }: Pick<AuthorizationParts, 'storage'>,
  issuer: Issuer,
  token: string,
): Promise<CredentialAnswer> {
  const found = findEmbeddedToken(sql, issuer.key, await sha256Hex(token), Date.now())
  if (!found || found.resource !== issuer.surface.resource) return INVALID
  // The app may have been removed, or now stands for another client of the downstream.
  if (findEmbeddingApp(issuer, found.appId)?.downstreamClientId !== found.appClientId) return INVALID
  if (isBlocked(sql, found.appId) || isBlockedUser(sql, found.identity))
    return { ok: false, reason: 'blocked' }
  const subjectToken = await openUnderToken(
    token,
    purposeOfSubjectToken(issuer.key),
    found.sealedSubjectToken,
  )
  return {
    ok: true,
    caller: {
      grantId: found.id,
      userId: found.userId,
      identity: found.identity,
      clientId: found.appId,
      clientName: found.appName,
      clientRegistration: 'preregistered',
      hasLoopbackRedirect: false,
      scopes: found.scopes.filter((scope) => issuer.scopes.includes(scope)),
    },
    downstream: { accessToken: subjectToken, expiresAt: found.expiresAt },
    expiresAt: found.expiresAt,
  }
}

export function isEmbedded(grantId: string): boolean {
  return grantId.startsWith('exc_')
}

/** M4: nothing can be refreshed, so a refused subject token ends the MCP token. An old report ends nothing. */
export function endRefusedEmbedded(sql: SqlStorage, report: RefusedTokenReport): RefusedTokenAnswer {
  deleteEmbeddedToken(sql, report.grantId, report.accessTokenDigest)
  return { action: 'reauthorize' }
}
