import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { groups, type GroupRow } from '../../../schema/tables/groups.ts'
import type { Env } from '../../environment.ts'
import { notFound } from '../admin-problem.ts'

/** Throws AdminProblem `not_found`. */
export async function loadGroup(env: Pick<Env, 'DB'>, id: string): Promise<GroupRow> {
  const [row] = await drizzle(env.DB).select().from(groups).where(eq(groups.id, id))
  if (!row) throw notFound('group')
  return row
}
