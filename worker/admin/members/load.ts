import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { members, type MemberRow } from '../../../schema/tables/members.ts'
import type { Env } from '../../environment.ts'
import { notFound } from '../admin-problem.ts'

/** Throws AdminProblem `not_found`. */
export async function loadMember(env: Pick<Env, 'DB'>, id: string): Promise<MemberRow> {
  const [row] = await drizzle(env.DB).select().from(members).where(eq(members.id, id))
  if (!row) throw notFound('member')
  return row
}
