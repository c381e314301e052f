// Whether whoever made an invitation could still give its role: who was demoted since cannot (product.md §6).
import { sql, type SQL } from 'drizzle-orm'
import { ROLE_PERMISSIONS, ROLES, type Role } from '../../../schema/api/permissions.ts'
import { BOOTSTRAP, roleFault } from '../actors.ts'

function mayGive(holder: Role, given: Role): boolean {
  const permissions = new Set(ROLE_PERMISSIONS[holder])
  const actor = { ...BOOTSTRAP, permissions, mayChangeOwners: holder === 'owner' }
  return permissions.has('members.manage') && roleFault(actor, given) === undefined
}

const PAIRS = ROLES.flatMap((holder) =>
  ROLES.filter((given) => mayGive(holder, given)).map((given) => `'${holder}/${given}'`),
)

/** Of the row of a statement on `invitations`: by the role that its maker, or the maker of its key, has then. */
export const makerMayGive: SQL = sql`(invitations.created_by_kind = 'bootstrap'
  OR EXISTS (SELECT 1 FROM api_keys WHERE id = invitations.created_by_id AND member_id IS NULL)
  OR EXISTS (SELECT 1 FROM members WHERE role || '/' || invitations.role IN (${sql.raw(PAIRS.join())})
    AND id IN (invitations.created_by_id, (SELECT member_id FROM api_keys WHERE id = invitations.created_by_id))))`

/** What a member, or a key in their name, made and nobody accepted or revoked. */
export function unusedInvitationsOf(memberId: string): SQL {
  return sql`invitations.accepted_at IS NULL AND invitations.revoked_at IS NULL AND (invitations.created_by_id = ${memberId}
    OR invitations.created_by_id IN (SELECT id FROM api_keys WHERE member_id = ${memberId}))`
}
