// Cron, every minute: repeats what objects could not be told when it was written.
import { asc, lt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { objectTasks, type ObjectTaskRow } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { deliverTask } from './deliver-task.ts'
import { isWaiting } from './is-waiting.ts'

const TASKS_PER_RUN = 100
/** Side by side, so that one object that hangs does not hold up the others. */
const TASKS_AT_ONCE = 10
/** Younger ones are being delivered by the request that wrote them (`retry-delivery.ts`). */
const MINIMUM_AGE_MS = 20_000

/** Answers how many tasks are left over. */
export async function deliverWaitingTasks(env: Pick<Env, 'DB' | 'GATEWAY'>, now: number): Promise<number> {
  const waiting = await drizzle(env.DB)
    .select()
    .from(objectTasks)
    .where(lt(objectTasks.createdAt, now - MINIMUM_AGE_MS))
    .orderBy(asc(objectTasks.attempts), asc(objectTasks.createdAt))
    .limit(TASKS_PER_RUN)
  let left = 0
  for (let from = 0; from < waiting.length; from += TASKS_AT_ONCE) {
    const batch = waiting.slice(from, from + TASKS_AT_ONCE)
    const areDone = await Promise.all(batch.map((task) => deliverOnce(env, task)))
    left += areDone.filter((isDone) => !isDone).length
  }
  return left
}

/** The rows were read before the batches that came first: meanwhile a later order may have taken this one's place. */
async function deliverOnce(env: Pick<Env, 'DB' | 'GATEWAY'>, task: ObjectTaskRow): Promise<boolean> {
  return !(await isWaiting(env, task.id)) || (await deliverTask(env, task)) !== null
}
