// Cron: repeats what objects could not be told when it was written.
import { asc, lt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { objectTasks } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { deliverTask } from './deliver-task.ts'

const TASKS_PER_RUN = 100
/** Younger ones are being delivered by the request that wrote them. */
const MINIMUM_AGE_MS = 60_000

/** Answers how many tasks are left over. */
export async function deliverWaitingTasks(env: Pick<Env, 'DB' | 'GATEWAY'>, now: number): Promise<number> {
  const waiting = await drizzle(env.DB)
    .select()
    .from(objectTasks)
    .where(lt(objectTasks.createdAt, now - MINIMUM_AGE_MS))
    .orderBy(asc(objectTasks.attempts), asc(objectTasks.createdAt))
    .limit(TASKS_PER_RUN)
  let left = 0
  for (const task of waiting) {
    if ((await deliverTask(env, task)) === null) left += 1
  }
  return left
}
