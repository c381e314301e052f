import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { apiKeys, type ApiKeyRow } from '../../../schema/tables/api-keys.ts'
import type { Env } from '../../environment.ts'
import { notFound } from '../admin-problem.ts'

/** Throws AdminProblem `not_found`. */
export async function loadApiKey(env: Pick<Env, 'DB'>, id: string): Promise<ApiKeyRow> {
  const [row] = await drizzle(env.DB).select().from(apiKeys).where(eq(apiKeys.id, id))
  if (!row) throw notFound('API key')
  return row
}
