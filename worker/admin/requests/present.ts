// Requests as admins and as those who asked see them. Pure.
import type { InstallRequest, OwnRequest } from '../../../schema/api/requests.ts'
import type { LibraryRequesterRow, LibraryRequestRow } from '../../../schema/tables/library-requests.ts'

export function presentRequest(
  request: LibraryRequestRow,
  requesters: readonly LibraryRequesterRow[],
): InstallRequest {
  const { decidedByKind, decidedById, decidedByName } = request
  return {
    ...shapeOf(request),
    decidedBy: decidedByKind && {
      kind: decidedByKind,
      id: decidedById ?? decidedByKind,
      name: decidedByName,
    },
    requesters: requesters.map(({ kind, requesterId, requesterName, note, askedAt }) => ({
      kind,
      id: requesterId,
      name: requesterName,
      note,
      askedAt,
    })),
  }
}

/** Without the others who asked, and without who decided. */
export function presentOwn(request: LibraryRequestRow, own: LibraryRequesterRow): OwnRequest {
  return { ...shapeOf(request), note: own.note, askedAt: own.askedAt }
}

function shapeOf(request: LibraryRequestRow) {
  const { id, entryId, entryName, state, reason, serverId, decidedAt, createdAt } = request
  return { id, entryId, entryName, state, reason, serverId, decidedAt, createdAt }
}
