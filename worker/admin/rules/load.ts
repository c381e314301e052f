import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { rules, type RuleRow } from '../../../schema/tables/rules.ts'
import type { Env } from '../../environment.ts'
import { notFound } from '../admin-problem.ts'

/** Throws AdminProblem `not_found`. */
export async function loadRule(env: Pick<Env, 'DB'>, id: string): Promise<RuleRow> {
  const [row] = await drizzle(env.DB).select().from(rules).where(eq(rules.id, id))
  if (!row) throw notFound('rule')
  return row
}
