// Every refresh token of a family, by hash: what was issued, what was used, what was struck out (O10).
import type { FamilyKey } from './families.ts'

/** How long a repetition gets the same answer (O10). */
export const SAME_ANSWER_MS = 60_000

export type RefreshTokenState =
  /** Issued and not presented yet. */
  | 'current'
  /** Presented; its answer is kept for a repetition. */
  | 'used'
  /** Replaced by another successor before anybody presented it. */
  | 'struck'

export interface RefreshToken {
  state: RefreshTokenState
  presentedAt: number | null
  successorHash: string | null
  /**
   * Client, scope and resource of the request that presented it; of the request that issued it where it was not
   * presented.
   */
  fingerprint: string | null
  /** The token response, sealed under the presented token. */
  answer: string | null
}

export function findRefreshToken(sql: SqlStorage, issuerKey: string, hash: string): RefreshToken | undefined {
  const [row] = sql
    .exec<{
      state: RefreshTokenState
      presented_at: number | null
      successor_hash: string | null
      fingerprint: string | null
      answer: string | null
    }>(
      `SELECT state, presented_at, successor_hash, fingerprint, answer FROM refresh_tokens
       WHERE issuer_key = ? AND token_hash = ?`,
      issuerKey,
      hash,
    )
    .toArray()
  return (
    row && {
      state: row.state,
      presentedAt: row.presented_at,
      successorHash: row.successor_hash,
      fingerprint: row.fingerprint,
      answer: row.answer,
    }
  )
}

/** A refresh token was issued; it waits to be presented. */
export function insertRefreshToken(
  sql: SqlStorage,
  family: FamilyKey,
  hash: string,
  fingerprint: string | null,
): void {
  sql.exec(
    `INSERT INTO refresh_tokens (issuer_key, token_hash, user_id, authorization_id, state, fingerprint)
     VALUES (?, ?, ?, ?, 'current', ?)`,
    family.issuerKey,
    hash,
    family.userId,
    family.authorizationId,
    fingerprint,
  )
}

/** A refresh token was presented and answered with this successor; an unused earlier successor is struck out. */
export function markPresented(
  sql: SqlStorage,
  issuerKey: string,
  hash: string,
  presented: { at: number; successorHash: string; fingerprint: string; answer: string },
  struckHash: string | null,
): void {
  if (struckHash !== null) {
    sql.exec(
      "UPDATE refresh_tokens SET state = 'struck' WHERE issuer_key = ? AND token_hash = ?",
      issuerKey,
      struckHash,
    )
  }
  sql.exec(
    `UPDATE refresh_tokens SET state = 'used', presented_at = ?, successor_hash = ?, fingerprint = ?, answer = ?
     WHERE issuer_key = ? AND token_hash = ?`,
    presented.at,
    presented.successorHash,
    presented.fingerprint,
    presented.answer,
    issuerKey,
    hash,
  )
  forgetAnswers(sql, presented.at)
}

/** Sealed answers that no repetition can ask for any more. */
export function forgetAnswers(sql: SqlStorage, now: number): void {
  sql.exec(
    'UPDATE refresh_tokens SET answer = NULL WHERE answer IS NOT NULL AND presented_at < ?',
    now - SAME_ANSWER_MS,
  )
}
