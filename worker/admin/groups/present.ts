import type { Group } from '../../../schema/api/groups.ts'
import type { GroupRow } from '../../../schema/tables/groups.ts'

/** A group as admins see it and as the audit keeps it. */
export function presentGroup(row: GroupRow): Group {
  return { ...row, memberCount: row.members.length }
}
