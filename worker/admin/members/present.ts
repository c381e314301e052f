import type { Member } from '../../../schema/api/members.ts'
import type { MemberRow } from '../../../schema/tables/members.ts'

/** A member as the API shows it and as the audit keeps it. */
export function presentMember(row: MemberRow): Member {
  return { ...row }
}
