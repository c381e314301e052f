import type { RuleRow } from '../../../schema/tables/rules.ts'
import { invalidField } from '../admin-problem.ts'

/** Throws AdminProblem `validation` for a rule that would inherit everything. */
export function checkSetsSomething(rule: Pick<RuleRow, 'toolEnabled' | 'confirmation'>): void {
  if (rule.toolEnabled !== null || rule.confirmation !== null) return
  throw invalidField('toolEnabled', 'set toolEnabled or confirmation; a rule that sets neither does nothing')
}
