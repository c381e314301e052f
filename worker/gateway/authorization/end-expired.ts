// What nobody used in time: consents, sign-ins, access tokens, codes and whole authorizations (product.md §5).
import { endFamily } from './end-family.ts'
import type { AuthorizationParts } from './parts.ts'

/** At most this many authorizations in one run; the rest follows with the next. */
const FAMILIES_MAX = 200

/**
 * Deletes expired rows; an expired authorization takes its grant with it. Answers when the next row expires, or null.
 */
export async function endExpired(parts: AuthorizationParts, now: number): Promise<number | null> {
  const { sql } = parts.storage
  sql.exec("DELETE FROM oauth_store WHERE kind IN ('token', 'transaction') AND expires_at <= ?", now)
  sql.exec('DELETE FROM consent_answers WHERE expires_at <= ?', now)
  sql.exec('DELETE FROM client_assertions WHERE expires_at <= ?', now)
  const expired = sql
    .exec<{ issuer_key: string; key: string }>(
      "SELECT issuer_key, key FROM oauth_store WHERE kind = 'grant' AND expires_at <= ? LIMIT ?",
      now,
      FAMILIES_MAX,
    )
    .toArray()
  for (const row of expired) {
    const [, userId = '', authorizationId = ''] = row.key.split(':')
    await endFamily(parts, { issuerKey: row.issuer_key, userId, authorizationId }, 'expired')
  }
  await forgetOldRefreshTokens(parts, now)
  const { next } = sql
    .exec<{ next: number | null }>(
      `SELECT min(at) AS next FROM (
         SELECT min(expires_at) AS at FROM oauth_store WHERE kind = 'grant'
         UNION ALL SELECT min(expires_at) FROM oauth_store WHERE kind = 'token'
         UNION ALL SELECT min(expires_at) FROM oauth_store WHERE kind = 'transaction'
         UNION ALL SELECT min(expires_at) FROM consent_answers
         UNION ALL SELECT min(expires_at) FROM client_assertions)`,
    )
    .one()
  return next
}

/** A used refresh token proves a reuse as long as it could have lived itself. */
async function forgetOldRefreshTokens(parts: AuthorizationParts, now: number): Promise<void> {
  const { gateway } = await parts.configuration()
  const before = now - gateway.refreshTokenTtlSeconds * 1_000
  parts.storage.sql.exec("DELETE FROM refresh_tokens WHERE state = 'used' AND presented_at < ?", before)
}
