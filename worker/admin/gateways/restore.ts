// Puts the object of a Gateway back to an earlier time (security.md §3, last line). D1 knows the order before anything goes
// back, so that a storage that was put back never answers anybody before it is safe.
import { and, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { gatewayRestore, gatewayRestored } from '../../../schema/api/restores.ts'
import { gateways, objectRestores, type GatewayRow } from '../../../schema/tables/index.ts'
import type { ObjectRestoreRow } from '../../../schema/tables/object-restores.ts'
import { randomId } from '../../crypto/random-id.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import type { Env } from '../../environment.ts'
import { gatewayObject } from '../../gateway/address.ts'
import type { PreparedRestore, RestoreOutcome, RestoreRequest } from '../../gateway/restore/contract.ts'
import { noteRestore } from '../../gateway/restore/restore-notice.ts'
import { forgetAllCredentials } from '../../oauth/credential/credential-cache.ts'
import { AdminProblem } from '../admin-problem.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import type { Actor } from '../context.ts'
import { defineRoute, endpoint, jsonAnswer, jsonBody } from '../endpoint.ts'
import { configurationChanged } from '../object-tasks/new-task.ts'
import { idParam } from '../route-parts.ts'
import { checkRestoreOrder } from './check-restore-order.ts'
import { loadGateway } from './load.ts'
import { presentRestore } from './present-restore.ts'

const route = defineRoute({
  method: 'post',
  path: '/gateways/{id}/restore',
  permission: 'gateways.write',
  operationId: 'restoreGateway',
  summary: "Put a Gateway's object back to an earlier time; what ended since stays ended",
  request: { params: idParam, body: jsonBody(gatewayRestore) },
  responses: { 200: jsonAnswer(gatewayRestored, 'Put back, or waiting for the older storage') },
})

export const restoreGateway = endpoint(route, async (c) => {
  const order = c.req.valid('json')
  const gateway = await loadGateway(c.env, c.req.valid('param').id)
  const at = Date.now()
  const request: RestoreRequest = {
    restoreId: randomId('rst'),
    restoredTo: order.to,
    since: await checkRestoreOrder(c.env, gateway, order, at),
    storage: order.storage,
    bookmark: order.bookmark ?? null,
  }
  const prepared = checkPrepared(await gatewayObject(c.env, gateway).prepareRestore(request), gateway)
  const actor = c.get('actor')
  const row: ObjectRestoreRow = {
    id: request.restoreId,
    gatewayId: gateway.id,
    restoredTo: request.restoredTo,
    since: request.since,
    storage: request.storage,
    kept: prepared.kept,
    undoBookmark: null,
    undoTo: null,
    actor: actor.id ? `${actor.kind}:${actor.id}` : actor.kind,
    createdAt: at,
  }
  const { bookmark } = request
  await writeOrder(c.env, { gateway, row, bookmark, actor, requestId: c.get('requestId') })
  // Before anything goes back. Where it fails, nothing has; the order may be given again.
  await noteRestore(c.env.KV, gateway.id, row.id)
  const undo = await standStill(c.env, gateway, request, at)
  if (prepared.bookmark !== null) await goBack(c.env, gateway, row.id, prepared.bookmark)
  forgetAllSnapshots()
  const outcome = await carryOut(c.env, gateway, row.id)
  forgetAllCredentials()
  return c.json(presentRestore(c.env, gateway, { ...row, ...undo }, outcome), 200)
})

/** Throws AdminProblem where nothing can be put back; nothing has changed then. */
function checkPrepared(
  prepared: PreparedRestore,
  { restoreId }: GatewayRow,
): Extract<PreparedRestore, { ok: true }> {
  if (prepared.ok) return prepared
  switch (prepared.reason) {
    case 'no_history':
      throw new AdminProblem(
        'conflict',
        'The platform keeps no history of this storage, as everywhere outside of Cloudflare. Order it with "storage": "replaced", stop the deployment, put the database of the object back, and start it.',
      )
    case 'refused':
      throw new AdminProblem(
        'conflict',
        `The platform cannot go back to that time: ${prepared.detail} Choose another one.`,
      )
    case 'too_much':
      throw new AdminProblem(
        'conflict',
        'Too much has happened: grants that ended or whose clients renewed their tokens since then, and client assertions that are still alive, are more than 20,000 together. Choose a later time.',
      )
    case 'restore_waits':
      throw new AdminProblem(
        'unavailable',
        `The earlier restore ${restoreId} of this Gateway is not carried out yet. Nothing was changed; try again when it is.`,
      )
    case 'log_waits':
      throw new AdminProblem(
        'unavailable',
        'The log of this Gateway cannot be written now, and what waits there would be lost. Nothing was changed; try again shortly.',
      )
  }
}

interface OrderWrite {
  gateway: GatewayRow
  row: ObjectRestoreRow
  /** That was named in the order. */
  bookmark: string | null
  actor: Actor
  requestId: string
}

/** Throws AdminProblem `conflict` where another order came in between. */
async function writeOrder(env: Env, { gateway, row, bookmark, actor, requestId }: OrderWrite): Promise<void> {
  const isSame = and(eq(gateways.id, gateway.id), sql`${gateways.restoreId} IS ${gateway.restoreId}`)
  const { id, restoredTo, storage } = row
  await commitWrite(env, {
    actor,
    requestId,
    at: row.createdAt,
    action: 'gateway.restored',
    resource: { kind: 'gateway', id: gateway.id },
    before: null,
    after: { restoreId: id, restoredTo, storage, bookmark },
    guard: sql`EXISTS (SELECT 1 FROM gateways WHERE ${isSame})`,
    changes: [
      { insert: objectRestores, row: { ...row } },
      { update: gateways, set: { restoreId: id }, where: eq(gateways.id, gateway.id) },
    ],
    tasks: [configurationChanged(gateway, actor)],
  }).catch((error: unknown) => {
    if (!(error instanceof GuardFailed)) throw error
    throw new AdminProblem(
      'conflict',
      'Somebody else has just put this Gateway back or deleted it. Nothing went back; look at it first.',
    )
  })
}

/**
 * The object stops, and D1 learns what happened up to then and what leads back: nothing goes back before. Answers how to
 * take it back. Throws AdminProblem `conflict` where it does not stop.
 */
async function standStill(env: Env, gateway: GatewayRow, request: RestoreRequest, createdAt: number) {
  const stood = await gatewayObject(env, gateway).standStill(request)
  if (!stood.ok) throw stays(stood.detail)
  // Later than the order itself, whatever the clock of the object says: an undo keeps nothing of what it takes back.
  const undoTo = Math.max(stood.at, createdAt + 1)
  const { kept, undoBookmark } = stood
  const undo = undoBookmark === null ? {} : { undoBookmark, undoTo }
  const known = drizzle(env.DB)
    .update(objectRestores)
    .set({ kept, ...undo })
    .where(eq(objectRestores.id, request.restoreId))
  await known.catch(() => known.execute())
  return undo
}

/** Throws AdminProblem `conflict` where the platform refuses. */
async function goBack(env: Env, gateway: GatewayRow, restoreId: string, bookmark: string): Promise<void> {
  const scheduled = await gatewayObject(env, gateway).scheduleRestore(restoreId, bookmark)
  if (!scheduled.ok) throw stays(scheduled.detail)
  // It ends with the call.
  await gatewayObject(env, gateway)
    .restart()
    .catch(() => undefined)
}

function stays(detail: string): AdminProblem {
  return new AdminProblem(
    'conflict',
    `This Gateway does not go back: ${detail} Nothing went back; it may be ordered again.`,
  )
}

/** Where the object does not answer, its storage is made safe with its next start. */
async function carryOut(env: Env, gateway: GatewayRow, restoreId: string): Promise<RestoreOutcome> {
  try {
    return await gatewayObject(env, gateway).restoreOutcome(restoreId)
  } catch (error) {
    report('a restore waits', error)
    return { state: 'waiting' }
  }
}

function report(message: string, error: unknown): void {
  console.error(JSON.stringify({ level: 'error', surface: 'admin', message, cause: String(error) }))
}
