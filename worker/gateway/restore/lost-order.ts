// An order of an admin as the audit remembers it (`write-block.ts`, `grants/revoke.ts`), to be carried out once more. Pure.
import { z } from 'zod'
import type { AuditEventRow } from '../../../schema/tables/audit-events.ts'
import type { RevocationSelector } from '../contract.ts'
import type { BlockOrder } from '../authorization/block-orders.ts'

export interface AuditedOrder extends Pick<AuditEventRow, 'at' | 'action' | 'actorKind' | 'actorId'> {
  /** JSON. */
  after: string
}

export type LostOrder =
  | (BlockOrder & { kind: 'block'; actor: string })
  | { kind: 'revoke'; selector: RevocationSelector; askedAt: number }

const client = z.object({ clientId: z.string() })
const user = z.object({ userIssuer: z.string(), userSubject: z.string() })
const selector = z.union([
  z.object({ grantId: z.string() }),
  user,
  client,
  z.object({ attachmentId: z.string() }),
  z.object({ issuer: z.string() }),
  z.object({ all: z.literal(true) }),
])

/** Throws for a row that is none of the five. */
export function parseLostOrder({ at, action, after, actorKind, actorId }: AuditedOrder): LostOrder {
  const said: unknown = JSON.parse(after)
  if (action === 'grants.revoked') return { kind: 'revoke', selector: selector.parse(said), askedAt: at }
  return {
    kind: 'block',
    target: z.union([user, client]).parse(said),
    isBlock: action.endsWith('.blocked'),
    askedAt: at,
    actor: actorId === null ? actorKind : `${actorKind}:${actorId}`,
  }
}
