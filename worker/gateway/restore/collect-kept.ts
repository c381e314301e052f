// What the object as it is knows and an older storage of it will not: what has ended, and what was used.
import type { KeptTruth } from '../../../schema/tables/object-restores.ts'

/** As much as one row of D1 and one RPC carry well. */
const ENTRIES_MAX = 20_000

/**
 * Null: it is too much. Ends with the reason `restored` came with an earlier restore, and their causes are kept there.
 */
export function collectKept(sql: SqlStorage, since: number, now: number): KeptTruth | null {
  const grants = sql
    .exec<{ id: string }>(
      `SELECT id FROM grants WHERE ended_at >= ?1 AND end_reason IS NOT 'restored'
       UNION SELECT grants.id FROM refresh_tokens AS used JOIN grants
         ON grants.user_id = used.user_id AND grants.authorization_id = used.authorization_id
       WHERE used.presented_at >= ?1 LIMIT ${ENTRIES_MAX + 1}`,
      since,
    )
    .toArray()
  const assertions = sql
    .exec<KeptTruth['assertions'][number]>(
      `SELECT client_id AS clientId, jti_hash AS jtiHash, expires_at AS expiresAt
       FROM client_assertions WHERE expires_at > ? LIMIT ${ENTRIES_MAX + 1}`,
      now,
    )
    .toArray()
  if (grants.length + assertions.length > ENTRIES_MAX) return null
  return { grantIds: grants.map(({ id }) => id), assertions }
}
