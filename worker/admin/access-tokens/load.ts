import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { accessTokens, type AccessTokenRow } from '../../../schema/tables/access-tokens.ts'
import type { Env } from '../../environment.ts'
import { notFound } from '../admin-problem.ts'

/** Throws AdminProblem `not_found`. */
export async function loadAccessToken(env: Pick<Env, 'DB'>, id: string): Promise<AccessTokenRow> {
  const [row] = await drizzle(env.DB).select().from(accessTokens).where(eq(accessTokens.id, id))
  if (!row) throw notFound('access token')
  return row
}
