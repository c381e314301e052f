// What nobody used in time: consents, sign-ins, access tokens, codes and whole authorizations (product.md §5).
import { endFamily } from './end-family.ts'
import { ConfigurationUnavailableError } from '../configuration/load-configuration.ts'
import type { AuthorizationParts } from './parts.ts'
import { forgetAnswers, SAME_ANSWER_MS } from './refresh-tokens.ts'

/** At most this many authorizations in one run; the rest follows with the next. */
const FAMILIES_MAX = 200
/** What a client said of itself is said again with its next session. */
const ABILITIES_MS = 90 * 24 * 3_600_000

/**
 * Deletes expired rows; an expired authorization takes its grant with it. Answers when the next row expires, or null.
 */
export async function endExpired(parts: AuthorizationParts, now: number): Promise<number | null> {
  const { sql } = parts.storage
  sql.exec("DELETE FROM oauth_store WHERE kind IN ('token', 'transaction') AND expires_at <= ?", now)
  sql.exec('DELETE FROM consent_answers WHERE expires_at <= ?', now)
  sql.exec('DELETE FROM client_assertions WHERE expires_at <= ?', now)
  sql.exec('DELETE FROM embedded_tokens WHERE expires_at <= ?', now)
  sql.exec('DELETE FROM sealed_steps WHERE expires_at <= ?', now)
  sql.exec('DELETE FROM confirmations WHERE expires_at <= ?', now)
  sql.exec('DELETE FROM client_abilities WHERE seen_at <= ?', now - ABILITIES_MS)
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
  forgetAnswers(sql, now)
  await forgetOldRefreshTokens(parts, now)
  return nextExpiry(sql)
}

/** Two statements: SQLite in an object takes at most five terms of one. */
function nextExpiry(sql: SqlStorage): number | null {
  const { stored } = sql
    .exec<{ stored: number | null }>(
      `SELECT min(at) AS stored FROM (
         SELECT min(expires_at) AS at FROM oauth_store WHERE kind = 'grant'
         UNION ALL SELECT min(expires_at) FROM oauth_store WHERE kind = 'token'
         UNION ALL SELECT min(expires_at) FROM oauth_store WHERE kind = 'transaction'
         UNION ALL SELECT min(expires_at) FROM consent_answers
         UNION ALL SELECT min(expires_at) FROM client_assertions)`,
    )
    .one()
  const { others } = sql
    .exec<{ others: number | null }>(
      `SELECT min(at) AS others FROM (
         SELECT min(presented_at) + ? AS at FROM refresh_tokens WHERE answer IS NOT NULL
         UNION ALL SELECT min(expires_at) FROM embedded_tokens
         UNION ALL SELECT min(expires_at) FROM sealed_steps
         UNION ALL SELECT min(expires_at) FROM confirmations)`,
      SAME_ANSWER_MS + 1,
    )
    .one()
  if (stored === null || others === null) return stored ?? others
  return Math.min(stored, others)
}

/**
 * A used refresh token proves a reuse as long as it could have lived itself. While nobody knows how long that is, it
 * stays; a deleted Gateway must not stop the run.
 */
async function forgetOldRefreshTokens(parts: AuthorizationParts, now: number): Promise<void> {
  const configuration = await parts.configuration().catch((error: unknown) => {
    if (error instanceof ConfigurationUnavailableError) return undefined
    throw error
  })
  if (!configuration) return
  const { gateway } = configuration
  const before = now - gateway.refreshTokenTtlSeconds * 1_000
  parts.storage.sql.exec("DELETE FROM refresh_tokens WHERE state = 'used' AND presented_at < ?", before)
}
