import type { BudgetRow } from '../../../schema/tables/budgets.ts'
import type { Env } from '../../environment.ts'
import { meterObject } from '../../meter/address.ts'
import type { BudgetState } from '../../meter/contract.ts'
import { budgetRule } from '../../meter/metered-rules.ts'
import { AdminProblem } from '../admin-problem.ts'

/** What is spent, one for each row; of one subject's counter only where it is named. Throws AdminProblem `unavailable`. */
export async function readBudgetStates(
  env: Pick<Env, 'METER'>,
  rows: readonly BudgetRow[],
  subject: string | null = null,
): Promise<BudgetState[]> {
  if (rows.length === 0) return []
  try {
    return await meterObject(env).readBudgets(rows.map(budgetRule), subject)
  } catch (cause) {
    throw new AdminProblem('unavailable', 'The object that counts does not answer. Try again shortly.', {
      cause,
    })
  }
}
