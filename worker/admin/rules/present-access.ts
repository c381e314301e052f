import type { AccessLists } from '../../../schema/api/rules.ts'
import type { AccessPolicyRow } from '../../../schema/tables/access-policies.ts'
import { OPEN_POLICY } from './save-policy.ts'

/** The lists of a row, or of a target about which nothing was ever said. */
export function presentAccess(row: AccessPolicyRow | undefined): AccessLists {
  const { deniedUsers, allowedUsers, deniedGroups, allowedGroups } = row ?? OPEN_POLICY
  return {
    ruleId: row?.id ?? null,
    deniedUsers,
    allowedUsers,
    deniedGroups,
    allowedGroups,
    version: row?.version ?? 0,
  }
}
