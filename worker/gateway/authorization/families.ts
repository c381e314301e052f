// MCP authorizations and everything issued for them (their families), in the object's SQLite.
import type { LibraryToken } from './library-token.ts'
import { OAuthStore } from './storage/oauth-store.ts'

/** Where a family stands. */
export interface FamilyKey extends LibraryToken {
  issuerKey: string
}

/** What a code is bound to (O7). */
export interface Family extends FamilyKey {
  clientId: string
  redirectUri: string
  /** Hex SHA-256 of the library's code. */
  codeHash: string
  codeChallenge: string
  codeExpiresAt: number
  redeemedAt: number | null
}

export function familyName(key: FamilyKey): string {
  return `${key.issuerKey} ${key.userId} ${key.authorizationId}`
}

export function findFamily(sql: SqlStorage, key: FamilyKey): Family | undefined {
  const [row] = sql
    .exec<{
      client_id: string
      redirect_uri: string
      code_hash: string
      code_challenge: string
      code_expires_at: number
      redeemed_at: number | null
    }>(
      `SELECT client_id, redirect_uri, code_hash, code_challenge, code_expires_at, redeemed_at
       FROM authorizations WHERE issuer_key = ? AND user_id = ? AND authorization_id = ?`,
      key.issuerKey,
      key.userId,
      key.authorizationId,
    )
    .toArray()
  return (
    row && {
      issuerKey: key.issuerKey,
      userId: key.userId,
      authorizationId: key.authorizationId,
      clientId: row.client_id,
      redirectUri: row.redirect_uri,
      codeHash: row.code_hash,
      codeChallenge: row.code_challenge,
      codeExpiresAt: row.code_expires_at,
      redeemedAt: row.redeemed_at,
    }
  )
}

/** Whether this client has an authorization at this Gateway. */
export function hasAuthorization(sql: SqlStorage, clientId: string): boolean {
  return sql.exec('SELECT 1 FROM authorizations WHERE client_id = ? LIMIT 1', clientId).toArray().length > 0
}

export function insertFamily(sql: SqlStorage, family: Family): void {
  sql.exec(
    `INSERT INTO authorizations (issuer_key, user_id, authorization_id, client_id, redirect_uri, code_hash,
       code_challenge, code_expires_at, redeemed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    family.issuerKey,
    family.userId,
    family.authorizationId,
    family.clientId,
    family.redirectUri,
    family.codeHash,
    family.codeChallenge,
    family.codeExpiresAt,
    family.redeemedAt,
  )
}

export function markRedeemed(sql: SqlStorage, key: FamilyKey, now: number): void {
  sql.exec(
    'UPDATE authorizations SET redeemed_at = ? WHERE issuer_key = ? AND user_id = ? AND authorization_id = ?',
    now,
    key.issuerKey,
    key.userId,
    key.authorizationId,
  )
}

/** Removes the authorization with its code, access and refresh tokens. Synchronous: callers hold a transaction. */
export function deleteFamily(sql: SqlStorage, key: FamilyKey): void {
  const where = 'WHERE issuer_key = ? AND user_id = ? AND authorization_id = ?'
  sql.exec(`DELETE FROM authorizations ${where}`, key.issuerKey, key.userId, key.authorizationId)
  sql.exec(`DELETE FROM refresh_tokens ${where}`, key.issuerKey, key.userId, key.authorizationId)
  const store = new OAuthStore(sql, key.issuerKey)
  store.delete(`grant:${key.userId}:${key.authorizationId}`)
  store.deletePrefix(`token:${key.userId}:${key.authorizationId}:`)
}
