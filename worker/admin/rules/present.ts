import type { Rule } from '../../../schema/api/rules.ts'
import type { RuleRow } from '../../../schema/tables/rules.ts'

/** A rule as admins see it and as the audit keeps it. */
export function presentRule(row: RuleRow): Rule {
  const { targetKind, targetId, guardrailAction: _reserved, ...shown } = row
  return {
    ...shown,
    serverId: targetKind === 'server' ? targetId : null,
    gatewayId: targetKind === 'gateway' ? targetId : null,
  }
}
