// The write that every change of an existing Gateway ends with: compare-and-set, audit, tell the object, forget.
import { and, eq, sql } from 'drizzle-orm'
import { gateways, type GatewayRow } from '../../../schema/tables/gateways.ts'
import type { Env } from '../../environment.ts'
import { forgetAllSnapshots } from '../../edge/load-snapshot.ts'
import { commitWrite, GuardFailed } from '../commit-write.ts'
import type { Actor } from '../context.ts'
import { stale } from '../if-match.ts'
import { configurationChanged } from '../object-tasks/new-task.ts'
import { loadGateway } from './load.ts'
import { auditedGateway } from './present.ts'

export interface GatewaySave {
  actor: Actor
  requestId: string
  at: number
  action: string
  before: GatewayRow
  /** The row as it shall be; version and time are set here. */
  after: GatewayRow
}

/** Answers the row as written. Throws 412 when somebody else saved meanwhile. */
export async function saveGateway(env: Env, save: GatewaySave): Promise<GatewayRow> {
  const { before } = save
  const after: GatewayRow = { ...save.after, version: before.version + 1, updatedAt: save.at }
  // The order of a restore that came meanwhile must not be overwritten.
  const { id, createdAt: _born, restoreId: _restore, ...set } = after
  const isSame = and(eq(gateways.id, id), eq(gateways.version, before.version)) ?? sql`FALSE`
  try {
    await commitWrite(env, {
      ...save,
      resource: { kind: 'gateway', id },
      before: auditedGateway(before),
      after: auditedGateway(after),
      guard: sql`EXISTS (SELECT 1 FROM gateways WHERE ${isSame}) AND ${coversAttachments(after)}`,
      changes: [{ update: gateways, set, where: eq(gateways.id, id) }],
      tasks: [configurationChanged(before, save.actor)],
    })
  } catch (error) {
    if (error instanceof GuardFailed) throw stale((await loadGateway(env, id)).version)
    throw error
  }
  forgetAllSnapshots()
  return after
}

/** An attachment that was widened while this save was being checked must not keep a scope the Gateway loses. */
function coversAttachments(gateway: GatewayRow) {
  return sql`NOT EXISTS (
    SELECT 1 FROM attachments, json_each(attachments.scopes) AS scope
    WHERE attachments.gateway_id = ${gateway.id}
      AND scope.value NOT IN (SELECT value FROM json_each(${JSON.stringify(gateway.scopes)})))`
}
