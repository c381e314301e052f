// Log entries about a grant (product.md §9). Nothing secret: details come from our own vocabulary.
import type { GrantRow } from '../../../schema/objects/vault.ts'
import { randomId } from '../../crypto/random-id.ts'
import type { LogEntry } from '../../logs/event.ts'
import type { VaultContext } from './context.ts'

export interface GrantEvent {
  method: 'refresh' | 'grant_created' | 'grant_ended' | 'downstream_revocation'
  outcome: LogEntry['outcome']
  detail: string | null
  /** Set where an admin has to act. */
  ruleId?: 'downstream_fault' | 'secret_unreadable' | 'scopes_wider'
}

export function recordGrant(vault: VaultContext, row: GrantRow, event: GrantEvent): void {
  const isVerified = row.email !== null && row.email_verified === 1
  vault.hooks.record({
    kind: 'authorization',
    at: vault.now(),
    requestId: randomId('req'),
    gatewayId: vault.gatewayId,
    serverId: row.server_id,
    attachmentId: row.attachment_id,
    grantId: row.id,
    clientId: row.client_id,
    clientName: row.client_name,
    userIssuer: row.issuer,
    userSubject: row.subject,
    userEmail: row.email,
    userDomain: isVerified ? (row.email?.split('@').at(-1)?.toLowerCase() ?? null) : null,
    userLevel: 'proven',
    method: event.method,
    outcome: event.outcome,
    ruleId: event.ruleId ?? null,
    detail: event.detail?.slice(0, 500) ?? null,
  })
}
