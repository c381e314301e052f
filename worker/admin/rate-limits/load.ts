import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { rateLimits, type RateLimitRow } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { notFound } from '../admin-problem.ts'

/** Throws AdminProblem `not_found`. */
export async function loadRateLimit(env: Pick<Env, 'DB'>, id: string): Promise<RateLimitRow> {
  const [row] = await drizzle(env.DB).select().from(rateLimits).where(eq(rateLimits.id, id))
  if (!row) throw notFound('rate limit')
  return row
}
