import type { Invitation } from '../../../schema/api/invitations.ts'
import type { InvitationRow } from '../../../schema/tables/invitations.ts'

/** An invitation as the API shows it and as the audit keeps it: never with its hash. */
export function presentInvitation(row: InvitationRow, now: number): Invitation {
  const { tokenHash: _hash, createdByKind, createdById, createdByName, ...shown } = row
  return {
    ...shown,
    state: stateOf(row, now),
    createdBy: { kind: createdByKind, id: createdById, name: createdByName },
  }
}

function stateOf({ acceptedAt, revokedAt, expiresAt }: InvitationRow, now: number): Invitation['state'] {
  if (acceptedAt !== null) return 'accepted'
  if (revokedAt !== null) return 'revoked'
  return expiresAt <= now ? 'expired' : 'open'
}

/** Enough for its owner to recognise, too little for a stranger: `g…@compilers.example`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, 1)}…${email.slice(at)}`
}
