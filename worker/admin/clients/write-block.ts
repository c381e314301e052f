// The write behind block and unblock: queued first, so that it happens although the object is away now (P8).
import { and, eq, inArray, sql } from 'drizzle-orm'
import { gateways, objectTasks } from '../../../schema/tables/index.ts'
import type { RevocationResult } from '../../gateway/contract.ts'
import type { Env } from '../../environment.ts'
import { AdminProblem, notFound } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import type { Actor } from '../context.ts'
import { loadGateway } from '../gateways/load.ts'
import { clientBlock } from '../object-tasks/new-task.ts'

export interface BlockWrite {
  actor: Actor
  requestId: string
  kind: 'block_client' | 'unblock_client'
  gatewayId: string
  clientId: string
}

/** What the object answered. Throws AdminProblem `unavailable` where it does not answer yet. */
export async function writeBlock(env: Env, write: BlockWrite): Promise<RevocationResult | 'told'> {
  const { actor, requestId, kind, clientId } = write
  const gateway = await loadGateway(env, write.gatewayId)
  const earlier = and(
    eq(objectTasks.gatewayId, gateway.id),
    inArray(objectTasks.kind, ['block_client', 'unblock_client']),
    sql`json_extract(${objectTasks.target}, '$.clientId') = ${clientId}`,
  )
  const [result] = await commitWrite(env, {
    actor,
    requestId,
    at: Date.now(),
    action: kind === 'block_client' ? 'client.blocked' : 'client.unblocked',
    resource: { kind: 'client', id: clientId },
    before: null,
    after: { gatewayId: gateway.id, clientId },
    guard: sql`EXISTS (SELECT 1 FROM gateways WHERE ${eq(gateways.id, gateway.id)})`,
    // The last word counts: an order that still waits must not be delivered after this one.
    changes: [{ delete: objectTasks, where: earlier ?? sql`FALSE` }],
    tasks: [clientBlock(gateway, actor, kind, clientId)],
  }).catch((error: unknown) => {
    throw error instanceof GuardFailed ? notFound('Gateway') : error
  })
  if (result) return result
  throw new AdminProblem(
    'unavailable',
    'The object of this Gateway does not answer. The order is queued and will be repeated; you may also ask again.',
  )
}
