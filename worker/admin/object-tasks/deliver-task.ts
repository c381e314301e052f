// Tells one object what it has to know, and forgets the task when it has answered. Every task may be repeated.
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { objectTasks, type ObjectTaskRow, type ServerTarget } from '../../../schema/tables/index.ts'
import type { Env } from '../../environment.ts'
import type { ServerRpc } from '../../gateway/access-tokens/contract.ts'
import { gatewayObject, serverObject } from '../../gateway/address.ts'
import type { GatewayRpc, RevocationResult, RevocationSelector, UserKey } from '../../gateway/contract.ts'
import { forgetAllCredentials } from '../../oauth/credential/credential-cache.ts'

export type DeliveredTask = Omit<ObjectTaskRow, 'attempts' | 'lastError'>

/**
 * What the object answered to a revocation; `told` for a configuration change; null where it could not be reached: the
 * task stays and is repeated. Never throws, because the write itself is done.
 */
export async function deliverTask(
  env: Pick<Env, 'DB' | 'GATEWAY'>,
  task: DeliveredTask,
): Promise<RevocationResult | 'told' | null> {
  const db = drizzle(env.DB)
  try {
    const answer = await tell(env, task)
    await db
      .delete(objectTasks)
      .where(eq(objectTasks.id, task.id))
      .catch((error: unknown) => report('object told, but the task stays and will be repeated', task, error))
    return answer
  } catch (error) {
    report('object not told', task, error)
    await db
      .update(objectTasks)
      .set({ attempts: sql`${objectTasks.attempts} + 1`, lastError: textOf(error) })
      .where(eq(objectTasks.id, task.id))
      .catch(() => undefined)
    return null
  } finally {
    // P8: the own isolate forgets at once, also what it kept while the object was being told.
    forgetAllCredentials()
  }
}

async function tell(env: Pick<Env, 'GATEWAY'>, task: DeliveredTask): Promise<RevocationResult | 'told'> {
  const { target, gatewayId: serverId } = task
  if (target && ('server' in target || 'tokenId' in target || 'userKey' in target)) {
    await tellServer(serverObject(env, serverId), target, task.createdAt)
    return 'told'
  }
  const { locationHint, jurisdiction } = task
  return tellGateway(gatewayObject(env, { id: task.gatewayId, locationHint, jurisdiction }), task)
}

async function tellServer(object: ServerRpc, target: ServerTarget, askedAt: number): Promise<void> {
  if ('server' in target) await object.serverChanged(target.server)
  else if ('tokenId' in target) await object.revokeAccessToken(target.tokenId)
  else await object.removeUserKey(target.userKey, askedAt)
}

async function tellGateway(object: GatewayRpc, task: DeliveredTask): Promise<RevocationResult | 'told'> {
  const { downstream, actor, createdAt: askedAt } = task
  if (task.kind === 'revoke') return object.revokeGrants(grantsOf(task), { downstream, actor, askedAt })
  if (task.kind === 'block_client') return object.blockClient(clientOf(task), { actor, askedAt })
  if (task.kind === 'block_user') return object.blockUser(userOf(task), { actor, downstream, askedAt })
  if (task.kind === 'unblock_client') await object.unblockClient(clientOf(task), { askedAt })
  else if (task.kind === 'unblock_user') await object.unblockUser(userOf(task), { askedAt })
  else await object.configurationChanged()
  return 'told'
}

function grantsOf({ id, target }: DeliveredTask): RevocationSelector {
  if (target && !('server' in target || 'tokenId' in target || 'userKey' in target)) return target
  throw new Error(`task ${id} names no grants`)
}

function clientOf({ id, target }: DeliveredTask): string {
  if (target && 'clientId' in target) return target.clientId
  throw new Error(`task ${id} names no client`)
}

function userOf({ id, target }: DeliveredTask): UserKey {
  if (target && 'userSubject' in target) return target
  throw new Error(`task ${id} names no user`)
}

function report(message: string, task: DeliveredTask, error: unknown): void {
  console.error(
    JSON.stringify({ level: 'error', message, task: task.id, kind: task.kind, lastError: textOf(error) }),
  )
}

function textOf(error: unknown): string {
  return String(error).slice(0, 256)
}
