// A second audit row of one write: what was changed together with what the write is about.
import { auditEvents, type AuditEventRow } from '../../../schema/tables/audit-events.ts'
import { randomId } from '../../crypto/random-id.ts'
import type { AdminWrite, Change } from '../commit-write.ts'

export function auditChange({
  actor,
  resource,
  ...rest
}: Pick<AdminWrite, 'actor' | 'requestId' | 'at' | 'action' | 'resource' | 'before' | 'after'>): Change {
  const row: AuditEventRow = {
    ...rest,
    id: randomId('aud'),
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    resourceKind: resource.kind,
    resourceId: resource.id,
  }
  return { insert: auditEvents, row: { ...row } }
}
