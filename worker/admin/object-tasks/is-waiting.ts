import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { objectTasks } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'

/** A task whose row is gone was delivered, or a later order took its place. Where D1 cannot say, the task counts. */
export async function isWaiting(env: Pick<Env, 'DB'>, id: string): Promise<boolean> {
  try {
    const rows = await drizzle(env.DB)
      .select({ id: objectTasks.id })
      .from(objectTasks)
      .where(eq(objectTasks.id, id))
    return rows.length > 0
  } catch {
    return true
  }
}
