import type { Budget } from '../../../schema/api/budgets.ts'
import type { BudgetRow } from '../../../schema/tables/index.ts'
import { scopeOf } from './scope-columns.ts'

/** A budget as admins see it and as the audit keeps it. */
export function presentBudget(row: BudgetRow): Budget {
  const { id, name, amount, unit, window, enforcement, enabled, version, createdAt, updatedAt } = row
  return {
    id,
    name,
    scope: scopeOf(row),
    amount,
    unit,
    window,
    enforcement,
    enabled,
    version,
    createdAt,
    updatedAt,
  }
}
