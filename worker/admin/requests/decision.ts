// What a decision writes into an open request.
import { eq, sql, type SQL } from 'drizzle-orm'
import { libraryRequests, type LibraryRequestRow } from '../../../schema/tables/library-requests.ts'
import type { Change } from '../commit-write.ts'
import type { Actor } from '../context.ts'
import { requesterOf } from './requester-of.ts'

type Outcome = Pick<LibraryRequestRow, 'reason' | 'serverId'> & { state: 'installed' | 'dismissed' }

/** The request as it stands once it is decided. */
export function decidedRequest(
  request: LibraryRequestRow,
  outcome: Outcome,
  actor: Actor,
  at: number,
): LibraryRequestRow {
  const { kind, id, name } = requesterOf(actor)
  return {
    ...request,
    ...outcome,
    decidedByKind: kind,
    decidedById: id,
    decidedByName: name,
    decidedAt: at,
    version: request.version + 1,
    updatedAt: at,
  }
}

export function decisionChange(decided: LibraryRequestRow): Change {
  const { id, createdAt: _born, ...set } = decided
  return { update: libraryRequests, set, where: eq(libraryRequests.id, id) }
}

/** Nobody decided meanwhile. */
export function isStillOpen(id: string): SQL {
  return sql`EXISTS (SELECT 1 FROM ${libraryRequests} WHERE ${eq(libraryRequests.id, id)} AND ${libraryRequests.state} = 'open')`
}
