import type { GatewayRestored } from '../../../schema/api/restores.ts'
import type { GatewayRow } from '../../../schema/tables/index.ts'
import type { ObjectRestoreRow } from '../../../schema/tables/object-restores.ts'
import type { Env } from '../../environment.ts'
import { gatewayObject } from '../../gateway/address.ts'
import type { RestoreResult } from '../../gateway/restore/restore-facts.ts'

/** What the object says of an order. */
export type RestoreOutcome =
  | { state: 'applied'; result: RestoreResult }
  | { state: 'waiting' | 'unused'; result: null }

/** An order on the admin wire. */
export function presentRestore(
  env: Env,
  gateway: GatewayRow,
  { id, createdAt, restoredTo, storage, undoTo, undoBookmark }: ObjectRestoreRow,
  found: RestoreOutcome,
): GatewayRestored {
  return {
    id,
    orderedAt: createdAt,
    restoredTo,
    storage,
    state: found.state,
    undo: undoTo === null || undoBookmark === null ? null : { to: undoTo, bookmark: undoBookmark },
    objectId: gatewayObject(env, gateway).id.toString(),
    grants: found.result,
  }
}
