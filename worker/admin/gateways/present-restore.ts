import type { GatewayRestored } from '../../../schema/api/restores.ts'
import type { GatewayRow } from '../../../schema/tables/index.ts'
import type { ObjectRestoreRow } from '../../../schema/tables/object-restores.ts'
import type { Env } from '../../environment.ts'
import { gatewayObject } from '../../gateway/address.ts'
import type { RestoreOutcome } from '../../gateway/restore/contract.ts'

/** An order on the admin wire, and what the object says of it. */
export function presentRestore(
  env: Env,
  gateway: GatewayRow,
  { id, createdAt, restoredTo, storage, undoTo, undoBookmark }: ObjectRestoreRow,
  outcome: RestoreOutcome,
): GatewayRestored {
  const hasUndo = outcome.state !== 'unused' && undoTo !== null && undoBookmark !== null
  return {
    id,
    orderedAt: createdAt,
    restoredTo,
    storage,
    state: outcome.state,
    stoppedUntil: outcome.state === 'stopped' ? outcome.until : null,
    undo: hasUndo ? { to: undoTo, bookmark: undoBookmark } : null,
    objectId: gatewayObject(env, gateway).id.toString(),
    grants: outcome.state === 'applied' ? outcome.result : null,
  }
}
