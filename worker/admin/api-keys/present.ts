import type { ApiKey } from '../../../schema/api/api-keys.ts'
import type { ApiKeyRow } from '../../../schema/tables/api-keys.ts'

/** A key as the API shows it and as the audit keeps it: never with its hash. */
export function presentApiKey(row: ApiKeyRow, now: number): ApiKey {
  const { tokenHash: _hash, memberId: _member, createdByKind, createdById, createdByName, ...shown } = row
  return {
    ...shown,
    state: stateOf(row, now),
    createdBy: { kind: createdByKind, id: createdById, name: createdByName },
  }
}

function stateOf({ revokedAt, expiresAt }: ApiKeyRow, now: number): ApiKey['state'] {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active'
}
