// Repeats a delivery that failed while the admin's request was answered, so that a short absence of the object does not
// wait for cron.
import type { Env } from '../../environment.ts'
import { deliverTask, type DeliveredTask } from './deliver-task.ts'
import { isWaiting } from './is-waiting.ts'

const DELAYS_MS = [1_000, 2_000, 4_000, 8_000]

/** For `waitUntil`: ends when the object was told, when somebody else told it, or when cron takes over. Never throws. */
export async function retryDelivery(env: Pick<Env, 'DB' | 'GATEWAY'>, task: DeliveredTask): Promise<void> {
  for (const delayMs of DELAYS_MS) {
    await scheduler.wait(delayMs)
    if (!(await isWaiting(env, task.id))) return
    if ((await deliverTask(env, task)) !== null) return
  }
}
