// A grant as people see it; nothing secret. Pure.
import type { GrantRow } from '../../../schema/objects/vault.ts'
import type { GrantView } from '../contract.ts'
import type { EndReason } from './contract.ts'

const SENTENCES: Readonly<Record<EndReason, string>> = {
  revoked_by_person: 'A person revoked it.',
  revoked_by_client: 'The client gave it back.',
  token_replay: 'A used refresh token of the client came back, so its tokens were ended.',
  code_replay: 'An authorization code was used twice, so what it issued was ended.',
  expired: 'The client did not come back in time.',
  too_many: 'The same user and client signed in more than ten times; the least recently used was ended.',
  detached: 'The Gateway was detached from the server.',
  host_removed: 'The server was taken from the custom host where the user had signed in.',
  deleted: 'The server was deleted.',
  superseded: 'The user signed in again while the outcome of a refresh was unknown.',
  invalid_grant: 'The authorization server no longer honours it.',
  access_expired: 'The access token ended and there is no refresh token.',
  access_refused: "The runtime's API refused the access token and there is no refresh token.",
  restored:
    'The Gateway was put back to a time before it ended, or before its client last renewed its tokens.',
}

export function viewOf(gatewayId: string, row: GrantRow, lastUsedAt: number | null): GrantView {
  return {
    id: row.id,
    gatewayId,
    attachmentId: row.attachment_id,
    serverId: row.server_id,
    state: row.state,
    stateReason: reasonOf(row),
    identity: {
      issuer: row.issuer,
      subject: row.subject,
      organization: row.organization,
      email: row.email,
      emailVerified: row.email_verified === 1,
      displayName: row.display_name,
    },
    clientId: row.client_id,
    clientName: row.client_name,
    redirectUri: row.redirect_uri,
    scopes: JSON.parse(row.scopes) as string[],
    downstreamScopes: JSON.parse(row.granted_scopes) as string[],
    createdAt: row.created_at,
    lastUsedAt,
    accessExpiresAt: row.access_expires_at,
    hasRefreshToken: row.refresh_ct !== null,
    lastError: row.last_error,
  }
}

function reasonOf(row: GrantRow): string | null {
  if (row.end_reason !== null) return SENTENCES[row.end_reason as EndReason]
  if (row.state === 'refreshing')
    return 'A refresh is under way, or its outcome is unknown and it will be tried again.'
  if (row.state === 'active' && row.failures > 0) return 'The last refresh failed, and will be tried again.'
  return null
}
