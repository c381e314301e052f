// Tells one object what it has to know, and forgets the task when it has answered. Every task may be repeated.
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { objectTasks, type ObjectTaskRow } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import { gatewayObject } from '../../gateway/address.ts'
import type { GatewayRpc, RevocationResult } from '../../gateway/contract.ts'

export type DeliveredTask = Omit<ObjectTaskRow, 'attempts' | 'lastError'>

/**
 * What the object answered to a revocation; `told` for a configuration change; null where it could not be reached: the
 * task stays and cron repeats it. Never throws, because the write itself is done.
 */
export async function deliverTask(
  env: Pick<Env, 'DB' | 'GATEWAY'>,
  task: DeliveredTask,
): Promise<RevocationResult | 'told' | null> {
  const db = drizzle(env.DB)
  try {
    const answer = await tell(env, task)
    await db.delete(objectTasks).where(eq(objectTasks.id, task.id))
    return answer
  } catch (error) {
    const lastError = String(error).slice(0, 256)
    console.error(
      JSON.stringify({
        level: 'error',
        message: 'object not told',
        task: task.id,
        kind: task.kind,
        lastError,
      }),
    )
    await db
      .update(objectTasks)
      .set({ attempts: sql`${objectTasks.attempts} + 1`, lastError })
      .where(eq(objectTasks.id, task.id))
      .catch(() => undefined)
    return null
  }
}

async function tell(env: Pick<Env, 'GATEWAY'>, task: DeliveredTask): Promise<RevocationResult | 'told'> {
  const object: GatewayRpc = gatewayObject(env, {
    id: task.gatewayId,
    locationHint: task.locationHint,
    jurisdiction: task.jurisdiction,
  })
  if (task.kind === 'revoke' && task.target) {
    const { downstream, actor, createdAt: askedAt } = task
    return object.revokeGrants(task.target, { downstream, actor, askedAt })
  }
  await object.configurationChanged()
  return 'told'
}
