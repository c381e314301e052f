// MCP tokens made by an exchange (product.md §5): there is no grant behind them, only the user's own token, encrypted
// under a key that the holder of the MCP token alone can derive.
import type { Identity, RevocationSelector } from '../../contract.ts'

export interface EmbeddedToken {
  /** `exc_…`: stands where a grant id stands for every other token. */
  id: string
  /** Hex SHA-256 of the MCP token. */
  tokenHash: string
  issuerKey: string
  /** What the token is for; a custom host that moved is another resource (O8). */
  resource: string
  attachmentId: string
  userId: string
  appId: string
  appName: string
  /** Of the app at the downstream, when the token was made. */
  appClientId: string
  identity: Identity
  scopes: readonly string[]
  /** The subject token, sealed under the MCP token. */
  sealedSubjectToken: string
  /** SHA-256 as base64url, so that a refusal by the runtime is known to speak about this very token. */
  subjectTokenDigest: string
  createdAt: number
  expiresAt: number
}

/** Under what the subject token is sealed, besides the MCP token itself. */
export const purposeOfSubjectToken = (issuerKey: string) => `subject-token ${issuerKey}`

/** A page that forgets its token and asks again leaves the old one to its fifteen minutes; this bounds them. */
const TOKENS_MAX = 50

/** Synchronous. The oldest of this user, app and attachment make room. */
export function insertEmbeddedToken(sql: SqlStorage, token: EmbeddedToken): void {
  const { identity } = token
  sql.exec(
    `INSERT INTO embedded_tokens (id, token_hash, issuer_key, resource, attachment_id, user_id, app_id, app_name,
       app_client_id, issuer, subject, identity, scopes, subject_token, subject_digest, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    token.id,
    token.tokenHash,
    token.issuerKey,
    token.resource,
    token.attachmentId,
    token.userId,
    token.appId,
    token.appName,
    token.appClientId,
    identity.issuer,
    identity.subject,
    JSON.stringify(identity),
    JSON.stringify(token.scopes),
    token.sealedSubjectToken,
    token.subjectTokenDigest,
    token.createdAt,
    token.expiresAt,
  )
  sql.exec(
    `DELETE FROM embedded_tokens WHERE id IN (
       SELECT id FROM embedded_tokens WHERE user_id = ? AND app_id = ? AND attachment_id = ?
       ORDER BY created_at DESC, id LIMIT -1 OFFSET ?)`,
    token.userId,
    token.appId,
    token.attachmentId,
    TOKENS_MAX,
  )
}

/** Alive and stored under this very issuer. */
export function findEmbeddedToken(
  sql: SqlStorage,
  issuerKey: string,
  tokenHash: string,
  now: number,
): EmbeddedToken | undefined {
  const [row] = sql
    .exec<EmbeddedRow>(
      'SELECT * FROM embedded_tokens WHERE token_hash = ? AND issuer_key = ? AND expires_at > ?',
      tokenHash,
      issuerKey,
      now,
    )
    .toArray()
  return row && tokenOf(row)
}

/** Whether it was there to be ended. With `digest` only where that is the user's token behind it. */
export function deleteEmbeddedToken(sql: SqlStorage, id: string, digest?: string): boolean {
  const rows = sql.exec(
    'DELETE FROM embedded_tokens WHERE id = ? AND subject_digest = coalesce(?, subject_digest) RETURNING id',
    id,
    digest ?? null,
  )
  return rows.toArray().length > 0
}

/** Ends what an order names of the tokens that existed then; answers how many. */
export function deleteSelectedTokens(
  sql: SqlStorage,
  selector: RevocationSelector,
  madeUntil: number = Number.MAX_SAFE_INTEGER,
): number {
  const [where, ...bindings] = conditionOf(selector)
  const rows = sql.exec(
    `DELETE FROM embedded_tokens WHERE created_at <= ? AND ${where} RETURNING id`,
    madeUntil,
    ...bindings,
  )
  return rows.toArray().length
}

function conditionOf(selector: RevocationSelector): [string, ...string[]] {
  if ('grantId' in selector) return ['id = ?', selector.grantId]
  if ('clientId' in selector) return ['app_id = ?', selector.clientId]
  if ('attachmentId' in selector) return ['attachment_id = ?', selector.attachmentId]
  if ('issuer' in selector) return ['issuer = ?', selector.issuer]
  if ('userSubject' in selector)
    return ['issuer = ? AND subject = ?', selector.userIssuer, selector.userSubject]
  return ['1 = 1']
}

interface EmbeddedRow extends Record<string, SqlStorageValue> {
  id: string
  token_hash: string
  issuer_key: string
  resource: string
  attachment_id: string
  user_id: string
  app_id: string
  app_name: string
  app_client_id: string
  identity: string
  scopes: string
  subject_token: string
  subject_digest: string
  created_at: number
  expires_at: number
}

function tokenOf(row: EmbeddedRow): EmbeddedToken {
  return {
    id: row.id,
    tokenHash: row.token_hash,
    issuerKey: row.issuer_key,
    resource: row.resource,
    attachmentId: row.attachment_id,
    userId: row.user_id,
    appId: row.app_id,
    appName: row.app_name,
    appClientId: row.app_client_id,
    identity: JSON.parse(row.identity) as Identity,
    scopes: JSON.parse(row.scopes) as string[],
    sealedSubjectToken: row.subject_token,
    subjectTokenDigest: row.subject_digest,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}
