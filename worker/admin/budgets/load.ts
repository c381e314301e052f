import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { budgets, type BudgetRow } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { notFound } from '../admin-problem.ts'

/** Throws AdminProblem `not_found`. */
export async function loadBudget(env: Pick<Env, 'DB'>, id: string): Promise<BudgetRow> {
  const [row] = await drizzle(env.DB).select().from(budgets).where(eq(budgets.id, id))
  if (!row) throw notFound('budget')
  return row
}
