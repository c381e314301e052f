// The grants as they stand in Limen's objects on disk, with the refresh tokens opened: what Limen really holds. Read
// after Limen was stopped.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSecret } from '../../../worker/crypto/envelope.ts'
import type { MasterKeys } from '../../../worker/crypto/master-keys.ts'
import { GATEWAY_KEY } from '../limen/workerd-config.ts'

/** Times are ms since 1970. */
export interface StoredGrant {
  id: string
  subject: string
  state: string
  endReason: string | null
  createdAt: number
  endedAt: number | null
  /** When the request under way was begun, in the state `refreshing`. */
  attemptAt: number | null
  lastError: string | null
  /** Null where the grant keeps none any more. */
  refreshToken: string | null
}

export interface StoredObjects {
  grants: StoredGrant[]
  /** Authorization steps that never reached the Queue. */
  unsentSteps: number
}

export async function readGrants(
  directory: string,
  gatewayId: string,
  keys: MasterKeys,
): Promise<StoredObjects> {
  const folder = path.join(directory, 'objects', GATEWAY_KEY)
  const found: StoredObjects = { grants: [], unsentSteps: 0 }
  for (const file of readdirSync(folder)) {
    // workerd keeps one of its own beside them.
    if (!/^[0-9a-f]{64}\.sqlite$/.test(file)) continue
    const database = new DatabaseSync(path.join(folder, file))
    for (const row of database.prepare('SELECT * FROM grants').all()) {
      const text = (column: string) => (row[column] === null ? null : String(row[column]))
      const number = (column: string) => (row[column] === null ? null : Number(row[column]))
      const envelope = text('refresh_ct')
      const place = [String(row['attachment_id']), String(row['id']), String(row['version']), 'refresh']
      found.grants.push({
        id: String(row['id']),
        subject: String(row['subject']),
        state: String(row['state']),
        endReason: text('end_reason'),
        createdAt: Number(row['created_at']),
        endedAt: number('ended_at'),
        attemptAt: number('attempt_at'),
        lastError: text('last_error'),
        refreshToken:
          envelope === null ? null : await openSecret(keys, { owner: gatewayId, place }, envelope),
      })
    }
    found.unsentSteps += Number(database.prepare('SELECT count(*) AS rows FROM outbox').get()?.['rows'])
    database.close()
  }
  return found
}
