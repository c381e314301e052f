import type { AccessToken } from '../../../schema/api/access-tokens.ts'
import type { AccessTokenRow } from '../../../schema/tables/access-tokens.ts'

/** An access token as admins see it, and without `lastUsedAt` as the audit keeps it. */
export function presentAccessToken(row: AccessTokenRow, lastUsedAt: number | null): AccessToken {
  const { id, serverId, name, agentId, userIssuer, userSubject, userEmail, expiresAt, createdAt } = row
  const hasUser = userSubject !== null || userEmail !== null
  return {
    id,
    serverId,
    name,
    agentId,
    user: hasUser ? { issuer: userIssuer, subject: userSubject, email: userEmail } : null,
    expiresAt,
    createdAt,
    lastUsedAt,
  }
}

export function auditedAccessToken(row: AccessTokenRow) {
  const { lastUsedAt: _use, ...shown } = presentAccessToken(row, null)
  return shown
}
