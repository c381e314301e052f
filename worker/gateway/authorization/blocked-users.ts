// Users whom an admin refuses at this Gateway (P8). Only a finished sign-in names its user, so they are asked there, and
// again wherever something that was issued is used: a block holds although the end of the grants was cut off.
import type { BlockedUser, Identity, UserKey } from '../contract.ts'

/** For the client and the log. */
export const BLOCKED_USER = 'An administrator has blocked this user.'

export function isBlockedUser(sql: SqlStorage, { issuer, subject }: Identity): boolean {
  const rows = sql.exec('SELECT 1 FROM blocked_users WHERE issuer = ? AND subject = ?', issuer, subject)
  return rows.toArray().length > 0
}

export function insertBlockedUser(sql: SqlStorage, user: BlockedUser): void {
  sql.exec(
    'INSERT OR REPLACE INTO blocked_users (issuer, subject, blocked_at, actor) VALUES (?, ?, ?, ?)',
    user.userIssuer,
    user.userSubject,
    user.blockedAt,
    user.actor,
  )
}

export function deleteBlockedUser(sql: SqlStorage, user: UserKey): void {
  sql.exec('DELETE FROM blocked_users WHERE issuer = ? AND subject = ?', user.userIssuer, user.userSubject)
}

/** Newest first. */
export function selectBlockedUsers(sql: SqlStorage): BlockedUser[] {
  return sql
    .exec<{ userIssuer: string; userSubject: string; blockedAt: number; actor: string }>(
      `SELECT issuer AS userIssuer, subject AS userSubject, blocked_at AS blockedAt, actor
       FROM blocked_users ORDER BY blocked_at DESC`,
    )
    .toArray()
}
