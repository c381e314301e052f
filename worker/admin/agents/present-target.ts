import type { TargetAgents } from '../../../schema/api/agents.ts'
import type { AccessPolicyRow } from '../../../schema/tables/access-policies.ts'
import { OPEN_POLICY } from '../rules/save-policy.ts'

/** Every agent, and whether a server or Gateway admits it. */
export function presentTargetAgents(
  row: AccessPolicyRow | undefined,
  agents: readonly { id: string; name: string }[],
): TargetAgents {
  const { agents: set, otherAgents, unrecognised } = row ?? OPEN_POLICY
  return {
    ruleId: row?.id ?? null,
    otherAgents,
    unrecognised,
    agents: agents.map(({ id, name }) => ({
      id,
      name,
      allowed: set[id] ?? otherAgents,
      isSet: set[id] !== undefined,
    })),
    version: row?.version ?? 0,
  }
}
