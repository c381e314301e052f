// What D1 knows of the time that a restored storage has lost: the order itself, the log and the audit. The object as it
// was before may have been the damaged thing, so what it said of itself (`kept`) is only one of the sources.
import { and, eq, gte, ne } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import {
  objectRestores,
  type KeptTruth,
  type ObjectRestoreRow,
} from '../../../schema/tables/object-restores.ts'
import { parseLostOrder, type AuditedOrder, type LostOrder } from './lost-order.ts'

export interface RestoreOrder {
  restore: ObjectRestoreRow
  /** Grants that must not live again. */
  grantIds: ReadonlySet<string>
  assertions: KeptTruth['assertions']
  /** Of admins, in the sequence in which they were given. */
  orders: readonly LostOrder[]
}

/**
 * Ends, and uses of MCP refresh tokens: only their steps have a status, the refreshes of the vault have none. An end
 * with the reason `restored` says nothing by itself: what it followed from is there too, and an undo takes it back.
 */
const GRANTS = `SELECT DISTINCT grant_id AS grantId FROM log_events INDEXED BY log_events_by_kind
  WHERE kind = 'authorization' AND at >= ?1 AND gateway_id = ?2 AND grant_id IS NOT NULL
    AND ((method = 'grant_ended' AND detail IS NOT 'restored')
      OR (method = 'refresh' AND outcome = 'ok' AND status = 200))`

/** The audit knows of an order a little before the object does, which may have stopped in between. */
const ORDER_MS = 60_000

/** The end of a service connection says in `before` what it ends; an id of a grant is of one Gateway alone. */
const ORDERS = `SELECT at, action, coalesce(after, before) AS said, actor_kind AS actorKind, actor_id AS actorId
  FROM audit_events
  WHERE at >= ?1 AND ((action IN ('client.blocked', 'client.unblocked', 'user.blocked', 'user.unblocked')
      AND json_extract(after, '$.gatewayId') = ?2)
    OR action = 'service_connection.ended' OR (action = 'connections.ended' AND resource_id = ?2)
    OR (action = 'grants.revoked' AND (resource_id = ?2
      OR EXISTS (SELECT 1 FROM json_each(after, '$.gatewayIds') AS gateway WHERE gateway.value = ?2))))
  ORDER BY at, rowid`

/** Rejects where D1 cannot be read, or has no such order. */
export async function readRestore(
  database: D1Database,
  gatewayId: string,
  restoreId: string,
): Promise<RestoreOrder> {
  const db = drizzle(database)
  const [restore] = await db.select().from(objectRestores).where(eq(objectRestores.id, restoreId))
  if (!restore) throw new Error(`there is no order ${restoreId}`)
  const { since } = restore
  const [ofLog, ofAudit, others] = await Promise.all([
    database.prepare(GRANTS).bind(since, gatewayId).all<{ grantId: string }>(),
    database
      .prepare(ORDERS)
      .bind(since - ORDER_MS, gatewayId)
      .all<AuditedOrder>(),
    // The storage goes back beyond these too, and with it what they brought over.
    db
      .select({ kept: objectRestores.kept })
      .from(objectRestores)
      .where(
        and(
          eq(objectRestores.gatewayId, gatewayId),
          ne(objectRestores.id, restoreId),
          gte(objectRestores.createdAt, since),
        ),
      ),
  ])
  const kept = [restore.kept, ...others.map((other) => other.kept)]
  return {
    restore,
    grantIds: new Set([
      ...ofLog.results.map(({ grantId }) => grantId),
      ...kept.flatMap(({ grantIds }) => grantIds),
    ]),
    assertions: kept.flatMap(({ assertions }) => assertions),
    orders: ofAudit.results.map((row) => parseLostOrder(row)),
  }
}
