// Opaque ids of users: the id stands readable in every code and token, so it says nothing (architecture.md §3.2).
import { randomId } from '../../crypto/random-id.ts'
import type { Identity } from '../contract.ts'

/** The id of this identity, made on its first sign-in. */
export function userIdOf(sql: SqlStorage, identity: Identity, now: number): string {
  const organization = identity.organization ?? ''
  sql.exec(
    `INSERT INTO users (user_id, issuer, subject, organization, created_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (issuer, subject, organization) DO NOTHING`,
    randomId('usr'),
    identity.issuer,
    identity.subject,
    organization,
    now,
  )
  return sql
    .exec<{ user_id: string }>(
      'SELECT user_id FROM users WHERE issuer = ? AND subject = ? AND organization = ?',
      identity.issuer,
      identity.subject,
      organization,
    )
    .one().user_id
}
