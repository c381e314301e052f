// Access tokens as the object keeps them: by hash (S11).
import type { KnownToken, NewAccessToken } from './contract.ts'

/** A use is written at most this often for each token. */
const USE_STEP_MS = 60_000

interface Row {
  [column: string]: SqlStorageValue
  id: string
  agentId: string | null
  issuer: string | null
  subject: string | null
  email: string | null
  expiresAt: number | null
  lastUsedAt: number | null
}

export interface StoredToken extends KnownToken {
  expiresAt: number | null
}

export function insertAccessToken(sql: SqlStorage, token: NewAccessToken): void {
  const { issuer, subject, email } = token.user ?? { issuer: null, subject: null, email: null }
  sql.exec(
    `INSERT OR IGNORE INTO access_tokens
       (id, token_hash, agent_id, user_issuer, user_subject, user_email, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    token.id,
    token.tokenHash,
    token.agentId,
    issuer,
    subject,
    email,
    token.expiresAt,
  )
}

/** The token of this hash while it lives; its use is noted. */
export function useAccessToken(sql: SqlStorage, tokenHash: string, now: number): StoredToken | undefined {
  const [row] = sql
    .exec<Row>(
      `SELECT id, agent_id AS agentId, user_issuer AS issuer, user_subject AS subject, user_email AS email,
         expires_at AS expiresAt, last_used_at AS lastUsedAt FROM access_tokens WHERE token_hash = ?`,
      tokenHash,
    )
    .toArray()
  if (!row || (row.expiresAt !== null && row.expiresAt <= now)) return undefined
  if (row.lastUsedAt === null || now - row.lastUsedAt >= USE_STEP_MS) {
    sql.exec('UPDATE access_tokens SET last_used_at = ? WHERE id = ?', now, row.id)
  }
  return { id: row.id, agentId: row.agentId, user: userOf(row), expiresAt: row.expiresAt }
}

/** An admin bound the token to this person, and so vouches for the e-mail (product.md §6). */
function userOf({ issuer, subject, email }: Row): KnownToken['user'] {
  if (subject === null && email === null) return null
  return { level: 'proven', issuer, subject, organization: null, email, emailVerified: email !== null }
}

export function deleteAccessToken(sql: SqlStorage, tokenId: string): void {
  sql.exec('DELETE FROM access_tokens WHERE id = ?', tokenId)
}

export function selectLastUses(sql: SqlStorage, tokenIds: readonly string[]): Record<string, number> {
  const rows = sql
    .exec<{ id: string; at: number }>(
      `SELECT id, last_used_at AS at FROM access_tokens
         WHERE last_used_at IS NOT NULL AND id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(tokenIds),
    )
    .toArray()
  return Object.fromEntries(rows.map(({ id, at }) => [id, at]))
}
