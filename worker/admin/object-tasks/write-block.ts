// The write behind block and unblock: queued first, so that it happens although the object is away now (P8).
import { and, eq, inArray, sql } from 'drizzle-orm'
import { gateways, objectTasks } from '../../../schema/tables/index.ts'
import type { RevocationResult } from '../../gateway/contract.ts'
import type { Env } from '../../environment.ts'
import { AdminProblem, notFound } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import type { Actor } from '../context.ts'
import { loadGateway } from '../gateways/load.ts'
import { blocking, type Block } from './new-task.ts'

export interface BlockWrite {
  actor: Actor
  requestId: string
  gatewayId: string
  block: Block
}

/** What the object answered. Throws AdminProblem `unavailable` where it does not answer yet. */
export async function writeBlock(env: Env, write: BlockWrite): Promise<RevocationResult | 'told'> {
  const { actor, requestId, block } = write
  const gateway = await loadGateway(env, write.gatewayId)
  const [result] = await commitWrite(env, {
    actor,
    requestId,
    at: Date.now(),
    ...auditOf(block),
    before: null,
    after: { gatewayId: gateway.id, ...block.target },
    guard: sql`EXISTS (SELECT 1 FROM gateways WHERE ${eq(gateways.id, gateway.id)})`,
    // The last word counts: an order that still waits must not be delivered after this one.
    changes: [{ delete: objectTasks, where: earlierOrders(gateway.id, block) }],
    tasks: [blocking(gateway, actor, block)],
  }).catch((error: unknown) => {
    throw error instanceof GuardFailed ? notFound('Gateway') : error
  })
  if (result) return result
  throw new AdminProblem(
    'unavailable',
    'The object of this Gateway does not answer. The order is queued and will be repeated; you may also ask again.',
  )
}

function auditOf({ kind, target }: Block) {
  const isBlock = kind === 'block_client' || kind === 'block_user'
  const resource =
    'clientId' in target ? { kind: 'client', id: target.clientId } : { kind: 'user', id: target.userSubject }
  return { action: `${resource.kind}.${isBlock ? 'blocked' : 'unblocked'}`, resource }
}

/** Blocks and unblocks of the same client or user. */
function earlierOrders(gatewayId: string, { target }: Block) {
  const kinds =
    'clientId' in target
      ? (['block_client', 'unblock_client'] as const)
      : (['block_user', 'unblock_user'] as const)
  const isSameTarget = Object.entries(target).map(
    ([name, value]) => sql`json_extract(${objectTasks.target}, ${`$.${name}`}) = ${value}`,
  )
  return (
    and(eq(objectTasks.gatewayId, gatewayId), inArray(objectTasks.kind, kinds), ...isSameTarget) ?? sql`FALSE`
  )
}
